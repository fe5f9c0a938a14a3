"""A station's head from the photo of the paper register to the month's ledger in Excel."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect

from common.text import cn_date
from stations.models import Attachment, MonthlyReport, PaperRegister, Visit
from tests.browser.looking import look, press

LAST = timezone.localdate().replace(day=1) - timedelta(days=1)


def photo(angle=0):
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "#f6f2e7").rotate(angle, expand=True).save(data, "JPEG")
    return {"name": f"登记表{angle}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def send_photos(page):
    page.goto("/stations/receptions/")
    page.get_by_role("link", name="纸质登记表").click()
    page.get_by_role("link", name="传登记表照片").first.click()
    page.get_by_label("登记表的照片").set_input_files([photo(), photo(90)])
    page.get_by_label("接待日期").fill(cn_date(LAST))
    page.get_by_label("接待时间").fill("9点")
    page.get_by_role("checkbox", name=re.compile("张守信")).check()
    look(page, "paper-new")
    press(page, page.get_by_role("button", name="存照片"))
    expect(page.get_by_text("录到哪儿都不丢")).to_be_visible()


def type_row(page, name, words, route):
    page.get_by_label("姓名", exact=True).fill(name)
    page.get_by_label("手机号").fill("13800001234")
    page.get_by_label("照原话记").fill(words)
    page.get_by_role("radio", name=route, exact=True).check()
    with page.expect_navigation():
        page.get_by_label("照原话记").press("Control+Enter")
    expect(page.get_by_text(re.compile("存好了："))).to_be_visible()


def test_from_the_photo_to_the_ledger(page_as, world):
    page = page_as("head", width=1280)
    send_photos(page)
    page.get_by_role("button", name="转一下").click()
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="下一张").click()
    expect(page.get_by_text("第 2 张，共 2 张")).to_be_visible()
    look(page, "paper-type")
    type_row(page, "吕桂花", "下水道返水，一下雨就往屋里进。", "站内协调")
    page.get_by_label("照原话记").fill("=1+1 写到一半")
    page.wait_for_timeout(600)  # the draft is kept a moment after the last key
    page.goto("/")
    page.get_by_role("link", name="接着录").click()
    expect(page.get_by_label("照原话记")).to_have_value("=1+1 写到一半")
    page.get_by_label("手机号").fill("13800001234")
    page.get_by_label("手机号").press("Tab")
    expect(page.get_by_text("不用再登记")).to_be_visible()
    type_row(page, "吕桂花", "=1+1 路灯又坏了。", "报县人大")
    page.get_by_label("登记表上一共几行").fill("3")
    page.get_by_role("button", name="录完了").click()
    expect(page.locator(".err-sum")).to_contain_text("登记表上 3 行，现在录了 2 行")
    page.get_by_label("登记表上一共几行").fill("2")
    press(page, page.get_by_role("button", name="录完了"))
    expect(page.get_by_role("heading", name="录完了")).to_be_visible()
    assert PaperRegister.objects.get().row_count == Visit.objects.count() == Attachment.objects.count() == 2
    the_ledger(page)


def the_ledger(page):
    page.goto("/")
    page.get_by_role("link", name="去报送").click()
    look(page, "ledger-month")
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载台账").click()
    rows = list(load_workbook(io.BytesIO(saved.value.path().read_bytes())).active.values)
    assert [row[6] for row in rows[1:]] == ["内容", "下水道返水，一下雨就往屋里进。", "=1+1 路灯又坏了。"]
    press(page, page.get_by_role("button", name="报送本月台账"))
    expect(page.get_by_text("现在的和报送的一样")).to_be_visible()
    assert MonthlyReport.objects.get().month == LAST.replace(day=1)
    page.get_by_role("link", name="对外文字").click()
    page.get_by_label("我看过一遍", exact=False).check()
    look(page, "ledger-text")
    press(page, page.get_by_role("button", name="看过了，去复制"))
    expect(page.get_by_label("看过的文字")).to_have_value(re.compile("下水道返水"))


@pytest.mark.parametrize("address", ["/stations/figures/", "/stations/ledger/", "/stations/registers/new/"])
def test_on_the_phone(page_as, world, address):
    page = page_as("head", width=390, height=844)
    page.goto(address)
    look(page)


def test_the_county_sets_its_form(page_as, world):
    page = page_as("staff", width=1280)
    page.goto("/stations/ledger/layout/")
    page.get_by_label("“内容”的列名").fill("反映的问题")
    press(page, page.get_by_role("button", name="先看样子"))
    expect(page.get_by_role("columnheader", name="反映的问题")).to_be_visible()
    look(page, "ledger-layout")
    press(page, page.get_by_role("button", name="保存格式"))
    expect(page.get_by_text("台账格式已存好")).to_be_visible()
