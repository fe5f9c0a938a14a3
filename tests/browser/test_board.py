"""Staff merge, split, take back with Alt+Z and decide where a matter goes; a deputy looks where it stands."""

import re

from playwright.sync_api import expect

from opinions.models import Matter, Opinion
from tests.browser.boarding import LIGHTS, TEXTS, fold, tick
from tests.browser.looking import look


def test_ten_opinions_become_matters(page_as, world):
    for text in TEXTS:
        world.opinion(text)
    page = page_as("staff", width=1280)
    page.goto("/opinions/board/")
    expect(page).to_have_url(re.compile(rf"/board/{world.meeting_occasion.pk}/$"))
    expect(page.get_by_text("11 条进 = 11 条出")).to_be_visible()

    for text in TEXTS[:10]:
        page.get_by_role("checkbox", name=f"选中：{text[:20]}").check()
    expect(page.get_by_text("已选 10 条", exact=True)).to_be_visible()
    page.keyboard.press("Alt+n")
    expect(page.get_by_label("新事项名称")).to_be_focused()
    page.keyboard.insert_text("网格员补贴标准")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").filter(has_text="刚才改的")).to_contain_text("网格员补贴标准")
    expect(page.get_by_text("还剩 1 条待归并")).to_be_visible()
    look(page, "board")

    # split two of them off
    page.get_by_role("link", name=re.compile("定去向.*网格员补贴标准")).click()
    for text in TEXTS[8:10]:
        page.get_by_role("checkbox", name=f"选中：{text[:15]}").check()
    page.get_by_label("拆成新事项，名称").fill("公示牌更新")
    page.get_by_role("button", name="拆分").click()
    expect(page.get_by_text("已拆成一个新事项")).to_be_visible()
    assert Matter.objects.get(title="公示牌更新").sources.count() == 2

    # take it back from the board with Alt+Z, twice nothing more than asked
    page.get_by_role("link", name="回到归并页").click()
    expect(page.get_by_role("heading", name="公示牌更新", exact=True)).to_be_visible()
    page.keyboard.press("Alt+z")
    expect(page.get_by_role("heading", name="公示牌更新", exact=True)).to_have_count(0)
    assert Matter.objects.get(title="网格员补贴标准").sources.count() == 10

    # decide
    fold(page, "网格员补贴标准")
    page.get_by_role("link", name=re.compile("定去向.*网格员补贴标准")).click()
    look(page, "matter")
    expect(page.get_by_role("radio", name="交办", exact=True)).not_to_be_checked()
    page.get_by_label("意见建议内容").fill("网格员补贴标准不一，建议明确全市最低标准和经费来源。")
    page.get_by_role("radio", name="交办", exact=True).check()
    page.get_by_role("group", name="主办单位").get_by_label("市民政局").check()
    page.get_by_role("group", name="协办单位").get_by_label("市公安局").check()
    page.get_by_role("button", name="保存并定去向").click()
    expect(page.get_by_text("已定去向：交办")).to_be_visible()

    # and on to a list
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    fold(page, "网格员补贴标准")
    page.get_by_role("checkbox", name=re.compile("列入清单.*网格员补贴标准")).check()
    page.get_by_role("button", name="拟交办清单").click()
    expect(page).to_have_url(re.compile(r"/lists/new/\?matter=\d+"))


def test_keys_sleep_while_an_input_method_composes(page_as, world):
    world.opinion(TEXTS[0])
    matter = world.matter([world.opinion(TEXTS[1])], title="补贴", decided=False)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    page.get_by_label("新事项名称").focus()
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
            {key: 'z', code: 'KeyZ', altKey: true, isComposing: true, bubbles: true, cancelable: true}))"""
    )
    for key in ("z", "n", "x", "1"):  # a bare letter does nothing but write itself
        page.keyboard.press(key)
    expect(page.get_by_label("新事项名称")).to_have_value("znx1")
    assert matter.sources.count() == 1
    assert Opinion.objects.filter(status="merged").count() == 1


def test_a_suggestion_is_taken_with_alt_1(page_as, world):
    row = world.opinion(TEXTS[0])
    matter = world.matter([world.opinion(TEXTS[1])], title="网格员补贴最低标准", decided=False)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("checkbox", name=f"选中：{TEXTS[0][:20]}")).to_be_focused()
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("group", name="可能是同一件事")).to_be_visible()
    look(page, "board-similar")
    page.get_by_role("checkbox", name=f"选中：{TEXTS[0][:20]}").focus()
    page.keyboard.press("Alt+1")
    expect(page.get_by_text("都已归并")).to_be_visible()
    assert set(matter.opinions.all()) >= {row}


def test_without_javascript_the_board_merges(page_as, world):
    row = world.opinion(TEXTS[0])
    page = page_as("staff", width=1280, java_script_enabled=False)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    page.get_by_role("checkbox", name=f"选中：{TEXTS[0][:20]}").check()
    page.get_by_label("新事项名称").fill("补贴")
    page.get_by_role("button", name="合成新事项").click()
    expect(page.get_by_text("已合成一个新事项")).to_be_visible()
    page.get_by_role("button", name="撤回", exact=False).first.click()
    expect(page.get_by_text("已撤回：1 条意见归入“补贴”")).to_be_visible()
    assert Opinion.objects.get(pk=row.pk).status == "waiting"


def test_a_colleague_who_was_first_is_named_and_the_rest_stays(page_as, world):
    rows = [world.opinion(text) for text in LIGHTS]
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    for text in LIGHTS:
        tick(page, text)
    theirs = world.matter(rows[:1], title="路灯维护", decided=False)
    page.get_by_label("新事项名称").fill("照明")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="归入“路灯维护”")).to_be_visible()
    expect(page.get_by_text("已选 3 条", exact=True)).to_be_visible()
    look(page, "board-changed")
    page.get_by_role("button", name="合成新事项").click()
    expect(page.get_by_text("都已归并")).to_be_visible()
    assert Matter.objects.get(title="照明").sources.count() == 3
    assert list(theirs.opinions.all()) == rows[:1]


def test_a_matter_is_found_among_many_and_opened_from_the_keyboard(page_as, world):
    world.opinion(LIGHTS[0])
    for n in range(23):
        world.matter([world.opinion(f"第 {n} 件")], title=f"第 {n} 个事项", decided=False)
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    matters = page.get_by_role("region", name=re.compile("归并事项"))
    expect(matters.get_by_role("article")).to_have_count(20)
    assert page.evaluate("document.documentElement.scrollHeight") < 3200
    matters.get_by_role("button", name="下一页").click()
    expect(matters.get_by_role("article")).to_have_count(3)
    expect(matters.get_by_role("heading", name=re.compile("归并事项"))).to_be_focused()
    tick(page, LIGHTS[0])
    page.get_by_role("searchbox", name="找事项", exact=True).fill("第 20")
    page.keyboard.press("Enter")
    expect(matters.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="找事项", exact=True)).to_be_focused()
    expect(page.get_by_text("已选 1 条", exact=True)).to_be_visible()
    matters.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(matters.get_by_text("第 20 件")).to_be_visible()
    matters.get_by_role("button", name=re.compile("并入这里.*第 20 个事项")).click()
    expect(matters.get_by_role("article").filter(has_text="刚才改的")).to_contain_text(LIGHTS[0])


def test_on_a_phone_one_side_at_a_time(page_as, world):
    for text in [*LIGHTS, *TEXTS]:
        world.opinion(text)
    for n in range(22):
        world.matter([world.opinion(f"第 {n} 件")], title=f"第 {n} 个事项", decided=False)
    page = page_as("staff", width=390, height=844)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    expect(page.get_by_role("heading", name="第 21 个事项")).not_to_be_visible()
    tick(page, LIGHTS[0])
    page.locator(".board-tabs").get_by_text("归并事项").click()
    expect(page.get_by_role("heading", name="第 21 个事项")).to_be_visible()
    expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[1][:8]}")).not_to_be_visible()
    look(page, "board-matters")
    assert page.evaluate("document.documentElement.scrollHeight") < 5000
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_role("heading", name="第 0 个事项")).to_be_visible()
    expect(page.get_by_text("已选 1 条", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("并入这里.*第 0 个事项")).click()
    expect(page.get_by_role("checkbox", name=f"选中：{LIGHTS[1][:8]}")).to_be_visible()
    assert Matter.objects.get(title="第 0 个事项").sources.count() == 2


def test_the_pages_hold_on_a_phone(page_as, world):
    row = world.opinion(TEXTS[0])
    world.matter([world.opinion(TEXTS[1])], title="补贴", decided=False)
    page = page_as("staff", width=390, height=844)
    for address, name in (
        (f"/opinions/board/{world.meeting_occasion.pk}/", "board"),
        ("/opinions/board/?all=1", ""),
        (f"/opinions/board/matters/{Matter.objects.get().pk}/", "matter"),
        ("/opinions/", "opinions"),
        (f"/opinions/{row.pk}/?do=confirm_shared", "opinion"),
        ("/opinions/board/shared/", ""),
    ):
        page.goto(address)
        look(page, name)


def test_a_deputy_sees_where_their_words_stand(page_as, world):
    row = world.undertaking("rating")
    said = row.assignment.matter.opinions.get(contributor__deputy=world.deputy)
    page = page_as("deputy", width=390, height=844)
    page.goto("/opinions/mine/")
    expect(page.get_by_role("heading", name="我的意见")).to_be_visible()
    page.get_by_text("全过程线").first.click()
    expect(page.get_by_role("list", name=re.compile("办理全过程"))).to_be_visible()
    look(page, "mine")
    page.get_by_role("link", name=said.brief, exact=True).click()
    expect(page.get_by_text("已排查修复损坏路灯")).to_be_visible()
    look(page, "opinion-deputy")


def test_the_ledger_of_opinions(page_as, world):
    row = world.opinion(TEXTS[0])
    world.matter([world.opinion(TEXTS[1])], title="补贴")
    page = page_as("staff", width=1280)
    page.goto("/opinions/")
    look(page, "opinions")
    page.get_by_role("searchbox", name="在意见中查找").fill("隔壁")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name=row.brief).click()
    look(page, "opinion")
    page.goto("/opinions/board/shared/")
    look(page, "shared")
    page.get_by_role("button", name="全部核对无误").click()
    expect(page.get_by_text("已核对 1 条")).to_be_visible()
