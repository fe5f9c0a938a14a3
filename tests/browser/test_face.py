"""A face-to-face sitting from the arrangement to the list of those there: staff at a desk, the deputy on a phone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Notice
from common.text import cn_date
from meetings.models.face import FaceInvitation, FaceSitting
from tests.browser.looking import look, press


def arrange(page):
    page.goto("/meetings/")
    press(page, page.get_by_role("link", name="面对面座谈会"))
    page.get_by_label("主题").fill("农村道路管护")
    page.get_by_label("日期").fill(cn_date(timezone.localdate() + timedelta(days=3)))
    page.get_by_label("地点").fill("庆祖镇综治中心")
    look(page, "face-new")
    press(page, page.get_by_role("button", name="安排好了"))


def ask(page, deputy):
    page.get_by_label("姓名里的字").fill(deputy.name)
    press(page, page.get_by_role("button", name="找代表"))
    page.get_by_label(deputy.name).check()
    press(page, page.get_by_role("button", name="加进邀请名单").first)
    page.locator("#citizens").get_by_role("textbox", name="姓名").fill("刘玉芬")
    page.locator("#citizens").get_by_label("身份").select_option("citizen_rep")
    press(page, page.locator("#citizens").get_by_role("button", name="加进邀请名单"))
    press(page, page.get_by_role("button", name="发出邀请（1 人）"))


def test_people_are_asked_answer_and_stand_on_the_list(page_as, world):
    staff = page_as("staff", width=1280)
    arrange(staff)
    ask(staff, world.deputy)
    assert Notice.objects.filter(user=world["deputy"], label__contains="面对面").exists()
    phone = page_as("deputy", width=360, height=740)
    phone.goto("/")
    press(phone, phone.get_by_role("link", name="请您参加面对面座谈会：农村道路管护"))
    look(phone, "face-answer")
    press(phone, phone.get_by_role("button", name="我不能参加"))
    expect(phone.get_by_text("不能参加的，请写一句原因。").first).to_be_visible()
    press(phone, phone.get_by_role("button", name="我能参加"))
    expect(phone.get_by_text("您答复过能参加")).to_be_visible()
    face = FaceSitting.objects.get()
    staff.goto(f"/meetings/faces/sittings/{face.pk}/people/")
    staff.get_by_text("登记答复：刘玉芬").click()
    press(staff, staff.get_by_role("button", name="能参加", exact=True).last)
    look(staff, "face-people")
    press(staff, staff.get_by_role("button", name="能参加的都列入参会人（2 人）"))
    press(staff, staff.get_by_role("link", name="回座谈会"))
    expect(staff.get_by_text(f"{world.deputy.name}、刘玉芬")).to_be_visible()
    assert face.sitting.participants.count() == FaceInvitation.objects.filter(status="yes").count() == 2
