"""代表履职登记表: the parts of a deputy's file for a year, how often and what; signed by the deputy and the keeper."""

from typing import Any

from common.documents.layout.page import page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import join, loop_table, para, table
from common.documents.layout.xml import mm, ppr

FACTS = (
    (9, "姓名", "{{ name }}", "性别", "{{ gender }}"),
    (9, "单位和职务", "{{ post }}", "所在地", "{{ home }}"),
    (9, "活动小组", "{{ group }}", "选区或\n选举单位", "{{ constituency }}"),
    (14, "任职", "{% for one in mandates %}{{ one }}{% if not loop.last %}\n{% endif %}{% endfor %}", "", ""),
)
SUMS = (
    ("部分", 40, "GwCellC", "{{ part.name }}"),
    ("次数", 116, "GwCell", "{{ part.text }}"),
)
RECORDS = (
    ("序号", 14, "GwCellC", "{{ item.no }}"),
    ("日期", 32, "GwCellC", "{{ item.on|cn_date }}"),
    ("类别", 34, "GwCellC", "{{ item.kind }}"),
    ("内容", 76, "GwCell", "{{ item.content }}"),
)
SIGNED = ((12, "代表签名", "", "登记单位", "{{ keeper }}"),)


def build_duty_form() -> Any:
    """基本情况 first, then the other seven parts in numbers, then each record; figures frozen at a day."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    para(doc, "人大代表履职登记表", "GwTitle")
    head = ppr("left", before=120, tabs=[("right", mm(156))])
    para(doc, "年度：{{ year }}年\t数字截至{{ until|cn_date }}", "GwCell", head)
    _form(doc, FACTS)
    para(doc, "履职情况", "GwAttachMark", ppr(before=160, keep_next=True))
    loop_table(doc, SUMS, "part in sums")
    para(doc, "{%p if items %}")
    para(doc, "履职记录", "GwAttachMark", ppr(before=160, keep_next=True))
    loop_table(doc, RECORDS, "item in items")
    para(doc, "{%p endif %}")
    para(doc, "", "GwCell", ppr(before=60))
    _form(doc, SIGNED)
    note = "说明：由系统按履职档案生成，只列已记入的；没有记录的写“无”。不作排名。"
    para(doc, note, "GwCell", ppr(before=60))
    return doc


def _form(doc: Any, rows: tuple[tuple[int, str, str, str, str], ...]) -> None:
    """Labels and texts; an empty second label lets the first text take the whole line."""
    styles = ("GwCellC", "GwCell", "GwCellC", "GwCell")
    made = table(doc, [25, 57, 25, 49], [row[1:] for row in rows], styles, heights=[row[0] for row in rows])
    for row, (_, _, _, label, _) in zip(made.rows, rows, strict=True):
        if not label:
            join(row, 1, 3)
