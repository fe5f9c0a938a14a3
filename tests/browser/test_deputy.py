"""A deputy with a cheap phone: where the station is, and “我能去”."""

import pytest
from playwright.sync_api import expect

from opinions.models import Rating
from stations.models import SlotDeputy
from tests.browser.looking import look, press
from tests.stations.making import reception, slot


def test_a_deputy_says_yes_on_the_phone(page_as, world):
    slot(world)
    reception(world)
    page = page_as("deputy", width=390, height=844)
    page.goto("/stations/mine/")
    expect(page.get_by_role("heading", name="我的联络站", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="庆祖镇人大代表联络站")).to_be_visible()
    look(page, "my-station")
    page.get_by_role("button", name="我能去").click()
    expect(page.get_by_text("已告诉联络站您能去")).to_be_visible()
    expect(page.get_by_text("您说过能去")).to_be_visible()
    assert SlotDeputy.objects.get().confirmed_at is not None
    page.get_by_role("link", name="履职记录").click()
    expect(page.get_by_text("何秀英代您录入")).to_be_visible()
    look(page, "my-duties")


def test_no_page_scrolls_sideways_at_double_size(page_as, world):
    slot(world)
    reception(world)
    world.undertaking("rating")
    page = page_as("deputy", width=320, height=640)
    pages = ("/", "/opinions/mine/", "/opinions/ratings/", f"/opinions/ratings/{Rating.objects.get().pk}/", "/stations/mine/")
    more = ("/deputies/mine/duties/", f"/deputies/groups/{world.group.pk}/", f"/deputies/{world.deputy.pk}/", "/search/")
    for address in (*pages, *more, "/accounts/notices/", "/accounts/password/", "/nowhere/"):
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            page.goto(address)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width} px"


def test_the_tabs_stay_in_sight_and_cover_nothing(page_as, world):
    slot(world)
    page = page_as("deputy", width=390, height=700)
    page.goto("/stations/mine/")
    tabs = page.get_by_role("navigation", name="主导航")
    assert tabs.bounding_box()["y"] + tabs.bounding_box()["height"] == pytest.approx(700, abs=1)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last = page.get_by_role("contentinfo").bounding_box()
    assert last["y"] + last["height"] <= tabs.bounding_box()["y"] + 1
    press(page, tabs.get_by_role("link", name="意见"))
    expect(tabs.get_by_role("link", name="意见")).to_have_attribute("aria-current", "page")
