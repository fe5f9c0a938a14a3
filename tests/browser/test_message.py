"""A resident writes from a printed code and follows it; the deputy answers on the phone."""

import re
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from stations.models import Message, MessageFile, PublicCode
from stations.workflow.message import Letter, send
from tests.browser.looking import look, press
from tests.stations.messaging import jpeg

TWICE = "document.documentElement.style.fontSize = '200%'"
WORDS = "东街路口的红绿灯坏了半个月，孩子上学过马路害怕。"


def twice(page):
    """Text at 200 percent, as WeChat's own setting does it; by a script of the tester, which the policy lets through."""
    page.evaluate(TWICE)


def test_a_resident_writes_keeps_the_code_and_rates(world, page_as):
    code = PublicCode.objects.create(deputy=world.deputy)
    page = page_as(None, width=360, height=740)
    page.goto(f"/p/c/{code.token}/")
    press(page, page.get_by_role("link", name="我要反映"))
    twice(page)
    look(page)
    _write(page)
    shown = page.get_by_role("main").inner_text()
    twice(page)
    look(page)
    made = Message.objects.get()
    assert (made.status, MessageFile.objects.get().content_type) == ("open", "image/jpeg")
    _answer(world, page_as, made)
    _rate(page, shown)
    answered = made.answers.get()
    assert (answered.attitude, answered.result, answered.signed) == ("good", "fair", "张守信代表")


def _write(page):
    """Who, what, a photo; the script has worked out its sum before anybody is done."""
    page.get_by_label(re.compile("张守信代表")).check()
    page.get_by_label("什么事").fill(WORDS)
    page.get_by_label("照片 1").set_input_files(
        {"name": "路口.jpg", "mimeType": "image/jpeg", "buffer": jpeg((300, 200))}
    )
    page.get_by_label("称呼").fill("李女士")
    press(page, page.get_by_role("button", name="交上去"))
    expect(page.get_by_role("alert").filter(has_text="路口.jpg")).to_be_visible()
    expect(page.get_by_label("什么事")).to_have_value(WORDS)
    page.get_by_label("照片 1").set_input_files(
        {"name": "路口.jpg", "mimeType": "image/jpeg", "buffer": jpeg((300, 200))}
    )
    page.get_by_label("我看过了，同意这样使用").check()
    press(page, page.get_by_role("button", name="交上去"))
    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()


def _answer(world, page_as, made):
    """The deputy's phone: from the home page to the answer."""
    phone = page_as("deputy", width=360, height=740)
    phone.goto("/")
    press(phone, phone.get_by_role("link", name=re.compile("群众留言：东街路口")))
    expect(phone.get_by_role("img", name=re.compile("群众附的照片"))).to_be_visible()
    twice(phone)
    look(phone)
    phone.get_by_label("答复群众的话").fill("我请交警来看过，周五前修好，修好我再去看一遍。")
    press(phone, phone.get_by_role("button", name="答复", exact=True))
    expect(phone.get_by_text("已答复。群众凭查询码能看到。")).to_be_visible()
    look(phone)


def _rate(page, shown):
    """Code and PIN as they were written down; nothing is chosen beforehand."""
    code = re.search(r"查询码\s*(\S{4} \S{4})", shown)[1]
    pin = re.search(r"6 位密码\s*(\d{3} \d{3})", shown)[1]
    press(page, page.get_by_role("link", name="查办理进度"))
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_label("6 位密码").fill(pin)
    press(page, page.get_by_role("button", name="查询"))
    expect(page.get_by_text("修好我再去看一遍")).to_be_visible()
    twice(page)
    look(page)
    page.get_by_role("group", name="态度怎么样").get_by_role("radio", name="满意", exact=True).check()
    page.get_by_role("group", name="结果怎么样").get_by_role("radio", name="基本满意").check()
    press(page, page.get_by_role("button", name="提交评价"))
    expect(page.get_by_role("status")).to_contain_text("谢谢您的评价")


def test_the_liaison_officer_at_a_desk(world, page_as):
    """What came without a script is looked at, let in, and passed on."""
    letter = Letter("station", WORDS, name="李女士", phone="13900005678", held="proof")
    send(letter, station=world.station, client_id=uuid4(), at=timezone.now())
    page = page_as("liaison", width=1280)
    page.goto("/stations/messages/")
    look(page)
    press(page, page.get_by_role("link", name=re.compile("东街路口")))
    look(page)
    press(page, page.get_by_role("button", name="收下"))
    page.get_by_text("转本乡镇（街道）办理").click()
    look(page)
    press(page, page.get_by_role("button", name=re.compile("^转给")))
    expect(page.get_by_text("已转本乡镇（街道）办理。")).to_be_visible()
    assert Message.objects.get().opinion.holder == world.town_congress


def test_a_resident_speaks_instead_of_writing(world, page_as):
    """Recorded in the page with a microphone; stopped by a press; its length told to whom it is sent."""
    code = PublicCode.objects.create(deputy=world.deputy)
    page = page_as(None, width=390, height=844)
    page.goto(f"/p/c/{code.token}/say/")
    page.get_by_label(re.compile("张守信代表")).check()
    page.get_by_role("button", name="按一下，直接说").click()
    expect(page.get_by_text("正在录，最长 60 秒。")).to_be_visible()
    page.get_by_role("button", name=re.compile("说完了，按这里（[23] 秒")).click()
    expect(page.get_by_text(re.compile("录好了，[23] 秒。"))).to_be_visible()
    page.get_by_label("我看过了，同意这样使用").check()
    press(page, page.get_by_role("button", name="交上去"))
    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()
    kept = MessageFile.objects.get()
    assert (kept.kind, kept.content_type) == ("voice", "audio/webm")
    assert kept.seconds in (1, 2, 3)
