"""会议意见办理情况表: topic by topic and group by group, where the opinions went and what came back; A4 across."""

from typing import Any

from common.documents.layout.page import page_numbers, page_setup, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import each, gap, loop_table, para
from common.documents.layout.xml import mm, ppr

COLUMNS = (
    ("议题", 26, "GwCell", "{{ item.topic }}"),
    ("组别", 24, "GwCell", "{{ item.group }}"),
    ("意见", 12, "GwCellC", "{{ item.said }}"),
    ("交办", 12, "GwCellC", "{{ item.way_assign }}"),
    ("修改草案", 14, "GwCellC", "{{ item.way_legislative }}"),
    ("报告党委", 14, "GwCellC", "{{ item.way_party }}"),
    ("人大机关", 14, "GwCellC", "{{ item.way_own_organ }}"),
    ("县区人大", 14, "GwCellC", "{{ item.way_lower_congress }}"),
    ("仅入简报", 14, "GwCellC", "{{ item.way_briefing }}"),
    ("不交办", 13, "GwCellC", "{{ item.way_none }}"),
    ("待处理", 13, "GwCellC", "{{ item.pending }}"),
    ("还没印发", 14, "GwCellC", "{{ item.not_issued }}"),
    ("正在办", 13, "GwCellC", "{{ item.in_hand }}"),
    ("已答复", 13, "GwCellC", "{{ item.answered }}"),
    ("答复类别", 15, "GwCell", "{{ item.classes }}"),
)
NOTE = "说明：每条意见只计一次，计入第一个去向；“还没印发”“正在办”“已答复”三列之和等于“交办”。"


def build_meeting_outcome() -> Any:
    """Every line adds up: the destinations to the opinions, the three states to what was handed over."""
    doc = base_document()
    page_setup(doc.sections[0], landscape=True)
    page_numbers(doc.sections[0], landscape=True)
    sample_note(doc.sections[0])
    each(doc, "line in title|title_lines(26)", "{{ line }}", "GwTitle")
    gap(doc, 200)
    each(doc, "text in summary|paragraphs", "{{ text }}", "GwBody")
    loop_table(doc, COLUMNS, "item in items")
    para(doc, NOTE, "GwCell", ppr(before=60))
    foot = ppr("left", before=60, tabs=[("right", mm(225))])
    para(doc, "{{ organ }}\t{{ made_on|cn_date }}", "GwCell", foot)
    return doc
