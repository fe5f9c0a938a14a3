"""From the spoken word to the printed 简报: sent, confirmed on a phone, composed, checked, signed, printed, saved."""

import io
import re
from datetime import date

import pytest
from docx import Document
from playwright.sync_api import expect

from meetings import actions, workflow
from meetings.models import Briefing, Confirmation
from tests.browser.looking import look, press

WORDS = "路灯坏了三个月，晚上没法走。"
CORRECTED = "路灯坏了四个月，老人晚上不敢出门。"


@pytest.fixture
def sitting(world):
    staff = world["staff"]
    meeting = actions.create_meeting(
        actor=staff,
        unit=world.committee,
        title="濮阳市第九届人民代表大会常务委员会第十次会议",
        short_title="市九届人大常委会第十次会议",
        term=9,
        number=10,
        held_on=date(2024, 5, 14),
    )
    held = {"held_on": date(2024, 5, 14), "region": world.town, "place": "庆祖镇综治中心"}
    made = actions.create_sitting(actor=staff, unit=world.committee, meeting=meeting, label="第二组", **held)
    workflow.start(made, actor=staff)
    said = (("李国栋", "member", WORDS, "13700000188"), ("刘玉芬", "grid", "希望给网格员买保险。", ""))
    for name, capacity, words, phone in said:
        person = workflow.add_participant(made, actor=staff, name=name, capacity=capacity, phone=phone)
        workflow.capture(made.pk, workflow.Entry(original=words, participant_id=person.pk), actor=staff)
    return made


def send(page, sitting):
    """Staff send to one, and read the address off the slip."""
    page.goto(sitting.get_absolute_url())
    press(page, page.get_by_role("link", name="发言核对"))
    look(page, "confirm-list")
    press(page, page.get_by_role("button", name=re.compile("送本人核对.*李国栋")))
    look(page, "confirm-slip")
    expect(page.get_by_role("button", name=re.compile("复制链接.*李国栋"))).to_be_visible()
    return page.get_by_label("给李国栋的链接").input_value()


def confirm(phone, address):
    """The participant opens, corrects, confirms."""
    phone.goto(address)
    expect(phone.get_by_text(WORDS)).to_have_count(0)
    look(phone, "confirm-phone-door")
    phone.get_by_label("您手机号的后四位").fill("0000")
    press(phone, phone.get_by_role("button", name="是我本人，打开"))
    expect(phone.get_by_text("还可以试 4 次").first).to_be_visible()
    look(phone, "confirm-phone-wrong")
    phone.get_by_label("您手机号的后四位").fill("0188")
    press(phone, phone.get_by_role("button", name="是我本人，打开"))
    look(phone, "confirm-phone")
    phone.get_by_text("有错，我要改").click()
    phone.get_by_label("改成您说的意思").fill(CORRECTED)
    look(phone, "confirm-phone-edit")
    press(phone, phone.get_by_role("button", name="改好了，确认"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("都核对过了，谢谢您")
    look(phone, "confirm-phone-done")


def compose(page, sitting):
    page.goto(sitting.meeting.get_absolute_url())
    press(page, page.get_by_role("link", name="编简报"))
    page.get_by_label("标题").fill("第二组发言摘要")
    page.get_by_label("供稿").fill("会议简报组")
    press(page, page.get_by_role("button", name="下一步，选发言"))
    look(page, "briefing-choose")
    page.get_by_role("checkbox", name=re.compile("李国栋委员")).check()
    page.get_by_text("看没有核对的 1 条").click()
    page.get_by_role("checkbox", name=re.compile("网格员")).check()
    press(page, page.get_by_role("button", name="编进简报"))
    page.get_by_role("button", name=re.compile("下移.*第 1 条")).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".bf-item").first).to_contain_text("网格员")
    press(page, page.get_by_role("link", name=re.compile("改文字.*第 2 条")))
    expect(page.get_by_text(WORDS, exact=True)).to_be_visible()
    page.get_by_label("印出的文字").fill(CORRECTED + "请尽快修好。")
    press(page, page.get_by_role("button", name="保存这一段"))
    look(page, "briefing-editing")
    press(page, page.get_by_role("button", name="送核稿"))
    expect(page.get_by_text("现在轮到办公室核稿")).to_be_visible()


def test_from_the_word_to_the_paper(page_as, world, sitting):
    staff = page_as("staff")
    address = send(staff, sitting)
    confirm(page_as(None, width=390, height=844), address)
    other = page_as(None, width=390, height=844)
    answer = other.goto(address)
    assert answer.status == 403
    expect(other.get_by_text("已经在另一部手机上打开")).to_be_visible()
    expect(other.get_by_text(re.compile("路灯"))).to_have_count(0)
    look(other, "confirm-refused")
    staff.goto(f"/meetings/sittings/{sitting.pk}/confirm/")
    expect(staff.get_by_text(WORDS, exact=True)).to_be_visible()
    press(staff, staff.get_by_role("button", name=re.compile("采用到台账")))
    assert Confirmation.objects.get().fate == "taken"
    compose(staff, sitting)
    made = Briefing.objects.get()
    for who, verb, button in (("office", "核稿", "核稿通过，送领导签发"), ("leader", "签发", "同意签发")):
        page = page_as(who)
        page.goto(made.get_absolute_url())
        press(page, page.get_by_role("link", name=re.compile(f"^{verb}")).first)
        look(page, f"briefing-{who}")
        press(page, page.get_by_role("button", name=button))
    staff.goto(made.get_absolute_url())
    press(staff, staff.get_by_role("link", name="印发", exact=True))
    staff.get_by_label("印发日期").fill("2024年5月20日")
    press(staff, staff.get_by_role("button", name="印发", exact=True))
    expect(staff.get_by_role("heading", level=1)).to_have_text("简报第1期（总第1期）")
    look(staff, "briefing-issued")
    with staff.expect_download() as saved:
        staff.get_by_role("link", name="Word").click()
    lines = [one.text for one in Document(io.BytesIO(saved.value.path().read_bytes())).paragraphs]
    assert "第1期（总第1期）" in lines
    assert f"李国栋委员建议：{CORRECTED}请尽快修好。" in lines
    assert "网格员说，希望给网格员买保险。（根据记录整理，未经本人审阅）" in lines
