"""What is ticked or typed on the board lasts: over filters and pages, the way back, a matter, a colleague."""

import re

import pytest
from playwright.sync_api import expect

from opinions.models import Matter
from tests.browser.boarding import LIGHTS, TEXTS, find, fold, tick
from tests.browser.looking import look


@pytest.mark.parametrize("script", [True, False])
def test_what_is_ticked_lasts_over_filters_and_pages(page_as, world, script):
    """A clerk looks for 路灯, ticks two, looks for 照明, ticks two more, and merges all four at once."""
    for text in [*LIGHTS, *TEXTS, *(f"第 {n} 个路口要有信号灯。" for n in range(10))]:
        world.opinion(text)
    page = page_as("staff", width=1280, java_script_enabled=script)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    find(page, "路灯")
    for text in LIGHTS[:2]:
        tick(page, text)
    find(page, "照明")
    expect(page.get_by_text("已选 2 条（其中 2 条不在本页）")).to_be_visible()
    for text in LIGHTS[2:]:
        tick(page, text)
    find(page, "")
    expect(page.get_by_text("已选 4 条", exact=True)).to_be_visible()
    page.get_by_role("button", name="下一页").first.click()
    expect(page.get_by_text("已选 4 条（其中 4 条不在本页）")).to_be_visible()
    page.get_by_role("button", name=re.compile("查看.*已选的意见")).click()
    expect(page.get_by_text("已选 4 条", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name="选中：")).to_have_count(4)
    if script:
        look(page, "board-ticked")
    page.get_by_label("新事项名称").fill("路灯和照明")
    page.get_by_role("button", name="合成新事项").click()
    expect(page.get_by_role("article").filter(has_text="刚才改的")).to_contain_text("路灯和照明")
    assert Matter.objects.get(title="路灯和照明").sources.count() == 4
    expect(page.get_by_text("还没有选意见")).to_be_visible()


def test_ticks_survive_reload_and_the_way_back_and_are_let_go(page_as, world):
    for text in LIGHTS:
        world.opinion(text)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    tick(page, LIGHTS[0])
    page.reload()
    expect(page.get_by_text("已选 1 条", exact=True)).to_be_visible()
    find(page, "照明")
    expect(page.get_by_text("已选 1 条（其中 1 条不在本页）")).to_be_visible()
    tick(page, LIGHTS[2])
    page.get_by_role("link", name=re.compile("第 .* 号")).first.click()
    page.go_back()
    expect(page.get_by_text("已选 2 条（其中 1 条不在本页）")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[1][:8]}")).to_be_visible()
    page.get_by_role("button", name=re.compile("清除.*所选")).click()
    expect(page.get_by_text("还没有选意见")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/board/\d+/$"))
    expect(page.get_by_role("checkbox", name="选中：", checked=True)).to_have_count(0)


def test_ticks_go_along_into_a_matter_and_back_to_the_board(page_as, world):
    for text in LIGHTS:
        world.opinion(text)
    world.matter([world.opinion("井盖松动")], title="井盖维护", decided=False)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    tick(page, LIGHTS[0])
    fold(page, "井盖维护")
    page.get_by_role("link", name=re.compile("定去向、拆分、移出.*井盖维护")).click()
    page.get_by_role("textbox", name=re.compile("^事项名称")).fill("井盖管护")
    page.get_by_role("radio", name=re.compile("仅入简报")).check()
    page.get_by_role("button", name="保存并定去向").click()
    expect(page.get_by_text("已定去向：仅入简报")).to_be_visible()
    page.get_by_role("heading", name="并入更多意见").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="并入选中的")).to_be_visible()
    page.get_by_role("link", name="回到归并页").click()
    expect(page.get_by_text("已选 1 条", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[0][:8]}")).to_be_checked()


def test_undo_from_the_keyboard_and_the_corner_leaves_the_ticks(page_as, world):
    for text in LIGHTS:
        world.opinion(text)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    for press_undo in (
        lambda: page.keyboard.press("Alt+z"),
        page.locator("#toasts").get_by_role("button", name="撤回").last.click,
    ):
        tick(page, LIGHTS[0])
        page.get_by_label("新事项名称").fill("路灯")
        page.get_by_role("button", name="合成新事项").click()
        expect(page.get_by_text("还剩 3 条待归并")).to_be_visible()
        tick(page, LIGHTS[3])
        press_undo()
        expect(page.get_by_text("还剩 4 条待归并")).to_be_visible()
        expect(page.get_by_text("已选 1 条", exact=True)).to_be_visible()
        expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[3][:8]}")).to_be_checked()
        page.get_by_role("button", name=re.compile("清除.*所选")).click()


def test_what_is_typed_while_the_board_is_on_its_way_stays(page_as, world):
    """A clerk looks for one thing, and types the next before the answer is there."""
    for text in LIGHTS:
        world.opinion(text)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    held = []
    page.route("**/find/", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright asks for a function
    find(page, "路灯")
    page.get_by_label("新事项名称").fill("路灯和照明")
    page.get_by_role("searchbox", name="找意见", exact=True).fill("照明")
    expect(page.get_by_role("button", name="查找").first).to_be_disabled()
    held[0].continue_()
    expect(page.get_by_role("button", name="查找").first).to_be_enabled()
    expect(page.get_by_role("searchbox", name="找意见", exact=True)).to_have_value("照明")
    expect(page.get_by_label("新事项名称")).to_have_value("路灯和照明")
    page.get_by_role("searchbox", name="找意见", exact=True).press("Enter")
    expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[0][:12]}")).to_have_count(0)
    expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[2][:12]}")).to_be_visible()
