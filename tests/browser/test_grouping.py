"""Staff form the groups of a county: propose, move with the keyboard, take it back, publish."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from tests.browser.looking import look, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(world):
    ActivityGroup.objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    GroupMember.objects.filter(deputy=world.deputy).update(role="leader")
    for number in range(7):
        made = Deputy.objects.create(name=f"代表{number}", gender="mf"[number % 2], home_region=world.town)
        Mandate.objects.create(deputy=made, level="township", term=13, region=world.town, started_on=date(2022, 3, 1))
    return world


def card_of(page, name):
    """The group whose card shows the person."""
    return page.locator(".group-cards section").filter(has=page.get_by_label(f"把{name}移到")).locator("h2").inner_text()


def propose(page):
    page.goto("/deputies/groups/")
    press(page, page.get_by_role("link", name="编组方案"))
    page.get_by_label("县（区）").select_option(label="濮阳县")
    press(page, page.get_by_role("button", name="编一份方案"))
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_proposal_to_the_groups(town, page_as, width):
    page = propose(page_as("staff", width=width))
    look(page, "staff-grouping")
    press(page, page.get_by_role("link", name="庆祖镇", exact=True))
    look(page, "staff-grouping-place")
    before = card_of(page, "代表3")
    field = page.get_by_label("把代表3移到")
    field.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="撤回：代表3").wait_for()
    assert card_of(page, "代表3") != before
    assert "已移到" in page.locator("#toasts").inner_text()
    expect(page.locator("select:focus")).to_have_count(1)
    look(page)
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyZ', altKey: true, isComposing: true, bubbles: true}))")
    assert card_of(page, "代表3") != before
    page.keyboard.press("Alt+z")
    page.get_by_role("button", name="撤回：代表3").wait_for(state="detached")
    assert card_of(page, "代表3") == before
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="濮阳县").click() if width > 1000 else page.go_back()
    page.get_by_text("公布编组", exact=True).click()
    look(page)
    press(page, page.get_by_role("button", name="看过了，公布"))
    assert "小组已公布" in page.locator("#messages").inner_text()
    look(page)
    assert GroupMember.objects.current().filter(deputy__isnull=False).count() == 8


def test_a_move_without_scripts(town, page_as):
    page = propose(page_as("staff", java_script_enabled=False))
    press(page, page.get_by_role("link", name="庆祖镇", exact=True))
    before = card_of(page, "代表3")
    page.get_by_label("把代表3移到").select_option(index=1)
    press(page, page.get_by_role("button", name=re.compile("移过去.*代表3")))
    assert card_of(page, "代表3") != before
    press(page, page.get_by_role("button", name="撤回：代表3"))
    assert card_of(page, "代表3") == before
