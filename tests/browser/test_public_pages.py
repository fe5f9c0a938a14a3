"""A resident with a cheap phone, 360 px wide and text at 200 %: scan, the deputy, the station, when somebody receives."""

import re

import pytest
from playwright.sync_api import expect

from stations import workflow
from stations.choices import ReviewPoint
from tests.browser.looking import look, press
from tests.stations.making import slot

TWICE = "document.documentElement.style.fontSize = '200%'"
SMALL = """() => [...document.querySelectorAll('a.btn, button, a.row-link, .pub-links a, a[href^="tel:"]')]
  .map(e => [e, e.getBoundingClientRect()]).filter(([e, box]) => box.height < 59.5)
  .map(([e, box]) => `${Math.round(box.height)} px high: ${e.outerHTML.slice(0, 120)}`)"""
PALE = """() => [...document.querySelectorAll('main *, footer *')].filter(e => [...e.childNodes].some(
  n => n.nodeType === 3 && n.textContent.trim()) && !e.closest('.visually-hidden'))
  .map(e => [e, getComputedStyle(e)])
  .filter(([e, s]) => parseFloat(s.fontSize) < 18 || parseFloat(s.lineHeight) / parseFloat(s.fontSize) < 1.29)
  .map(([e, s]) => `${s.fontSize} / ${s.lineHeight}: ${e.outerHTML.slice(0, 100)}`)"""


def publish(world, target, words):
    review = workflow.propose_page(target, introduction=words, actor=world["liaison"])
    workflow.pass_review(review, checked=ReviewPoint.values, actor=world["office"])
    return workflow.issue_code(target, actor=None)


@pytest.fixture
def code(world):
    slot(world, days=3)
    publish(world, world.station, "站里有茶水和老花镜。")
    return publish(world, world.deputy, "种了三十年小麦，最常听大家说的是路和水。")


def test_from_the_code_to_the_next_reception(page_as, world, code):
    page = page_as(None, width=360, height=640)
    page.goto(f"/p/c/{code.token}/")
    expect(page.get_by_role("heading", name="张守信代表", level=1)).to_be_visible()
    page.evaluate(TWICE)
    look(page, "scan-deputy")
    expect(page.get_by_text("濮阳县第十六届人民代表大会代表")).to_be_visible()
    press(page, page.get_by_role("link", name="看这个联络站"))
    page.evaluate(TWICE)
    expect(page.get_by_role("heading", name="庆祖镇人大代表联络站", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="接下来的接待日")).to_be_visible()
    expect(page.get_by_text(re.compile("接待代表：张守信"))).to_be_visible()
    look(page, "scan-station")
    press(page, page.get_by_role("link", name="张守信"))
    expect(page.get_by_role("heading", name="张守信代表", level=1)).to_be_visible()
    assert page.context.cookies() == []


def test_large_type_all_the_way(page_as, world, code):
    page = page_as(None, width=360, height=740)
    page.goto(f"/p/c/{code.token}/")
    press(page, page.get_by_role("link", name="适老版（大字）"))
    for step in ("看这个联络站", "张守信", "首页", "看联络站的地址和开放时间"):
        look(page)
        assert page.evaluate(SMALL) == []
        assert page.evaluate(PALE) == []
        press(page, page.get_by_role("link", name=step).first)
        assert page.url.endswith("?big=1")
    press(page, page.get_by_role("link", name="普通字号"))
    assert "big" not in page.url


def test_staff_take_the_side_down_and_up(page_as, world, code):
    page, resident = page_as("office", width=1280), page_as(None, width=360)
    page.goto("/stations/codes/side/")
    page.get_by_label("原因").fill("网页被篡改，先关掉")
    page.get_by_role("button", name="马上关闭").click()
    expect(page.get_by_text("公开端已关闭")).to_be_visible()
    look(page)
    resident.goto(f"/p/c/{code.token}/")
    expect(resident.get_by_role("heading", name="网页正在维护，暂时看不了")).to_be_visible()
    look(resident)
    page.get_by_label("原因").fill("查清了")
    page.get_by_role("button", name="恢复公开").click()
    expect(page.get_by_text("公开端已恢复")).to_be_visible()
    resident.goto(f"/p/c/{code.token}/")
    expect(resident.get_by_role("heading", name="张守信代表")).to_be_visible()
