"""The frame every journey stands in: a persona's session opens the home page without a broken policy."""

import re

from playwright.sync_api import expect


def test_a_persona_is_signed_in(page_as, world):
    page = page_as("staff")
    page.goto("/accounts/notices/")
    expect(page.get_by_role("heading", name="站内消息")).to_be_visible()
    expect(page.get_by_label("侧栏").get_by_text(world["staff"].name, exact=True)).to_be_visible()


def test_a_visitor_is_asked_to_sign_in(page_as):
    page = page_as(None)
    page.goto("/accounts/notices/")
    expect(page).to_have_url(re.compile("/login/"))
