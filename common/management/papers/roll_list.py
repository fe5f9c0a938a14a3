"""出席列席名单: everybody called to a meeting, seat by seat, with a column for each 全体会议."""

from typing import Any

from common.documents.layout.page import page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import each, gap, loop_table, para
from common.documents.layout.xml import ppr

WHO = (("序号", 12, "GwCellC", "{{ item.no }}"), ("姓名", 24, "GwCellC", "{{ item.name }}"))
ALONE = (
    *WHO,
    ("单位和职务", 60, "GwCell", "{{ item.post }}"),
    ("签到情况", 28, "GwCellC", "{{ item.marks[0] }}"),
    ("签名", 32, "GwCellC", ""),
)
MARK = 28


def build_roll_list() -> Any:
    """One 全体会议 with a place to sign; several with a column each, at most three to a table."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    each(doc, "line in title|title_lines(22)", "{{ line }}", "GwTitle")
    para(doc, "{{ held_at }}　{{ place }}", "GwCell", ppr("left", before=120))
    para(doc, "{%p for sheet in sheets %}", "GwCell")
    para(doc, "{{ sheet.seat }}（{{ sheet.sums }}）", "GwCell", ppr("left", before=120, keep_next=True))
    for number in range(4):
        para(doc, "{%p if sheet.heads|length == " + str(number) + " %}", "GwCell")
        loop_table(doc, _columns(number) if number else ALONE, "item in sheet['items']")
        para(doc, "{%p endif %}", "GwCell")
    para(doc, "{%p endfor %}", "GwCell")
    gap(doc, 60)
    each(doc, "text in notes", "{{ text }}", "GwCell")
    return doc


def _columns(number: int) -> tuple[tuple[str, float, str, str], ...]:
    heads = ("{{ sheet.heads[" + str(at) + "] }}" for at in range(number))
    marks = tuple((head, MARK, "GwCellC", "{{ item.marks[" + str(at) + "] }}") for at, head in enumerate(heads))
    return (*WHO, ("单位和职务", 156 - 36 - MARK * number, "GwCell", "{{ item.post }}"), *marks)
