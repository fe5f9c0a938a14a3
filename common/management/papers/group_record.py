"""分组会议记录: who was there, what each said on what, with a place for each speaker to sign."""

from typing import Any

from common.documents.layout.page import page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import gap, join, loop_table, para, table
from common.documents.layout.xml import mm, ppr

LINE = 9
FACTS = (
    ("会议", "{{ meeting }}", "", ""),
    ("组别", "{{ group }}", "时间", "{{ held_at }}"),
    ("地点", "{{ place }}", "召集人", "{{ conveners|listed }}"),
    ("主持人", "{{ host }}", "记录人", "{{ recorders|listed }}"),
    ("议题", "{{ topics|listed('；') }}", "", ""),
)
# One line for each way of being there that somebody chose: 出席, 列席, 旁听, 请假 …
PRESENT = ("{{ one.label }}（{{ one.count }}人）", "{{ one.names|listed }}")
SPEAKER = """{{ item.who }}
{%p if item.post %}
{{ item.post }}
{%p endif %}
{%p if item.key %}
（重点发言）
{%p endif %}"""
WORDS = """{%p for text in item.text|paragraphs %}
{{ text }}
{%p endfor %}"""
ROWS = (
    ("序号", 11, "GwCellC", "{{ item.no }}"),
    ("发言人、身份", 31, "GwCell", SPEAKER),
    ("意见建议", 66, "GwCell", WORDS),
    ("涉及条款", 22, "GwCellC", "{{ item.clause }}"),
    ("核对签字", 26, "GwCellC", "{{ item.signed|cn_date2 }}"),
)


def build_group_record() -> Any:
    """One row for each speech in the order of speaking; signed ones say when, others leave room to sign."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    para(doc, "{{ title }}", "GwTitle")
    gap(doc, 200)
    styles = ("GwCellC", "GwCell", "GwCellC", "GwCell")
    made = table(doc, [25, 53, 25, 53], FACTS, styles, heights=[LINE] * len(FACTS))
    for row, (_, _, label, _) in zip(made.rows, FACTS, strict=True):
        if not label:
            join(row, 1, 3)
    gap(doc, 120)
    columns = (("参会情况", 40, "GwCellC", PRESENT[0]), ("人员", 116, "GwCell", PRESENT[1]))
    loop_table(doc, columns, "one in present")
    gap(doc, 120)
    loop_table(doc, ROWS, "item in items")
    note = "说明：按发言先后记录。核对签字栏写明日期的，本人已经核对；空着的，请本人核对后签字。"
    para(doc, note, "GwCell", ppr(before=mm(2)))
    return doc
