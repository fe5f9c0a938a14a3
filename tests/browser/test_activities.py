"""A head of a station takes an activity from its plan to the archive; a deputy says yes on a cheap phone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from common.text import cn_date
from deputies.models import DutyRecord
from opinions.models import Opinion
from stations.models import Activity, Invitation
from tests.browser.looking import look, press
from tests.stations.gathering import activity


def plan(page):
    """Today's activity, written down on the page of a new one."""
    page.goto("/stations/activities/")
    press(page, page.get_by_role("link", name="安排活动").first)
    page.get_by_label("什么活动").select_option(label="调研")
    page.get_by_label("主题").fill("汛前排水设施调研")
    page.get_by_label("日期").fill(cn_date(timezone.localdate()))
    page.get_by_label("几点开始").fill("9点")
    page.get_by_label("地点").fill("西街村")
    look(page, "activity-new")
    press(page, page.get_by_role("button", name="保存，去选请谁"))


def invite(page, group):
    press(page, page.get_by_role("link", name="选请谁"))
    page.get_by_label(group.name).check()
    page.get_by_label("来宾").fill("李工（县水利局）")
    press(page, page.get_by_role("button", name="加进名单"))
    look(page, "activity-invite")
    press(page, page.get_by_role("button", name="发出邀请"))
    expect(page.get_by_text("邀请已发出")).to_be_visible()


def attend(page):
    press(page, page.get_by_role("button", name="登记已经举行"))
    press(page, page.get_by_role("link", name="登记到会"))
    page.get_by_label("粘贴到会的人名").fill("张守信")
    page.get_by_label("没有标的人").select_option(label="都算缺席")
    look(page, "activity-attend")
    press(page, page.get_by_role("button", name="保存到会情况"))


def test_a_head_takes_an_activity_from_plan_to_record_sheet(page_as, world):
    page = page_as("head", width=1280, height=900)
    plan(page)
    invite(page, world.group)
    attend(page)
    press(page, page.get_by_role("link", name="写纪要").first)
    page.get_by_role("textbox", name="纪要").fill("看了三处排水沟，商定汛前清淤。")
    press(page, page.get_by_role("button", name="保存纪要"))
    press(page, page.get_by_role("link", name="登记意见"))
    page.get_by_label("照原话记").fill("西街东头的沟三年没清淤了。")
    page.get_by_label("报县人大").check()
    press(page, page.get_by_role("button", name="记进台账"))
    expect(page.get_by_text("西街东头的沟三年没清淤了")).to_be_visible()
    look(page, "activity")
    press(page, page.get_by_role("button", name="归档"))
    press(page, page.get_by_role("link", name="打印记录表"))
    expect(page.get_by_text("商定汛前清淤")).to_be_visible()
    look(page, "activity-sheet")
    assert Activity.objects.get().status == "archived"
    assert (DutyRecord.objects.count(), Opinion.objects.count()) == (1, 1)


def test_a_deputy_says_yes_at_double_size(page_as, world):
    made = activity(world, "notified", held_on=timezone.localdate() + timedelta(days=4))
    page = page_as("deputy", width=360, height=740)
    page.goto("/")
    press(page, page.get_by_role("link", name="请您参加：汛前排水设施调研"))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("捎一句话").fill("准时到")
    look(page, "invitation")
    press(page, page.get_by_role("button", name="我能参加"))
    expect(page.get_by_text("已告诉组织的人您能参加")).to_be_visible()
    for address in ("/stations/activities/mine/", made.get_absolute_url(), f"/stations/groups/{world.group.pk}/life/"):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    look(page, "my-group-life")
    row = Invitation.objects.get(deputy=world.deputy)
    assert (row.answer, row.word) == ("yes", "准时到")
