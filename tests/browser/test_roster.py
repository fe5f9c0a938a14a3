"""A clerk and the Excel they keep: uploaded as it is, its columns said, looked at, repaired, imported."""

import pytest

from deputies.models import Deputy
from tests.browser.looking import look, press
from tests.deputies import rosters

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page, upload):
    page.get_by_label("Excel 文件").set_input_files(
        {"name": upload.name, "mimeType": "application/octet-stream", "buffer": upload.read()}
    )
    press(page, page.get_by_role("button", name="试读一遍"))


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_register_to_the_import(page_as, width):
    page = page_as("staff", width=width)
    page.goto("/deputies/")
    press(page, page.get_by_role("link", name="导入导出名册"))
    look(page, "roster-import")
    choose(page, rosters.sections())
    look(page, "roster-columns")
    page.get_by_label("任职起始").last.fill("2022年3月1日")
    press(page, page.get_by_role("button", name="就这样，往下看"))
    look(page, "roster-check")
    press(page, page.get_by_role("button", name="导入这张名册"))
    look(page)
    assert page.get_by_text("导入好了：新增 2 名").is_visible()
    assert Deputy.objects.filter(name="李秀兰").exists()


@pytest.mark.parametrize("width", [1280, 390])
def test_wrong_rows_and_namesakes(page_as, width):
    page = page_as("staff", width=width)
    page.goto("/deputies/roster/")
    choose(page, rosters.broken_rows())
    look(page, "roster-errors")
    with page.expect_download() as marked:
        page.get_by_role("link", name="下载标出问题的表").click()
    assert marked.value.suggested_filename == "名册（标出问题）.xlsx"
    page.goto("/deputies/roster/")
    look(page, "roster-open")
    choose(page, rosters.namesakes())
    look(page, "roster-namesakes")
    page.get_by_label("另一个人，新增").check()
    press(page, page.get_by_role("button", name="就这样"))
    press(page, page.get_by_role("button", name="导入这张名册"))
    assert Deputy.objects.filter(name="王伟").count() == 2
