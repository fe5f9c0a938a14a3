"""意见速录: whose turn it is, what leaders say, and words that come in an unusual way."""

import re

import pytest
from playwright.sync_api import expect

from meetings import workflow
from meetings.models import LeaderSpeech, RaisedOpinion, Sitting
from tests.browser.test_capture import all_saved, opened, rows
from tests.meetings.conftest import Hall

PASTE = """(text) => { const data = new DataTransfer(); data.setData('text/plain', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""

POLL = re.compile(r"/rows/\?")


@pytest.fixture
def hall(world):
    return Hall(world)


def turns(page):
    return page.get_by_role("list", name="发言顺序")


def test_key_speakers_come_first_and_the_next_is_one_key_away(page_as, hall):
    hall.person("赵㐂", "citizen_rep", "重点发言", is_key_speaker=True)
    page = page_as("staff")
    words = opened(page, hall)
    expect(turns(page).get_by_role("button").first).to_contain_text("赵㐂")
    expect(turns(page).get_by_role("button").first).to_contain_text("重点发言，下一位")
    page.keyboard.press("Alt+n")
    expect(page.locator("#who")).to_have_text("赵㐂")
    for text in ("第一句。", "第二句。"):
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
    all_saved(page, 2)
    expect(turns(page).get_by_role("button").first).to_contain_text("2 条")
    page.keyboard.press("Alt+n")
    expect(page.locator("#who")).to_have_text("李国栋")
    expect(turns(page).get_by_role("button").first).to_contain_text("已发言")
    turns(page).get_by_role("button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#who")).to_have_text("刘玉芬")
    expect(words).to_be_focused()


def test_what_a_leader_says_is_filed_apart_also_without_network(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.context.set_offline(True)
    page.get_by_role("button", name="记领导讲话").click()
    page.get_by_role("button", name="存下讲话").click()
    expect(page.get_by_text("请写讲话人的姓名。")).to_be_visible()
    page.get_by_label("讲话人", exact=True).fill("杨青")
    page.get_by_label("讲话内容").fill("把意见办实。")
    page.get_by_role("button", name="存下讲话").click()
    expect(page.get_by_text("杨青的讲话：待上传。")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("杨青的讲话：待上传。")).to_have_count(0, timeout=30_000)
    expect(page.locator("#sync")).to_contain_text("全部已保存")
    assert (LeaderSpeech.objects.get().text, LeaderSpeech.objects.get().status) == ("把意见办实。", "pending")
    assert not RaisedOpinion.objects.exists()
    leader = page_as("leader")
    leader.goto(f"/meetings/sittings/{hall.sitting.pk}/")
    leader.get_by_role("link", name="杨青").click()
    leader.get_by_role("button", name="审定").click()
    expect(leader.get_by_text("已审定。")).to_be_visible()


def test_a_table_pasted_out_of_word_is_readable_at_once(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.press("Alt+2")
    page.evaluate(PASTE, "问题\t地点\r\n路灯坏了\t西街\r\n")
    expect(words).to_have_value("问题；地点\n路灯坏了；西街")
    page.keyboard.press("Enter")
    all_saved(page, 1)
    assert rows(hall).get().opinion.original == "问题；地点\n路灯坏了；西街"


def test_too_many_words_stay_in_the_row_until_they_are_divided(page_as, hall):
    page = page_as("staff")
    words = opened(page, hall)
    page.keyboard.press("Alt+2")
    words.fill("字" * 9_999 + "𠮷𠮷")
    page.keyboard.press("Enter")
    expect(page.get_by_text("一条意见最多 10000 个字，现在有 10001 个字")).to_be_visible()
    assert words.input_value() == "字" * 9_999 + "𠮷𠮷"
    words.fill("字" * 9_999 + "𠮷")
    page.keyboard.press("Enter")
    all_saved(page, 1)
    assert rows(hall).get().opinion.original == "字" * 9_999 + "𠮷"


def test_a_rare_name_is_found_by_its_letters_and_itself(page_as, hall):
    hall.person("王㛃", "resident")
    hall.person("龑䶮", "resident")
    page = page_as("staff")
    opened(page, hall)
    find = page.get_by_label("找发言人")
    for typed, name in (("wj", "王㛃"), ("䶮", "龑䶮"), ("yy", "龑䶮")):
        find.fill(typed)
        find.press("Enter")
        expect(page.locator("#who")).to_have_text(name)


def test_the_second_who_closes_the_sitting_is_told_and_loses_nothing(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.keyboard.press("Alt+2")
    page.keyboard.insert_text("最后一句。")
    page.keyboard.press("Enter")
    all_saved(page, 1)
    workflow.end(Sitting.objects.with_place().get(pk=hall.sitting.pk), actor=hall.staff)
    expect(page.get_by_text("本场记录已被结束。")).to_be_visible()
    page.get_by_text("结束本场记录", exact=True).first.click()
    page.get_by_role("button", name="结束记录").click()
    expect(page.get_by_text("另一位记录人刚刚已经结束了本场记录，记下的都在。")).to_be_visible()
    assert rows(hall).get().opinion.original == "最后一句。"


def test_a_row_changed_again_while_the_answer_is_lost_meets_no_stranger(page_as, hall):
    hall.say("原来的话。")
    page = page_as("staff")
    words = opened(page, hall)
    lost = []

    def lose(route):
        if len(lost) < 2:
            lost.append(route.fetch().status)  # the server has changed the row; the page never hears of it
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/edit/"), lose)
    page.route(POLL, lambda route: route.abort())  # nor does it hear by a poll
    for text in ("改了一次。", "改了两次。"):
        page.get_by_role("button", name="改 第 1 条").click()
        words.fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("[data-row]").get_by_text(text)).to_be_visible()
        page.wait_for_timeout(300)
    page.unroute(POLL)
    all_saved(page, 1)
    assert lost == [200, 200]
    assert rows(hall).get().opinion.original == "改了两次。"


def test_the_worker_serves_the_capture_page_and_nothing_else(page_as, hall):
    page = page_as("staff")
    opened(page, hall)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname))"
    )
    assert scopes == [f"/meetings/sittings/{hall.sitting.pk}/capture/"]
    kept = page.evaluate(
        "caches.keys().then((names) => caches.open(names[0])).then((one) => one.keys()).then((all) => all.map((one) => new URL(one.url).pathname))"
    )
    assert [path for path in kept if not path.startswith("/static/")] == ["/meetings/capture/page/"]
    for path in ("", "people/", "import/"):
        page.goto(f"/meetings/sittings/{hall.sitting.pk}/{path}")
        assert not page.evaluate("Boolean(navigator.serviceWorker.controller)")
