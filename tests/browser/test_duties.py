"""A deputy answers for their file on a small phone with large letters; staff audit, count and decide at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from deputies.models import ScoreScheme
from deputies.scoring import FORM
from tests.browser.looking import look, press
from tests.deputies.filing import entered, fresh, seen
from tests.deputies.test_batches import opened

pytestmark = pytest.mark.django_db(transaction=True)


def large(page):
    """Letters twice as large, as a phone of an older deputy has them; nothing may scroll sideways."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    look(page)


def test_a_deputy_confirms_objects_and_adds_at_360(page_as, world):
    now = timezone.now()
    first = seen(world, on=now.date(), at=now)
    second = seen(world, key="x:2", on=now.date(), at=now, title="参加镇里的座谈")
    page = page_as("deputy", width=360, height=700)
    page.goto("/deputies/mine/duties/")
    large(page)
    press(page, page.get_by_role("link", name="参加镇里的座谈"))
    page.get_by_text("我有异议", exact=True).click()
    page.get_by_label("不是我做的", exact=True).check()
    page.get_by_label("说一句").fill("那天我在外地开会")
    large(page)
    press(page, page.get_by_role("button", name="提出异议"))
    expect(page.get_by_text("您的异议已经送去核对")).to_be_visible()
    press(page, page.get_by_role("link", name="履职记录").first)
    press(page, page.get_by_role("button", name="都是我做的"))
    press(page, page.get_by_role("link", name="补记一条"))
    page.get_by_label("做的是哪一类").select_option(label="化解矛盾纠纷")
    page.get_by_label("哪一天").fill(f"{timezone.localdate():%Y-%m-%d}")
    page.get_by_label("做了什么").fill("调解两户宅基地纠纷")
    large(page)
    press(page, page.get_by_role("button", name="送审核"))
    expect(page.get_by_text("等选工委审核")).to_be_visible()
    assert (fresh(first).confirmed_at is not None, fresh(second).status) == (True, "objected")


def test_staff_audit_and_turn_the_points_on_at_1280(page_as, world):
    record = entered(world)
    page = page_as("staff", width=1280)
    page.goto("/deputies/duties/")
    look(page)
    press(page, page.get_by_role("link", name="调解西街村两户宅基地纠纷"))
    look(page)
    press(page, page.get_by_role("button", name="审核通过"))
    assert fresh(record).status == "counted"
    press(page, page.get_by_role("link", name="档案设置"))
    page.get_by_label("使用量化计分").check()
    look(page)
    press(page, page.get_by_role("button", name="保存"))
    page.goto("/deputies/schemes/")
    press(page, page.get_by_role("button", name="照示例拟一份"))
    expect(page.get_by_text("各项上限合计 100.0 分").first).to_be_visible()
    press(page, page.locator("#main").get_by_role("link", name="接待选民"))
    look(page)
    page.get_by_label("全年上限").fill("11")
    press(page, page.get_by_role("button", name="保存这一项"))
    look(page)
    page.get_by_text("启用这份办法", exact=True).click()
    press(page, page.get_by_role("button", name="启用", exact=True))
    assert ScoreScheme.objects.get().status == "active"


def test_a_round_is_marked_told_appealed_and_answered(page_as, world):
    sheet = opened(world)
    page = page_as("staff", width=1280)
    page.goto("/deputies/batches/")
    look(page)
    page.goto(sheet.get_absolute_url())
    page.get_by_label("以哪一方评分").select_option(label="代表工作部门评定")
    for _, part, name, most in FORM:
        page.get_by_label(f"{part}：{name}").fill(str(most))
    look(page)
    press(page, page.get_by_role("button", name="提交评分"))
    page.goto(sheet.batch.get_absolute_url())
    page.get_by_label("申诉截止日期（含当日）").fill(f"{timezone.localdate() + timedelta(days=7):%Y-%m-%d}")
    press(page, page.get_by_role("button", name="告诉代表"))
    look(page)
    phone = page_as("deputy", width=360, height=700)
    phone.goto(sheet.get_absolute_url())
    phone.get_by_label("哪一条不对，为什么").fill("少记了一次接待")
    large(phone)
    press(phone, phone.get_by_role("button", name="提出申诉"))
    page.goto(sheet.get_absolute_url())
    page.get_by_label("核对无误，维持", exact=True).check()
    page.get_by_label("答复代表").fill("那一次没有登记，请先补记")
    look(page)
    press(page, page.get_by_role("button", name="处理申诉"))
    expect(page.get_by_text("申诉已处理")).to_be_visible()
    assert fresh(sheet).appeal.outcome == "kept"
