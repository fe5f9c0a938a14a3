"""参会名单: everybody at a sitting by the way of being there, with a place to sign in."""

from typing import Any

from common.documents.layout.page import page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import gap, loop_table, para
from common.documents.layout.xml import mm, ppr

COLUMNS = (
    ("序号", 12, "GwCellC", "{{ item.no }}"),
    ("姓名", 26, "GwCellC", "{{ item.name }}"),
    ("单位和职务", 58, "GwCell", "{{ item.post }}"),
    ("参会方式", 30, "GwCellC", "{{ item.attendance }}"),
    ("签到", 30, "GwCellC", ""),
)


def build_attendance_list() -> Any:
    """The sums stand above, so that the list can be held against them at the door."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    para(doc, "{{ title }}", "GwTitle")
    head = ppr("left", before=120, tabs=[("right", mm(156))])
    para(doc, "{{ held_at }}　{{ place }}\t{{ sums }}", "GwCell", head)
    gap(doc, 60)
    loop_table(doc, COLUMNS, "item in items")
    return doc
