"""The rota from its rule to the printed notice, at the desk of the liaison officer; and a deputy's days on a cheap phone."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from accounts.choices import Role
from accounts.models import Grant, User
from stations.models import DayNotice, DutySlot, SlotDeputy, Swap
from tests.browser.looking import look, press
from tests.stations.making import member, slot

BIG = "document.documentElement.style.fontSize = '200%'"


def set_the_rule(page):
    """Every Wednesday; what is missing is said first."""
    page.goto("/stations/rota/")
    press(page, page.get_by_role("link", name="庆祖镇联络站的轮值"))
    expect(page.get_by_text("还没有规则")).to_be_visible()
    press(page, page.get_by_role("link", name="定规则"))
    page.get_by_role("radio", name="每周星期几").check()
    page.get_by_label("开始").fill("8点半")
    page.get_by_label("结束").fill("11:30")
    press(page, page.get_by_role("button", name="保存规则"))
    expect(page.locator(".err-sum")).to_contain_text("请选星期几")
    look(page)
    page.get_by_label("星期几", exact=True).select_option(label="星期三")
    press(page, page.get_by_role("button", name="保存规则"))
    expect(page.get_by_text("下一步：生成接待日")).to_be_visible()


def make_and_fill(page):
    """The days of the span offered; filled by the system, one place changed with the keyboard, published."""
    press(page, page.get_by_role("link", name="生成接待日"))
    expect(page.get_by_role("heading", name=re.compile(r"会生成 \d+ 天"))).to_be_visible()
    look(page)
    press(page, page.get_by_role("button", name=re.compile("生成这")))
    press(page, page.get_by_role("link", name="排代表"))
    press(page, page.get_by_role("button", name="补上空着的"))
    expect(page.get_by_text("排好了一稿")).to_be_visible()
    look(page)
    seat, other = page.locator("select").nth(0), page.locator("select").nth(1)
    taken = {"", seat.input_value(), other.input_value()}
    seat.focus()
    page.keyboard.press("Home")
    while seat.input_value() in taken:
        page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="只存好，先不公布"))
    expect(page.get_by_text("还没有告诉代表")).to_be_visible()
    press(page, page.get_by_role("button", name="存好并公布给代表"))
    expect(page.get_by_text("请另一位同志审核公告")).to_be_visible()


def look_over(page):
    """The head of the station reads what the public will read and lets it pass."""
    page.goto("/")
    press(page, page.get_by_role("link", name=re.compile("审核接待公告")).first)
    look(page)
    press(page, page.get_by_role("button", name="审核通过"))
    expect(page.locator(".err-sum")).to_contain_text("每一条都核对过")
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, page.get_by_role("button", name="审核通过"))
    expect(page.get_by_text("到日子一早自动公告")).to_be_visible()


def test_from_the_rule_to_the_printed_notice(page_as, world):
    for name, level in (("李秀英", "township"), ("王大山", "county"), ("赵春梅", "township")):
        member(world, name, level)
    page = page_as("liaison", width=1280)
    set_the_rule(page)
    make_and_fill(page)
    look_over(page_as("head", width=1280))

    first = DutySlot.objects.order_by("date").first()
    page.goto(f"/stations/rota/station/{world.station.pk}/?month={first.date:%Y-%m}")
    look(page)
    press(page, page.locator(f"a.m-slot[href*='/{first.pk}/']"))
    press(page, page.get_by_role("button", name="现在公告"))
    expect(page.get_by_text("群众现在看得到")).to_be_visible()
    expect(page.get_by_role("heading", name="人大代表接待群众公告")).to_be_visible()
    look(page)
    text = page.get_by_label("公告文字")
    expect(text).to_have_value(re.compile("接待代表：.+人大代表"))
    pdf = page.pdf(format="A4", print_background=True)
    sheets = pypdfium2.PdfDocument(pdf)
    assert len(sheets) == 1  # one sheet for the wall
    [code] = zxingcpp.read_barcodes(sheets[0].render(scale=2).to_pil())
    assert code.text.endswith("/p/stations/")  # the station has no code of its own yet

    visitor = page_as(None, width=360)
    visitor.goto(f"/p/stations/{world.station.pk}/notices/")
    expect(visitor.get_by_text(str(DayNotice.objects.get()))).to_be_visible()
    look(visitor)


@pytest.fixture
def colleague(world):
    """Another deputy of the station, with a phone of their own."""
    user = User.objects.create_user("deputy2", "demo-2024", name="李秀英")
    Grant.objects.create(user=user, role=Role.DEPUTY)
    world.users["deputy2"] = user
    return member(world, "李秀英", user=user)


def at_200(page, address):
    """The page at 360 px with its text at 200 %: nothing to push sideways."""
    page.goto(address)
    page.evaluate(BIG)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_a_deputy_says_yes_says_no_and_swaps(page_as, world, colleague):
    days = slot(world, days=4), slot(world, days=11), slot(world, days=18, deputies=[colleague])
    page = page_as("deputy", width=360, height=740)
    page.goto("/")
    press(page, page.get_by_role("link", name="我的排班"))
    at_200(page, "/stations/mine/days/")
    look(page, full=False)
    press(page, page.get_by_role("button", name="我能去").first)
    expect(page.get_by_text("您说过能去")).to_be_visible()

    page.locator("summary", has_text="这天来不了").first.click()
    press(page, page.get_by_role("button", name="告诉联络站来不了").first)
    expect(page.get_by_text("请写一句为什么来不了")).to_be_visible()
    page.get_by_label("为什么来不了").first.fill("外出开会")
    press(page, page.get_by_role("button", name="告诉联络站来不了").first)
    expect(page.get_by_text("您说来不了：外出开会")).to_be_visible()

    press(page, page.get_by_role("link", name="请人调班").first)
    page.evaluate(BIG)
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("radio", name=re.compile("和李秀英对换")).check()
    press(page, page.get_by_role("button", name="问问对方"))
    expect(page.get_by_text("已经请了李秀英")).to_be_visible()

    theirs = page_as("deputy2", width=360, height=740)
    at_200(theirs, "/stations/mine/days/")
    look(theirs)
    press(theirs, theirs.get_by_role("button", name="好，我去"))
    expect(theirs.get_by_text("改由您去")).to_be_visible()
    assert Swap.objects.get().status == "agreed"
    assert [row.deputy.name for row in SlotDeputy.objects.filter(slot=days[0])] == ["李秀英"]
    assert [row.deputy.name for row in SlotDeputy.objects.filter(slot=days[2])] == ["张守信"]
    assert not SlotDeputy.objects.filter(slot=days[1]).exists()
