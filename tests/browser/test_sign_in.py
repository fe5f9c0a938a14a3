"""Signing in, and what becomes of a text when the session ends under it, a button is hit twice or a page is stale."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from opinions.models import Event, Matter, Reply
from stations.models import Reception, Visit
from tests.browser.looking import look, press
from tests.stations.making import WORDS

PASSWORD = "demo-2024"
NEW = "Qingzu-2024"
BODY = "已会同市城管局排查路灯，坏了的月底前修好，报修电话已张贴。"


def idle(minutes=31):
    """Everybody's last activity was so long ago."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        session = store(key)
        assert "seen_at" in session
        session["seen_at"] -= minutes * 60
        session.save()


def sign_in_by_keyboard(page, username, password):
    expect(page.get_by_label("账号")).to_be_visible()
    page.get_by_label("账号").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def in_the_dialog(page, username="agency", password=PASSWORD):
    dialog = page.get_by_role("dialog", name="登录已过期，请再登录一次")
    expect(dialog).to_be_visible()
    dialog.get_by_label("账号").fill(username)
    dialog.get_by_label("密码", exact=True).fill(password)
    dialog.get_by_role("button", name="登录，接着办").click()
    return dialog


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_is_enough(page_as, world, width):
    page = page_as(None, width=width)
    page.goto("/opinions/")
    look(page)
    for _ in range(9):  # the skip link comes first, and nothing stands in the way
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "username":
            break
    page.keyboard.type("staff")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="意见台账")).to_be_visible()


def test_wrong_passwords_count_down_to_a_lock(page_as, world):
    page = page_as(None, width=390)
    page.goto("/login/")
    for left in (4, 3, 2, 1):
        sign_in_by_keyboard(page, "head", "wrong")
        expect(page.get_by_text(f"还可以再试 {left} 次")).to_be_visible()
        expect(page.get_by_label("账号")).to_have_value("head")
        expect(page.get_by_label("密码", exact=True)).to_have_value("")
    look(page)
    sign_in_by_keyboard(page, "head", "wrong")
    expect(page.get_by_role("heading", name="账号暂时锁定")).to_be_visible()
    look(page, "locked-out")
    page.set_viewport_size({"width": 1280, "height": 900})
    look(page, "locked-out")
    page.get_by_role("link", name="回到登录页").click()
    sign_in_by_keyboard(page, "head", PASSWORD)
    expect(page.get_by_role("heading", name="账号暂时锁定")).to_be_visible()
    page.goto("/login/")
    sign_in_by_keyboard(page, "liaison", PASSWORD)
    expect(page.get_by_label("侧栏")).to_be_attached()  # nobody else is locked


def test_a_password_is_changed_and_used(page_as, world):
    page = page_as("liaison", width=390)
    page.goto("/accounts/password/")
    old, new, again = page.locator("input[type=password]").all()
    old.fill(PASSWORD)
    new.fill("12345678")
    again.fill("12345678")
    page.get_by_role("button", name="改密码").click()
    expect(page.locator(".err-sum")).to_be_visible()
    look(page)
    old, new, again = page.locator("input[type=password]").all()
    old.fill(PASSWORD)
    new.fill(NEW)
    again.fill(NEW)
    page.get_by_role("button", name="改密码").click()
    expect(page.get_by_text("密码已改好，下次用新密码登录。")).to_be_visible()
    other = page_as(None)
    other.goto("/login/")
    sign_in_by_keyboard(other, "liaison", PASSWORD)
    expect(other.get_by_text("还可以再试 4 次")).to_be_visible()
    sign_in_by_keyboard(other, "liaison", NEW)
    expect(other.get_by_label("侧栏")).to_be_visible()


def test_half_an_hour_later_the_page_says_why(page_as, world):
    page = page_as("staff")
    page.goto("/opinions/lists/")
    idle()
    page.goto("/opinions/?q=路灯")
    expect(page.get_by_text("30 分钟没有操作，已自动退出。")).to_be_visible()
    sign_in_by_keyboard(page, "staff", PASSWORD)
    expect(page.get_by_role("heading", name="意见台账")).to_be_visible()
    assert "q=" in page.url  # where she wanted to go


def test_a_reply_survives_the_end_of_its_session(page_as, world):
    item = world.undertaking("doing")
    page = page_as("agency", width=1280)
    page.goto(item.get_absolute_url())
    page.get_by_role("radio", name="A 已解决或已采纳").check()
    page.get_by_label("答复内容").fill(BODY)
    idle()
    page.get_by_role("button", name="存草稿").click()
    dialog = in_the_dialog(page, password="wrong")
    expect(dialog.get_by_text("账号或密码不对")).to_be_visible()
    assert not Reply.objects.exists()
    in_the_dialog(page)
    expect(page.get_by_label("答复内容")).to_have_value(BODY)
    expect(page.get_by_text("草稿已保存。")).to_be_visible()
    assert Reply.objects.get().body == BODY


def test_a_reply_is_not_sent_in_another_name(page_as, world):
    item = world.undertaking("doing")
    page = page_as("agency", width=1280)
    page.goto(item.get_absolute_url())
    page.get_by_label("答复内容").fill(BODY)
    idle()
    page.get_by_role("button", name="存草稿").click()
    in_the_dialog(page, username="agency2")
    expect(page.get_by_text("您换了一个账号登录。")).to_be_visible()
    expect(page.get_by_label("答复内容")).to_have_value(BODY)
    assert not Reply.objects.exists()


def test_a_part_of_a_page_survives_the_end_of_its_session(page_as, world):
    world.opinion("路灯坏了三个月，晚上没法走。")
    page = page_as("staff", width=1280)
    page.goto(f"/opinions/board/{world.meeting_occasion.pk}/")
    page.get_by_role("checkbox", name="选中：路灯坏了").check()
    page.get_by_label("新事项名称").fill("路灯维护")
    idle()
    page.get_by_role("button", name="合成新事项").click()
    in_the_dialog(page, username="staff")
    expect(page.get_by_role("heading", name="路灯维护", exact=True)).to_be_visible()
    assert Matter.objects.get().title == "路灯维护"


def test_a_double_click_writes_once(page_as, world):
    page = page_as("head", width=1280)
    page.goto("/stations/receptions/new/")
    page.get_by_label("接待日期").fill("2024年5月15日")
    page.get_by_label("接待时间").fill("9:20")
    page.get_by_role("checkbox", name="张守信").check()
    page.get_by_label("不愿留姓名").check()
    page.get_by_label("照原话记", exact=False).first.fill(WORDS)
    page.get_by_role("radio", name="报县人大").check()
    page.get_by_role("button", name="保存登记").dblclick()
    expect(page.get_by_text("已登记，已报市人大常委会选工委")).to_be_visible()
    assert (Reception.objects.count(), Visit.objects.count()) == (1, 1)


def test_progress_sent_twice_is_told_once(page_as, world):
    item = world.undertaking("doing")
    page = page_as("agency", width=1280)
    page.goto(f"{item.get_absolute_url()}?do=progress")
    page.get_by_label("进展").fill("已到现场看过。")
    page.get_by_role("button", name="登记", exact=True).dblclick()
    expect(page.get_by_text("已到现场看过。").first).to_be_visible()
    assert Event.objects.filter(undertaking=item, step="progress").count() == 1


def test_two_windows_on_one_matter(page_as, world):
    matter = world.matter([world.opinion()], title="路灯", decided=False)
    first, second = page_as("staff"), page_as("staff")
    for page in (first, second):
        page.goto(f"/opinions/board/matters/{matter.pk}/")
        page.get_by_role("radio", name="仅入简报").check()
    first.get_by_label("意见建议内容").fill("第一个窗口写的。")
    press(first, first.get_by_role("button", name="保存并定去向"))
    second.get_by_label("意见建议内容").fill("第二个窗口写的。")
    press(second, second.get_by_role("button", name="保存并定去向"))
    expect(second.get_by_text("别人刚改过，现在是这样的")).to_be_visible()
    expect(second.get_by_text("第一个窗口写的。").first).to_be_visible()
    expect(second.get_by_label("意见建议内容")).to_have_value("第二个窗口写的。")
    look(second)
    assert Matter.objects.get().wording == "第一个窗口写的。"
    press(second, second.get_by_role("button", name="保存并定去向"))
    assert Matter.objects.get().wording == "第二个窗口写的。"
