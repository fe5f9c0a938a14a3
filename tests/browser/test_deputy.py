"""A deputy with a cheap phone: where the station is, and “我能去”."""

from playwright.sync_api import expect

from stations.models import SlotDeputy
from tests.browser.looking import look
from tests.stations.making import reception, slot


def test_a_deputy_says_yes_on_the_phone(page_as, world):
    slot(world)
    reception(world)
    page = page_as("deputy", width=390, height=844)
    page.goto("/stations/mine/")
    expect(page.get_by_role("heading", name="张守信 代表")).to_be_visible()
    expect(page.get_by_role("heading", name="庆祖镇人大代表联络站")).to_be_visible()
    look(page, "my-station")
    page.get_by_role("button", name="我能去").click()
    expect(page.get_by_text("已告诉联络站您能去")).to_be_visible()
    expect(page.get_by_text("您说过能去")).to_be_visible()
    assert SlotDeputy.objects.get().confirmed_at is not None
    page.get_by_role("link", name="履职记录").click()
    expect(page.get_by_text("何秀英代您录入")).to_be_visible()
    look(page, "my-duties")


def test_the_narrowest_phone_at_double_size_does_not_scroll_sideways(page_as, world):
    slot(world)
    page = page_as("deputy", width=320, height=640)
    page.goto("/stations/mine/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
