"""Paper and table: what stands on them and what never does."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from common.documents import render
from stations import exports, workflow
from stations.choices import Route
from stations.models import Reception, VisitOpinion
from tests.layout import docx_problems, read_pdf, soffice_missing, to_pdf
from tests.stations.making import NAME, PHONE, WORDS, item, visit

pytestmark = pytest.mark.django_db


def items_of(made):
    return list(VisitOpinion.objects.with_list_data().filter(visit=made))


def text_of(data):
    cells = (cell.text for table in Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells)
    return "\n".join(cells)


@pytest.mark.parametrize("route", Route.values)
def test_the_form_of_every_route_prints(world, route):
    made = visit(world, route, secrecy=True)
    text = text_of(render(exports.TEMPLATE, exports.form_of(made, items_of(made))))
    assert f"☑{exports.ROUTE_WORDS[route]}" in text
    assert "下水道返水" in text
    assert NAME not in text
    assert PHONE not in text


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_blank_and_filled_forms_are_one_sheet_each(world, tmp_path):
    world.station.address = "濮阳县庆祖镇人民政府便民服务大厅东侧二楼"
    made = visit(world, Route.OTHER, secrecy=True, answer="属于诉讼事项，已告知向人民法院提出。")
    forms = {"blank": exports.blank_form(world.station), "filled": exports.form_of(made, items_of(made))}
    for name, sheet in forms.items():
        data = render(exports.TEMPLATE, sheet)
        assert docx_problems(data) == []
        (tmp_path / f"{name}.docx").write_bytes(data)
    paths = to_pdf(tmp_path, [tmp_path / f"{name}.docx" for name in forms])
    assert [len(read_pdf(path)) for path in paths] == [1, 1]


def test_the_form_is_masked_and_complete(world):
    made = visit(world, Route.STATION, headcount=2)
    sheet = exports.form_of(made, items_of(made))
    assert (sheet["voter_name"], sheet["voter_phone"]) == ("吕**", "138****1234")
    assert sheet["content"] == WORDS.rstrip()
    assert sheet["received_at"] == "2024年5月15日 09:20"
    assert sheet["deputies"] == ["张守信"]
    assert sheet["levels"] == ["县（区）人大代表"]
    assert sheet["unit"] == "庆祖镇联络站"


def test_what_became_of_it_stands_on_the_form(world):
    row = item(world)
    workflow.settle(row, actor=world["head"], note="已疏通管道。")
    workflow.tell_visitor(row, actor=world["head"], how="phone")
    sheet = exports.form_of(row.visit, items_of(row.visit))
    assert sheet["result"] == "已疏通管道。"
    assert sheet["feedback"].endswith("电话")


def test_the_blank_form_is_blank(world):
    sheet = exports.blank_form(world.station)
    assert {name for name, value in sheet.items() if value} == {"station", "place"}
    assert "□当场答复" in text_of(render(exports.TEMPLATE, sheet))


def test_the_ledger_is_masked(world):
    visit(world, Route.STATION, words=(f"我是{NAME}，电话 {PHONE}，路灯不亮。",))
    data, count = exports.ledger(VisitOpinion.objects.all(), Reception.objects.all())
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    text = str(rows)
    assert count == 1
    assert "路灯不亮" in text
    assert NAME not in text
    assert PHONE not in text
    assert "吕**" in text
    assert "站内协调" in text


def test_the_ledger_asks_the_same_for_one_and_three(world, django_assert_num_queries):
    user = world["head"]
    assert user.scopes.items
    for number in (1, 3):
        while VisitOpinion.objects.count() < number:
            item(world)
        with django_assert_num_queries(2):
            exports.ledger(VisitOpinion.objects.visible_to(user), Reception.objects.all())


def test_a_formula_stays_text(world):
    visit(world, words=("=HYPERLINK(1)",))
    data, _ = exports.ledger(VisitOpinion.objects.all(), Reception.objects.all())
    sheet = load_workbook(io.BytesIO(data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value and "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]
