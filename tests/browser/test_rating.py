"""A deputy rates a reply on the phone: three choices in a row, by thumb or keyboard, large or small, with or without script."""

import pytest
from playwright.sync_api import expect

from opinions.models import Rating
from tests.browser.looking import look, press

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOPS = "picks => [...new Set(picks.map(pick => Math.round(pick.getBoundingClientRect().top)))].length"
SMALL = "picks => picks.filter(pick => pick.getBoundingClientRect().height < 44).length"
CUT = "picks => picks.filter(pick => pick.scrollWidth > pick.clientWidth + 1).length"
TWICE = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def at_rating(page_as, world):
    def opened(**options):
        world.undertaking("rating")
        page = page_as("deputy", height=780, **options)
        page.goto(f"/opinions/ratings/{Rating.objects.get().pk}/")
        return page

    return opened


def lines_of(page, name):
    """On how many lines the three choices of the group stand."""
    return page.get_by_role("group", name=name).locator(".pick > span").evaluate_all(TOPS)


@pytest.mark.parametrize(("width", "lines"), [(360, 1), (390, 1), (1280, 1)])
def test_three_in_a_row_and_none_chosen(at_rating, width, lines):
    page = at_rating(width=width)
    look(page)
    assert (lines_of(page, "办理态度"), lines_of(page, "办理结果")) == (lines, lines)
    assert page.locator("input:checked").count() == 0
    assert page.locator(".pick").evaluate_all(SMALL) == 0


def test_at_double_size_each_has_a_line_of_its_own(at_rating):
    page = at_rating(width=360)
    page.evaluate(TWICE)
    assert lines_of(page, "办理态度") == 3
    assert page.locator(".pick > span").evaluate_all(CUT) == 0
    assert page.evaluate(SIDEWAYS) <= 0
    tabs = page.get_by_role("navigation", name="主导航")
    assert tabs.bounding_box()["height"] < 140
    assert tabs.get_by_role("link").evaluate_all(CUT) == 0


def test_by_keyboard_alone(at_rating):
    page = at_rating(width=390)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    attitude = page.get_by_role("group", name="办理态度")
    expect(attitude.get_by_role("radio", name="基本满意")).to_be_checked()
    drawn = attitude.locator("input:checked + span").evaluate("span => getComputedStyle(span).outlineStyle")
    assert drawn == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("group", name="办理结果").get_by_role("radio", name="不满意", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.locator(".invalid-feedback").get_by_text("请写一句原因")).to_be_visible()
    expect(attitude.get_by_role("radio", name="基本满意")).to_be_checked()
    look(page, "rate-refused")
    page.get_by_label("想说的话").fill("只来看了一次，没有修好。")
    press(page, page.get_by_role("button", name="提交评价"))
    page.get_by_text("谢谢，评价已收到。").wait_for()
    rating = Rating.objects.get()
    assert (rating.attitude, rating.result, rating.reason) == ("fair", "bad", "只来看了一次，没有修好。")


def test_without_script(at_rating):
    page = at_rating(width=360, java_script_enabled=False)
    page.get_by_role("group", name="办理态度").get_by_role("radio", name="满意", exact=True).check()
    press(page, page.get_by_role("button", name="提交评价"))
    expect(page.locator(".invalid-feedback").get_by_text("请选办理结果。")).to_be_visible()
    page.get_by_role("group", name="办理结果").get_by_role("radio", name="满意", exact=True).check()
    press(page, page.get_by_role("button", name="提交评价"))
    page.get_by_text("谢谢，评价已收到。").wait_for()
    assert Rating.objects.get().result == "good"
