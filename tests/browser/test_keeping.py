"""What a station keeps: staff bring the stations in from their Excel; a head checks the station on a phone."""

import re

import pytest
from playwright.sync_api import expect

from stations.models import CheckResult, Station
from stations.workflow import adopt_examples
from tests.browser.looking import look, press
from tests.stations import rosters
from tests.world import ISSUED_ON

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page, upload):
    page.get_by_label("Excel 文件").set_input_files(
        {"name": upload.name, "mimeType": "application/octet-stream", "buffer": upload.read()}
    )
    press(page, page.get_by_role("button", name="试读一遍"))


def test_staff_bring_the_stations_in(page_as, world):
    page = page_as("staff", width=1280)
    page.goto("/stations/")
    look(page)
    press(page, page.get_by_role("link", name="导入导出站点"))
    look(page, "station-import")
    choose(page, rosters.broken_rows())
    expect(page.get_by_text("有 10 处要改，一行也没有导入")).to_be_visible()
    look(page, "station-import-errors")
    press(page, page.get_by_role("link", name="改好了，再传"))
    choose(page, rosters.plain((rosters.EAST, ("庆祖镇联络中心站", "庆祖镇", "新址", "每周四", "", "", "", "", ""))))
    page.get_by_label("就是登记的", exact=False).check()
    look(page, "station-import-question")
    press(page, page.get_by_role("button", name="就这样"))
    press(page, page.get_by_role("button", name="导入这张表"))
    expect(page.get_by_text("导入好了：新增 1 个站，改动 1 个")).to_be_visible()
    assert Station.objects.get(pk=world.station.pk).address == "新址"


def test_a_head_checks_the_station_on_a_phone(page_as, world):
    adopt_examples(world.committee, actor=None, on=ISSUED_ON)
    page = page_as("head", width=390, height=844)
    page.goto(f"/stations/{world.station.pk}/")
    look(page)
    press(page, page.get_by_role("link", name="阵地标准化"))
    look(page, "standard-first")
    press(page, page.get_by_role("link", name="自查一次"))
    look(page, "check-new")
    for choice in page.get_by_role("radio", name="是，做到了").all():
        choice.check()
    page.get_by_role("radio", name="否，还没有").nth(1).check()
    press(page, page.get_by_role("button", name="存这一次"))
    expect(page.get_by_text("还有 1 条没做到")).to_be_visible()
    page.get_by_text(re.compile("^补上了")).click()
    page.get_by_label("怎样补上的").fill("门口挂了牌")
    press(page, page.get_by_role("button", name="登记补上了"))
    expect(page.get_by_text("查过的都做到了")).to_be_visible()
    look(page, "standard-done")
    assert CheckResult.objects.get(is_met=False).remedied_words == "门口挂了牌"
