"""The pages of a meeting at both widths: nothing axe-core finds, nothing wider than the screen."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.meetings.conftest import Hall

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def hall(world):
    made = Hall(world)
    for number in range(3):
        made.say(f"第 {number} 句话。", who=number, topic_id=made.article.topic_id if number else None)
    return made


def addresses(hall):
    sitting, meeting, item = hall.sitting.pk, hall.meeting.pk, hall.item.pk
    return [
        "/meetings/",
        "/meetings/new/",
        f"/meetings/{meeting}/",
        f"/meetings/{meeting}/agenda/new/",
        f"/meetings/agenda/{item}/edit/",
        f"/meetings/agenda/{item}/draft/",
        f"/meetings/agenda/{item}/articles/",
        f"/meetings/sittings/{sitting}/",
        f"/meetings/sittings/{sitting}/edit/",
        f"/meetings/sittings/{sitting}/people/",
        f"/meetings/sittings/{sitting}/import/",
        f"/meetings/people/{hall.people[0].pk}/edit/",
    ]


def problems(page, width):
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(result => result.violations.map(one => `${one.id}: ${one.nodes[0].html}`))")
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append("wider than the screen")
    return [f"{page.url} {one}" for one in found]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible_and_fit(page_as, hall, width):
    page = page_as("staff", width=width, bypass_csp=True)
    found = []
    for address in addresses(hall):
        page.goto(address)
        found += problems(page, width)
    assert not found


@pytest.mark.parametrize("width", [1280, 390])
def test_the_capture_page_is_accessible_in_every_state(page_as, hall, width):
    page = page_as("staff", width=width, bypass_csp=True)
    page.goto(f"/meetings/sittings/{hall.sitting.pk}/capture/")
    expect(page.locator("[data-ready]")).to_be_attached()
    page.get_by_label("条款").select_option(index=3)
    page.keyboard.press("Alt+0")
    found = problems(page, width)
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+2")
    page.context.set_offline(True)
    page.keyboard.insert_text("断网时记的。")
    page.keyboard.press("Enter")
    expect(page.get_by_text("网络断了，请继续记，不会丢。")).to_be_visible()
    assert not found + problems(page, width)
