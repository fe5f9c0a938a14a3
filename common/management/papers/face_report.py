"""汇总报告 to the party committee: a paper going up with 签发人, its opinions as a table attached."""

from typing import Any

from common.documents.layout.page import new_section, page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import (
    add_text,
    each,
    gap,
    loop_table,
    para,
    red_rule,
    sections_of_text,
    signature,
    title,
)
from common.documents.layout.xml import KAI, mm, ppr, rpr

INSET = 316  # one character: the number stands that far from the left, the signer from the right
COLUMNS = (
    ("序号", 13, "GwCellC", "{{ item.no }}"),
    ("座谈会主题", 32, "GwCell", "{{ item.theme }}"),
    ("提出人", 24, "GwCellC", "{{ item.source }}"),
    ("意见建议", 92, "GwCell", "{{ item.content }}"),
    ("归并事项", 38, "GwCell", "{{ item.matter or '—' }}"),
    ("去向", 26, "GwCellC", "{{ item.went }}"),
)


def build_face_report() -> Any:
    """With 签发人 on the line of the number, as on every paper going up; 拟编 until a number is given."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    para(doc, "{{ mark }}", "GwMark")
    para(doc, "", "GwNo")
    para(doc, "", "GwNo")
    _number(doc)
    red_rule(doc)
    para(doc, "", "GwNo")
    para(doc, "", "GwNo")
    title(doc)
    para(doc)
    para(doc, "{{ recipients }}：", "GwTo")
    each(doc, "text in opening|paragraphs", "{{ text }}", "GwBody")
    sections_of_text(doc)
    para(doc, "特此报告。")
    para(doc)
    para(doc, "附件：{{ attachment_name }}", "GwAttach")
    signature(doc)
    _attachment(doc)
    return doc


def _number(doc: Any) -> None:
    inset = {"leftChars": 100, "left": INSET, "rightChars": 100, "right": INSET}
    para(doc, "{%p if signer %}", "GwNo")
    line = para(
        doc,
        "{{ doc_no or '拟编' }}\t签发人：",
        "GwNo",
        ppr("left", ind=inset, tabs=[("right", mm(156) - INSET)]),
    )
    add_text(line, "{{ signer }}", rpr(KAI))
    para(doc, "{%p else %}", "GwNo")
    para(doc, "{{ doc_no or '拟编' }}", "GwNo")
    para(doc, "{%p endif %}", "GwNo")


def _attachment(doc: Any) -> None:
    new_section(doc, landscape=True)
    para(doc, "附件", "GwAttachMark")
    para(doc)
    each(doc, "line in attachment_name|title_lines(26)", "{{ line }}", "GwTitle")
    gap(doc, 200)
    loop_table(doc, COLUMNS, "item in items")
