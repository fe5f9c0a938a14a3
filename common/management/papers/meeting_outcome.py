"""会议意见办理情况表: topic by topic and group by group, where the opinions went and what came back; A4 across."""

from typing import Any

from common.documents.layout.page import page_numbers, page_setup, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import each, gap, join, para, table
from common.documents.layout.xml import mm, ppr

COLUMNS = (
    ("组别", 46, "GwCell", "{{ item.group }}"),
    ("意见", 12, "GwCellC", "{{ item.said }}"),
    ("交办", 12, "GwCellC", "{{ item.way_assign }}"),
    ("修改草案", 13, "GwCellC", "{{ item.way_legislative }}"),
    ("报告党委", 13, "GwCellC", "{{ item.way_party }}"),
    ("人大机关", 13, "GwCellC", "{{ item.way_own_organ }}"),
    ("县区人大", 13, "GwCellC", "{{ item.way_lower_congress }}"),
    ("仅入简报", 13, "GwCellC", "{{ item.way_briefing }}"),
    ("不交办", 13, "GwCellC", "{{ item.way_none }}"),
    ("待处理", 13, "GwCellC", "{{ item.pending }}"),
    ("还没印发", 14, "GwCellC", "{{ item.not_issued }}"),
    ("正在办", 13, "GwCellC", "{{ item.in_hand }}"),
    ("已答复", 13, "GwCellC", "{{ item.answered }}"),
    ("答复类别", 24, "GwCell", "{{ item.classes }}"),
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
    _table(doc)
    para(doc, NOTE, "GwCell", ppr(before=60))
    foot = ppr("left", before=60, tabs=[("right", mm(225))])
    para(doc, "{{ organ }}\t{{ made_on|cn_date }}", "GwCell", foot)
    return doc


def _table(doc: Any) -> None:
    """A row per line; above the first line of a topic a row across with its name."""
    heads, widths, styles, cells = (list(part) for part in zip(*COLUMNS, strict=True))
    blank = [""] * (len(COLUMNS) - 1)
    marks = ("{%tr for item in items %}", "{%tr if item.first %}", "{{ item.topic }}", "{%tr endif %}")
    rows = [heads, *([mark, *blank] for mark in marks), cells, ["{%tr endfor %}", *blank]]
    made = table(doc, widths, rows, styles, header=True)
    join(made.rows[3], 0, len(COLUMNS) - 1)
    for paragraph in made.rows[3].cells[0].paragraphs:
        paragraph.paragraph_format.keep_with_next = True  # never alone at the foot of a page
