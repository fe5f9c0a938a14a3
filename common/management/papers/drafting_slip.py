"""发文稿纸: the red-lined slip under which a reply is drafted, checked and signed, with the item it answers."""

from typing import Any

from common.documents.layout.page import page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import (
    add_text,
    each,
    gap,
    join,
    loop_table,
    para,
    sections_of_text,
    table,
)
from common.documents.layout.xml import BIAO, RED, ppr, rpr

ROWS = (
    (24, "签发", "{{ signed_by }}\n{{ signed_on|cn_date }}", "会签", "{{ cosigned_by }}"),
    (18, "核稿", "{{ checked_by }}\n{{ checked_on|cn_date }}", "拟稿", "{{ drafted_by }}\n{{ drafted_on|cn_date }}"),
    (11, "文号", "{{ doc_no or '拟编' }}", "答复类别", "{{ answer_class }}"),
    (14, "标题", "{{ title_lines|listed('') }}", "", ""),
    (11, "主送", "{{ salutation }}", "抄送", "{{ copy_to|listed('，') }}"),
    (11, "附件", "{{ attachments|listed('；') }}", "", ""),
    (11, "交办文号", "{{ list_no }}{% if item_no %}第{{ item_no }}项{% endif %}", "办理时限", "{{ due|cn_date }}"),
    (14, "交办事项", "{{ matter }}\n{{ content }}", "", ""),
)

SOURCES = (
    ("序号", 12, "GwCellC", "{{ loop.index }}"),
    ("意见原文（个人信息已隐去）", 108, "GwCell", "{{ item.text }}"),
    ("来源", 36, "GwCell", "{{ item.source }}"),
)


def build_drafting_slip() -> Any:
    """Lines for 拟稿, 核稿 and 签发 are empty until somebody signs; names known to the portal are printed."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    add_text(para(doc, "", "GwTitle"), "{{ organ }}发文稿纸", rpr(BIAO, 22, RED))
    gap(doc, 160)
    styles = ("GwLabel", "GwCell", "GwLabel", "GwCell")
    rows = [row[1:] for row in ROWS]
    made = table(doc, [24, 56, 24, 52], rows, styles, heights=[row[0] for row in ROWS], color=RED)
    for row, (_, _, _, label, _) in zip(made.rows, ROWS, strict=True):
        if not label:
            join(row, 1, 3)
    para(doc, "{%p if sources %}")
    para(doc, "来源意见", "GwAttachMark", ppr(before=160, keep_next=True))
    loop_table(doc, SOURCES, "item in sources", color=RED)
    para(doc, "{%p endif %}")
    para(doc, "正文（拟稿）", "GwAttachMark", ppr(before=160, keep_next=True))
    each(doc, "text in opening|paragraphs", "{{ text }}", "GwBody")
    sections_of_text(doc)
    each(doc, "text in closing|paragraphs", "{{ text }}", "GwBody")
    return doc
