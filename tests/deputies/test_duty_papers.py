"""履职登记表 and the draft of the report: filled from the file, frozen at a day, opened by an office program."""

import io
from datetime import date

import pytest
from docx import Document

from accounts.models import AuditEntry
from deputies import exports
from deputies.exports.papers import form_of, report_of
from tests.deputies.filing import entered, in_status, seen
from tests.layout import docx_problems, pdf_problems, read_pdf, soffice_missing, to_pdf
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
UNTIL = date(2024, 5, 31)


def filled(world):
    seen(world)
    seen(world, kind="congress", key="x:2", on=date(2024, 3, 12), title="出席县十六届人大三次会议")
    seen(world, kind="rating", key="x:3", title="评价办理")
    seen(world, key="x:4", on=date(2024, 6, 3), title="以后的接待")
    entered(world, title="还没审核")


def text_of(data):
    doc = Document(io.BytesIO(data))
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in doc.paragraphs] + cells)


def test_the_form_has_all_parts_and_nothing_after_its_day(world):
    filled(world)
    found = form_of(world.deputy, 2024, UNTIL)
    assert {one["name"]: one["text"] for one in found["sums"]}["会议"] == "出席人代会 1 次"
    assert [one["text"] for one in found["sums"]].count("无") == 4
    assert [one["content"] for one in found["items"]] == ["出席县十六届人大三次会议", "接待来访群众 3 人次", "评价办理"]
    assert found["keeper"] == world.congress.name
    data = exports.duty_form(world.deputy, 2024, UNTIL)
    assert docx_problems(data) == []
    text = text_of(data)
    assert "数字截至2024年5月31日" in text
    assert "以后的接待" not in text
    assert "还没审核" not in text


def test_the_report_is_in_sentences_and_leaves_room_for_the_deputys_own(world):
    filled(world)
    data = exports.duty_report(world.deputy, 2024, UNTIL)
    assert docx_problems(data) == []
    text = text_of(data)
    assert "我是濮阳县第十六届人民代表大会代表张守信。现将2024年1月1日至5月31日的履职情况" in text
    assert "3月12日，出席县十六届人大三次会议。" in text
    assert "（请本人补充）" in text
    assert "评价办理" not in text
    assert "学习培训" not in text


def test_a_long_part_tells_a_dozen_and_says_how_many_more(world):
    for number in range(15):
        seen(world, key=f"x:{number}", title=f"接待第{number}次")
    found = report_of(world.deputy, 2024, UNTIL)["parts"][0]["paragraphs"]
    assert found[0] == "接待选民15次。"
    assert found[-1] == "此前还有 3 次，见履职登记表。"
    assert len(found) == 14


@pytest.mark.parametrize("name", PERSONAS)
def test_who_takes_the_papers(world, as_user, name):
    in_status(world, "objected")
    wanted = {"staff", "office", "leader", "township", "head", "liaison", "deputy"}
    for kind in ("form", "report"):
        answer = as_user(name).get(f"/deputies/{world.deputy.pk}/file/{kind}.docx?year=2024")
        assert answer.status_code == (200 if name in wanted else 404)
        assert AuditEntry.objects.filter(action="导出").exists() is (name in wanted)
    assert as_user(name).get(f"/deputies/{world.deputy.pk}/file/other.docx").status_code == 404


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_libreoffice_opens_both(world, tmp_path):
    for number in range(40):
        seen(world, key=f"x:{number}", title=f"在庆祖镇人大代表联络站接待来访群众第{number}次" * 2)
    files = [tmp_path / "form.docx", tmp_path / "report.docx"]
    files[0].write_bytes(exports.duty_form(world.deputy, 2024, UNTIL))
    files[1].write_bytes(exports.duty_report(world.deputy, 2024, UNTIL))
    for path in to_pdf(tmp_path, files):
        pages = read_pdf(path)
        assert pages
        assert pdf_problems(pages) == []
