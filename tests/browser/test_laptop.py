"""Live capture that cannot lose a word: the network gone all day, the browser closed, a battery pulled, a colleague at
the same laptop, a clock in 2019."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from accounts.models import Grant, User
from opinions.models import Opinion
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, sign_in
from tests.browser.test_capture import all_saved, opened, rows
from tests.meetings.conftest import Hall

PIN = "会场2024ab"
IN_2019 = """(() => { const Real = Date, shift = new Real(2019, 0, 1).getTime() - Real.now();
  window.Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; } }; })()"""
EVERYTHING = """async () => { const out = [JSON.stringify(localStorage)];
  const base = await new Promise((ok) => { const asked = indexedDB.open('portal-capture'); asked.onsuccess = () => ok(asked.result); });
  for (const name of base.objectStoreNames) out.push(await new Promise((ok) => { const asked = base.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => ok(JSON.stringify(asked.result, (key, value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value)); }));
  base.close();
  for (const name of await caches.keys()) { const kept = await caches.open(name);
    for (const one of await kept.keys()) if (!/static/.test(one.url)) out.push(one.url, await (await kept.match(one)).text()); }
  return out.join('\\n'); }"""


@pytest.fixture
def hall(world):
    return Hall(world)


@pytest.fixture
def laptop(browser, live_server, tmp_path):
    """`laptop()`: this laptop's browser started anew, with all it kept on disk; started again, the last one is closed."""
    running = []

    def started(**options):
        while running:
            with suppress(Error):  # it may have died
                running.pop().close()
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        running.append(context)
        return context

    yield started
    for context in running:
        with suppress(Error):
            context.close()


def at_desk(laptop, hall, live_server, username="staff", user=None):
    context = laptop()
    sign_in(context, user or hall.world[username], live_server.url)
    page = context.new_page()
    opened(page, hall)
    return page


def carry(page):
    page.get_by_role("button", name="带会场走").click()
    page.get_by_label("新的离线口令").fill(PIN)
    page.get_by_label("再输一次").fill(PIN)
    page.get_by_role("button", name="设好口令").click()
    expect(page.locator("#laptop-said")).to_contain_text("带好了", timeout=30_000)


def reopened(laptop, hall):
    """The laptop opened somewhere without network."""
    context = laptop()
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"/meetings/sittings/{hall.sitting.pk}/capture/")
    expect(page.get_by_text("输入离线口令就能接着记")).to_be_visible()
    return page


def unlock(page, pin=PIN):
    page.get_by_label("离线口令", exact=True).fill(pin)
    page.get_by_role("button", name="打开", exact=True).click()


def unlocked(page):
    unlock(page)
    expect(page.locator("[data-ready]")).to_be_attached()


def type_rows(page, numbers):
    for number in numbers:
        page.keyboard.insert_text(f"会场的第 {number} 条")
        page.keyboard.press("Enter")


def said(hall):
    return [row.opinion.original for row in rows(hall)]


def test_two_hundred_rows_of_a_day_without_network(laptop, hall, live_server):
    carry(at_desk(laptop, hall, live_server))
    page = reopened(laptop, hall)
    unlock(page, "猜一个口令")
    expect(page.get_by_text("口令不对")).to_be_visible()
    unlocked(page)
    expect(page.get_by_role("heading", name="意见速录")).to_contain_text("第二组")
    page.keyboard.press("Alt+2")
    type_rows(page, range(1, 101))
    expect(page.locator('[data-state="waiting"]')).to_have_count(100)
    page.keyboard.insert_text("写到一半")
    page.wait_for_timeout(400)
    page = reopened(laptop, hall)  # the browser was closed, all windows
    unlock(page)
    expect(page.get_by_label("意见内容")).to_have_value("写到一半")
    expect(page.locator('[data-state="waiting"]')).to_have_count(100)
    page.get_by_label("意见内容").fill("")
    type_rows(page, range(101, 201))
    expect(page.locator('[data-state="waiting"]')).to_have_count(200)
    expect(page.locator("#sync")).to_contain_text("200 条待上传")
    assert not rows(hall).exists()
    page = at_desk(laptop, hall, live_server)
    all_saved(page, 200)
    assert said(hall) == [f"会场的第 {n} 条" for n in range(1, 201)]
    assert Opinion.objects.filter(original__startswith="会场的").count() == 200
    assert "会场的第" not in page.evaluate(EVERYTHING)


def test_the_network_comes_back_under_the_open_page(laptop, hall, live_server):
    carry(at_desk(laptop, hall, live_server))
    page = reopened(laptop, hall)
    unlocked(page)
    page.keyboard.press("Alt+2")
    type_rows(page, range(1, 4))
    hall.say("另一位后来记下的。")
    sign_in(page.context, hall.world["staff"], live_server.url)
    page.context.set_offline(False)
    all_saved(page, 4)
    expect(page.get_by_text("另一位后来记下的。")).to_be_visible()
    assert said(hall) == [*(f"会场的第 {n} 条" for n in range(1, 4)), "另一位后来记下的。"]


def test_what_the_server_drew_comes_along(laptop, hall, live_server):
    page = at_desk(laptop, hall, live_server)
    page.locator("[data-carried]").first.evaluate("(place) => { place.textContent = '第一项　召集人主持开场'; }")
    carry(page)
    page = reopened(laptop, hall)
    unlocked(page)
    expect(page.get_by_text("第一项　召集人主持开场")).to_be_visible()


def test_a_sitting_not_begun_begins_with_its_first_row(laptop, hall, live_server):
    hall.sitting = hall.new_sitting("第三组", started=False)
    hall.person("王大娘", "resident", sitting=hall.sitting)
    carry(at_desk(laptop, hall, live_server))
    page = reopened(laptop, hall)
    unlocked(page)
    page.keyboard.press("Alt+1")
    type_rows(page, range(1, 3))
    expect(page.locator('[data-state="waiting"]')).to_have_count(2)
    page = at_desk(laptop, hall, live_server)
    all_saved(page, 2)
    hall.sitting.refresh_from_db()
    assert hall.sitting.status == "recording"
    assert said(hall) == ["会场的第 1 条", "会场的第 2 条"]


def colleague(hall):
    made = User.objects.create_user("second", password="demo-2024", name="赵敏")
    grant = hall.staff.grants.first()
    Grant.objects.create(user=made, role=grant.role, unit=grant.unit, region=grant.region)
    return made


def test_a_colleague_who_signs_in_beside_the_open_page_finds_it_closed(page_as, hall, live_server):
    page = page_as("staff")
    opened(page, hall)
    page.keyboard.press("Alt+2")
    page.keyboard.insert_text("没写完的半句")
    page.wait_for_timeout(400)
    other = colleague(hall)
    sign_in(page.context, other, live_server.url)
    expect(page.locator("#cap-recorder")).to_have_text("赵敏")
    expect(page.locator("[data-ready]")).to_be_attached()
    expect(page.get_by_label("意见内容")).to_have_value("")
    sign_in(page.context, hall.staff, live_server.url)
    expect(page.locator("#cap-recorder")).to_have_text(hall.staff.name)
    expect(page.get_by_label("意见内容")).to_have_value("没写完的半句")


def test_a_colleague_at_the_same_laptop_reads_nothing_and_sends_nothing(laptop, hall, live_server):
    other = colleague(hall)
    page = at_desk(laptop, hall, live_server)
    carry(page)
    page.context.set_offline(True)
    page.keyboard.press("Alt+2")
    type_rows(page, range(1, 4))
    page.keyboard.insert_text("只写了半句")
    expect(page.locator('[data-state="waiting"]')).to_have_count(3)
    page.wait_for_timeout(400)
    page = at_desk(laptop, hall, live_server, user=other)
    expect(page.get_by_text("另一位记录人在这台电脑上还有 3 条没有上传")).to_be_visible()
    expect(page.get_by_label("意见内容")).to_have_value("")
    lying = page.evaluate(EVERYTHING)
    assert not [words for words in ("会场的第", "只写了半句", "刘玉芬", hall.staff.name) if words in lying]
    page.wait_for_timeout(3000)
    assert not rows(hall).exists()
    page = at_desk(laptop, hall, live_server)
    all_saved(page, 3)
    assert {row.recorder_id for row in rows(hall)} == {hall.staff.pk}


def test_wrong_pins_are_slowed_and_lose_nothing(laptop, hall, live_server):
    carry(at_desk(laptop, hall, live_server))
    page = reopened(laptop, hall)
    for number in range(4):
        expect(page.get_by_role("button", name="打开", exact=True)).to_be_enabled()
        unlock(page, f"猜的口令{number}")
        expect(page.locator("#lock-error")).to_be_visible()
        expect(page.get_by_role("button", name="打开", exact=True)).to_be_enabled()
    expect(page.get_by_text("秒再试")).to_be_visible()
    page.wait_for_timeout(5500)
    unlock(page)
    expect(page.locator("[data-ready]")).to_be_attached()


LEARNT = """() => {
  const clock = window.capture.clock, found = [];
  const hear = (ahead, took) => { clock.learn(clock.wall() + ahead, clock.wall() - took); found.push(Math.round(clock.offset)); };
  [clock.low, clock.high] = [-Infinity, Infinity];
  hear(-400, 900); hear(-30, 60);          /* a slow line: the clock of this laptop can be right, and stays */
  hear(5000, 200); hear(4980, 100);        /* it was set meanwhile: the newest answer counts, the next narrows it */
  return found;
}"""


def test_what_the_server_says_of_the_time_narrows_the_offset(page_as, hall):
    page = page_as("staff")
    page.goto(f"/meetings/sittings/{hall.sitting.pk}/capture/")
    right, still, after, closer = page.evaluate(LEARNT)
    assert (right, still) == (0, 0)
    assert 5000 <= after <= 5200
    assert 4980 <= closer <= 5080


@pytest.mark.parametrize("script", ["", IN_2019], ids=["right", "2019"])
def test_a_clock_in_2019_changes_neither_order_nor_time(page_as, hall, script):
    page = page_as("staff")
    if script:
        page.add_init_script(script)
    opened(page, hall)
    page.keyboard.press("Alt+2")
    page.context.set_offline(True)
    type_rows(page, range(1, 6))
    page.context.set_offline(False)
    all_saved(page, 5)
    hall.say("后来的。")
    assert said(hall) == [*(f"会场的第 {n} 条" for n in range(1, 6)), "后来的。"]
    times = [row.said_at for row in rows(hall)]
    assert times == sorted(times)
    assert (times[-1] - times[0]).total_seconds() < 120


def test_the_locked_file_comes_back_through_the_office(page_as, hall, tmp_path):
    page = page_as("staff", accept_downloads=True)
    opened(page, hall)
    page.keyboard.press("Alt+2")
    page.context.set_offline(True)
    type_rows(page, range(1, 4))
    expect(page.locator('[data-state="waiting"]')).to_have_count(3)
    with page.expect_download() as caught:
        page.get_by_role("button", name="导出加密文件").click()
    file = tmp_path / "会场.json"
    caught.value.save_as(file)
    assert "会场的第" not in file.read_text()
    office = page_as("staff")
    office.goto(f"/meetings/sittings/{hall.sitting.pk}/")
    office.get_by_role("link", name="从会场文件导入").click()
    office.get_by_label("会场文件").set_input_files(file)
    office.get_by_role("button", name="先看看").click()
    expect(office.get_by_role("heading", name="新的意见 3 条，还没有写入")).to_be_visible()
    office.get_by_role("button", name="导入这些记录").click()
    expect(office.get_by_text("已导入 3 条")).to_be_visible()
    page.context.set_offline(False)
    all_saved(page, 3)
    assert said(hall) == [f"会场的第 {n} 条" for n in range(1, 4)]


def test_on_plain_http_it_queues_and_says_what_is_missing(page_as, hall):
    page = page_as("staff")
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {get() { return false; }});")
    opened(page, hall)
    expect(page.get_by_text("这台电脑上的留底没有加密")).to_be_visible()
    expect(page.locator("#laptop-facts")).to_contain_text("断网时关了页面就打不开")
    page.keyboard.press("Alt+2")
    page.context.set_offline(True)
    type_rows(page, range(1, 4))
    expect(page.locator('[data-state="waiting"]')).to_have_count(3)
    page.context.set_offline(False)
    all_saved(page, 3)
    page.get_by_role("link", name="这是什么").click()
    expect(page.get_by_role("heading", name="断网时的速录")).to_be_visible()


def pull_the_battery(profile):
    """SIGKILL for every process of the browser on this profile: nothing is flushed, nobody says goodbye."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}" in (folder / "cmdline").read_text().split("\0"):
                os.kill(int(folder.name), signal.SIGKILL)


def test_two_hundred_rows_and_the_battery_pulled(laptop, hall, live_server, tmp_path):
    page = at_desk(laptop, hall, live_server)
    carry(page)
    page.context.set_offline(True)
    page.get_by_label("意见内容").focus()
    page.keyboard.press("Alt+2")
    type_rows(page, range(1, 201))
    expect(page.locator('[data-state="waiting"]')).to_have_count(200, timeout=30_000)
    pull_the_battery(tmp_path / "profile")
    page = reopened(laptop, hall)
    unlocked(page)
    expect(page.locator('[data-state="waiting"]')).to_have_count(200)
    page = at_desk(laptop, hall, live_server)
    all_saved(page, 200)
    assert said(hall) == [f"会场的第 {n} 条" for n in range(1, 201)]
    assert Opinion.objects.filter(original__startswith="会场的").count() == 200
