"""A meeting prepared: staff start it from a process, settle a step and hand out the papers; a deputy reads on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from common.text import cn_date
from meetings import actions
from meetings.models import Meeting, MeetingStep, PaperReceipt
from tests.browser.looking import look, press
from tests.meetings.conftest import Hall
from tests.meetings.preparing import begun

pytestmark = pytest.mark.django_db(transaction=True)


def test_staff_start_a_meeting_from_a_process_and_settle_a_step(page_as, world):
    page = page_as("staff")
    page.goto("/meetings/")
    press(page, page.get_by_role("link", name="新建会议").first)
    opens = timezone.localdate() + timedelta(days=21)
    for label, value in (
        ("届", "9"),
        ("第几次会议", "11"),
        ("会议全称", "濮阳市第九届人民代表大会常务委员会第十一次会议"),
        ("会议简称", "市九届人大常委会第十一次会议"),
        ("开会日期", cn_date(opens)),
    ):
        page.get_by_label(label, exact=True).or_(page.get_by_label(f"{label}*", exact=True)).fill(value)
    expect(page.get_by_label("按哪个会务流程筹备")).to_have_value("city")
    press(page, page.get_by_role("button", name="建会议"))
    press(page, page.get_by_role("link", name="筹备日程"))
    expect(page.get_by_text("超期").first).to_be_visible()  # thirty days before a meeting three weeks off
    look(page)
    press(page, page.get_by_role("link", name="去登记 ：议题、形式和地点向市委请示"))
    expect(page.get_by_label("同意", exact=True)).not_to_be_checked()
    page.get_by_label("同意", exact=True).check(force=True)
    press(page, page.get_by_role("button", name="登记结果"))
    expect(page.get_by_text("请写批复的文号").first).to_be_visible()
    page.get_by_label("文号或纪要名称").fill("市委办公室批复")
    press(page, page.get_by_role("button", name="登记结果"))
    expect(page.get_by_text("审批结果登记好了")).to_be_visible()
    look(page)
    step = MeetingStep.objects.get(preparation__meeting=Meeting.objects.get(number=11), body="party")
    assert (step.status, step.result, step.paper_number) == ("done", "agreed", "市委办公室批复")


def test_a_process_is_put_in_order_by_keyboard(page_as, world):
    template = actions.adopt_example(world.city, "city", actor=world["staff"])
    page = page_as("staff")
    page.goto(template.get_absolute_url())
    first, second = (step.title for step in template.steps.all()[:2])
    page.get_by_role("button", name=f"上移 ：{second}").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert [step.title for step in template.steps.all()[:2]] == [second, first]
    look(page)


def test_papers_are_handed_and_a_deputy_reads_at_390(page_as, world):
    hall = Hall(world)
    begun(hall)
    staff = page_as("staff", width=390, height=844)
    staff.goto(f"/meetings/{hall.meeting.pk}/preparation/")
    look(staff)
    press(staff, staff.get_by_role("link", name="会务材料", exact=True))
    for name in ("分组会议注意事项", "工作人员职责"):
        staff.get_by_label(name).check()
    staff.get_by_label("没有账号的工作人员").fill("临时帮忙的小李")
    press(staff, staff.get_by_role("button", name="发出去"))
    expect(staff.get_by_text("发出去了")).to_be_visible()
    look(staff)
    reads(page_as)
    staff.goto(f"/meetings/{hall.meeting.pk}/papers/groups/")
    expect(staff.get_by_text("已阅 1 人")).to_be_visible()
    press(staff, staff.get_by_role("button", name="已发纸质 ：李国栋"))
    expect(staff.get_by_text("李国栋：登记为已发纸质")).to_be_visible()
    look(staff)


def reads(page_as):
    deputy = page_as("deputy", width=390, height=844)
    deputy.goto("/accounts/notices/")
    press(deputy, deputy.get_by_role("link", name="请阅会务材料").or_(deputy.get_by_role("button", name="请阅会务材料")).first)
    press(deputy, deputy.get_by_role("link", name="分组会议注意事项"))
    look(deputy)
    press(deputy, deputy.get_by_role("button", name="已阅"))
    expect(deputy.get_by_text("记下了：已阅")).to_be_visible()
    look(deputy)
    receipt = PaperReceipt.objects.get(user__username="deputy")
    assert receipt.status == "read"
