"""意见速录 as a recorder lives it: keys, an input method, a network that goes away, a colleague, an ended session."""

import re

import pytest
from playwright.sync_api import expect

from meetings import workflow
from meetings.models import Participant, RaisedOpinion
from opinions.models import Opinion
from tests.meetings.conftest import Hall


@pytest.fixture
def hall(world):
    return Hall(world)


def opened(page, hall):
    page.goto(f"/meetings/sittings/{hall.sitting.pk}/capture/")
    expect(page.locator("[data-ready]")).to_be_attached()
    return page.get_by_label("意见内容")


def rows(hall):
    return RaisedOpinion.objects.live().filter(sitting=hall.sitting).order_by("order").select_related("opinion")


def all_saved(page, number):
    expect(page.locator('[data-state="saved"]')).to_have_count(number, timeout=30_000)
    expect(page.locator("#sync")).to_contain_text("全部已保存")


def test_a_recorder_logs_opinions_from_the_keyboard(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    expect(words).to_be_focused()
    page.keyboard.press("Alt+2")
    expect(page.locator("#who")).to_have_text("刘玉芬")
    page.keyboard.type("我手机里装了 6 个 App，信息要填 6 遍。")
    page.keyboard.press("Enter")
    expect(words).to_have_value("")
    page.keyboard.press("Alt+4")
    page.keyboard.press("Alt+k")
    expect(page.get_by_label("条款")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    expect(page.get_by_role("heading", name="第三条　事项准入")).to_be_visible()
    page.get_by_role("radio", name="改条文").check()
    words.focus()
    page.keyboard.type("准入清单由谁来审，草案里没写。")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("建议每年审一次。")
    page.keyboard.press("Enter")
    all_saved(page, 2)
    page.keyboard.press("Alt+w")
    page.keyboard.type("决定草案要写清经费。")
    page.keyboard.press("Enter")
    all_saved(page, 3)
    first, second, third = rows(hall)
    assert (first.participant, first.opinion.topic, first.opinion.intent) == (hall.people[1], hall.item.topic, "suggest")
    assert second.opinion.original == "准入清单由谁来审，草案里没写。\n建议每年审一次。"
    assert (second.participant, second.opinion.topic, second.opinion.intent) == (hall.people[3], hall.article.topic, "amend")
    assert third.opinion.topic == hall.other_item.topic


def test_the_last_row_is_edited_and_withdrawn_from_the_keyboard(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.press("Alt+1")
    for text in ("第一句。", "第二句。"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    all_saved(page, 2)
    page.keyboard.type("写了一半")
    page.keyboard.press("Alt+ArrowUp")
    expect(words).to_have_value("第二句。")
    page.keyboard.press("Alt+3")
    page.keyboard.type("改过了。")
    page.keyboard.press("Enter")
    expect(words).to_have_value("写了一半")
    expect(page.locator("#who")).to_have_text("李国栋")
    all_saved(page, 2)
    last = rows(hall).last()
    assert (last.opinion.original, last.participant) == ("第二句。改过了。", hall.people[2])
    page.keyboard.press("Alt+z")
    all_saved(page, 1)
    expect(words).to_have_value("写了一半")
    assert [row.opinion.original for row in rows(hall)] == ["第一句。"]


def test_a_speaker_is_found_by_initials_and_stays_on_the_same_key(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    find = page.get_by_label("找发言人")
    find.fill("mcs")
    find.press("Enter")
    expect(page.locator("#who")).to_have_text("马春生")
    expect(words).to_be_focused()
    page.keyboard.press("Alt+1")
    expect(page.locator("#who")).to_have_text("李国栋")
    page.keyboard.press("Alt+3")
    expect(page.locator("#who")).to_have_text("马春生")


def test_nothing_acts_while_an_input_method_composes(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.press("Alt+1")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "jianyi", "selectionStart": 6, "selectionEnd": 6})
    expect(words).to_have_value("jianyi")
    composing = {"windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229}
    for key, code, modifiers in (("Enter", "Enter", 0), ("Process", "Digit3", 1), ("Process", "KeyW", 1), ("Process", "KeyZ", 1)):
        ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "code": code, "modifiers": modifiers, **composing})
        ime.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "code": code, "modifiers": modifiers, **composing})
    expect(page.locator("#who")).to_have_text("李国栋")
    expect(page.locator("#topics [aria-current]")).to_contain_text("条例草案")
    assert not rows(hall).exists()
    ime.send("Input.insertText", {"text": "建议"})
    expect(words).to_have_value("建议")
    page.keyboard.press("Enter")
    all_saved(page, 1)
    assert rows(hall).get().opinion.original == "建议"


def test_undo_and_arrows_keep_their_meaning_in_the_text(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.type("天地")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("人")
    expect(words).to_have_value("天人地")
    page.keyboard.press("Control+z")
    expect(words).not_to_have_value("天人地")
    assert not rows(hall).exists()


def test_fifty_entries_without_network_arrive_once_and_in_order(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.keyboard.press("Alt+2")
    page.context.set_offline(True)
    for number in range(1, 51):
        page.keyboard.insert_text(f"断网时的第 {number} 条")
        page.keyboard.press("Enter")
    expect(page.locator('[data-state="waiting"]')).to_have_count(50)
    expect(page.get_by_text("网络断了，请继续记，不会丢。")).to_be_visible()
    expect(page.locator("#sync")).to_contain_text("50 条待上传")
    assert not rows(hall).exists()
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    opened(again, hall)
    all_saved(again, 50)
    assert [row.opinion.original for row in rows(hall)] == [f"断网时的第 {n} 条" for n in range(1, 51)]
    assert Opinion.objects.filter(original__startswith="断网时").count() == 50


def test_one_lost_request_holds_the_queue_for_no_more_than_moments(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.keyboard.press("Alt+2")
    lost, requests = [], []
    save = re.compile("/rows/(save|queue)/")

    def swallow(route):
        requests.append(route.request.url)
        if lost:
            route.continue_()
        else:
            lost.append(route)  # nobody ever answers

    page.route(save, swallow)
    for number in range(1, 31):
        page.keyboard.insert_text(f"第 {number} 条")
        page.keyboard.press("Enter")
    expect(page.locator('[data-state="saved"]')).to_have_count(30, timeout=15_000)
    assert lost
    assert len(requests) < 10, "what has piled up goes out together"
    assert [row.opinion.original for row in rows(hall)] == [f"第 {n} 条" for n in range(1, 31)]


def test_an_answer_lost_on_the_way_doubles_nothing(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    lost = []

    def lose(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)  # the server has saved it; the page never hears of it
            route.abort()

    page.route(re.compile("/rows/save/"), lose)
    page.keyboard.press("Alt+2")
    page.keyboard.type("只记一次。")
    page.keyboard.press("Enter")
    all_saved(page, 1)
    assert lost == [200]
    assert [row.opinion.original for row in rows(hall)] == ["只记一次。"]


def test_a_latecomer_is_added_without_network(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.context.set_offline(True)
    page.keyboard.press("Alt+0")
    page.keyboard.insert_text("田红霞")
    page.get_by_label("身份").select_option("公民代表")
    page.get_by_label("要求保密").check()
    page.get_by_role("button", name="添加，开始记").click()
    expect(page.locator("#who")).to_have_text("田红霞")
    expect(page.locator("#who-about")).to_have_text("公民代表，要求保密")
    page.keyboard.press("Alt+0")
    expect(page.get_by_label("要求保密")).not_to_be_checked()
    page.keyboard.press("Escape")
    page.keyboard.insert_text("网格员的电话应该公示。")
    page.keyboard.press("Enter")
    expect(page.locator('[data-state="waiting"]')).to_have_count(1)
    page.context.set_offline(False)
    all_saved(page, 1)
    row = rows(hall).get()
    said_by = row.participant.contributor
    assert (said_by.name, said_by.capacity, said_by.secrecy) == ("田红霞", "citizen_rep", True)
    assert Participant.objects.filter(contributor__name="田红霞").count() == 1


def test_two_recorders_see_each_others_rows(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    row = hall.say("另一位记下的。")
    expect(page.get_by_text("另一位记下的。")).to_be_visible()
    workflow.edit_row(row, workflow.Change(original="另一位改过的。"), actor=hall.staff, version=1)
    expect(page.get_by_text("另一位改过的。")).to_be_visible()
    workflow.delete_row(row, actor=hall.staff)
    expect(page.get_by_text("另一位改过的。")).to_have_count(0)
    hall.person("何文斌", "nonvoting", "市司法局")
    expect(page.get_by_role("group", name="发言人", exact=True).get_by_text("何文斌")).to_be_visible()


def test_two_texts_of_one_row_are_both_shown(page_as, hall):
    row = hall.say("原来的话。")
    page = page_as("staff")
    words = opened(page, hall)
    page.get_by_role("button", name="改 第 1 条").click()
    words.fill("我改的话。")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    workflow.edit_row(row, workflow.Change(original="别人改的话。"), actor=hall.staff, version=1)
    page.context.set_offline(False)
    expect(page.get_by_text("现在的内容：别人改的话。")).to_be_visible()
    expect(page.get_by_text("您改的内容：我改的话。")).to_be_visible()
    expect(page.locator("#sync")).to_contain_text("1 条未存上")
    page.get_by_role("button", name="用我的").click()
    all_saved(page, 1)
    assert rows(hall).get().opinion.original == "我改的话。"


def test_a_refused_row_keeps_its_words_and_can_be_mended(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.press("Alt+2")
    gone = hall.people[1]
    workflow.remove_participant(gone, actor=hall.staff)
    page.keyboard.type("这句话不能丢。")
    page.keyboard.press("Enter")
    expect(page.get_by_text("这个发言人不在本场名单里，请重新选发言人。")).to_be_visible()
    page.get_by_role("button", name="改一下再存").click()
    expect(words).to_have_value("这句话不能丢。")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Enter")
    all_saved(page, 1)
    assert rows(hall).get().participant == hall.people[0]


def test_half_typed_text_survives_a_reload(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.keyboard.press("Alt+3")
    page.keyboard.type("写到一半")
    page.reload()
    expect(page.locator("[data-ready]")).to_be_attached()
    expect(page.get_by_label("意见内容")).to_have_value("写到一半")
    expect(page.locator("#who")).to_have_text("马春生")


def test_an_expired_session_keeps_text_and_queue(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.press("Alt+2")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.type("登录过期时记的。")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(page.locator('[data-state="waiting"]')).to_have_count(1)
    dialog.get_by_label("账号").fill("staff")
    dialog.get_by_label("密码", exact=True).fill("demo-2024")
    dialog.get_by_role("button", name="登录，接着办").click()
    expect(dialog).to_have_count(0)
    all_saved(page, 1)
    words.focus()
    page.keyboard.type("接着记。")
    page.keyboard.press("Enter")
    all_saved(page, 2)
    assert [row.opinion.original for row in rows(hall)] == ["登录过期时记的。", "接着记。"]


def test_without_indexeddb_the_page_warns_and_still_records(page_as, hall):
    page = page_as("staff")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('forbidden'); }});")
    opened(page, hall)
    expect(page.get_by_text("不能在本机留底")).to_be_visible()
    page.keyboard.press("Alt+1")
    page.keyboard.type("没有本机留底也能记。")
    page.keyboard.press("Enter")
    all_saved(page, 1)


def test_a_long_record_opens_with_its_last_rows(page_as, hall):
    for number in range(1, 121):
        hall.say(f"第 {number} 句。")
    page = page_as("staff")
    opened(page, hall)
    expect(page.locator("[data-row]")).to_have_count(50)
    expect(page.locator("#total")).to_have_text("120")
    expect(page.locator("[data-row]").first.locator(".no")).to_have_text("120")
    page.get_by_role("button", name="再看前面").click()
    expect(page.locator("[data-row]")).to_have_count(100)
    page.get_by_role("button", name="再看前面").click()
    expect(page.locator("[data-row]")).to_have_count(120)
    expect(page.get_by_role("button", name="再看前面")).to_be_hidden()


def test_a_phone_shows_one_column_without_sideways_scroll(page_as, hall):
    hall.say("手机上也能看。")
    page = page_as("staff", width=390, height=844)
    opened(page, hall)
    expect(page.get_by_text("手机上也能看。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
