"""交办通知: a letter to one unit with its items and limits, and the receipt to be signed and sent back."""

from typing import Any

from common.documents.layout.page import letter_head, page_numbers, page_setup, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import (
    each,
    gap,
    join,
    loop_table,
    para,
    sections_of_text,
    signature,
    table,
    title,
)
from common.documents.layout.xml import mm, ppr

MATTER = """{{ item.matter }}
{%p if item.clause %}
条款：{{ item.clause }}
{%p endif %}
{%p if item.source %}
来源：{{ item.source }}
{%p endif %}"""

PART = """{{ item.role }}
{%p if item.partners %}
（{{ item.partners_label }}：{{ item.partners|listed }}）
{%p endif %}"""

COLUMNS = (
    ("序号", 11.2, "GwCellC", "{{ item.no }}"),
    ("事项", 41.6, "GwCell", MATTER),
    ("意见建议内容", 34, "GwCell", "{{ item.content }}"),
    ("办理要求", 24.8, "GwCell", "{{ item.requirement }}"),
    ("承办分工", 20.8, "GwCellC", PART),
    ("办理时限", 23.6, "GwCellC", "{{ item.due|cn_date2 }}"),
)

RECEIPT = (
    ("送达文书", "{{ title_lines|listed('') }}（{{ doc_no or '拟编' }}）", "", ""),
    ("送达单位", "{{ organ }}", "", ""),
    ("受送达单位", "{{ recipient }}", "", ""),
    ("交办事项", "共{{ items|length }}项", "送达方式", "□直接送达　□机要交换\n□邮寄　　　□其他"),
    ("收件人签名\n（单位盖章）", "", "收到时间", "　　年　　月　　日\n　　　　时　　分"),
    ("送达人签名", "", "送达时间", "　　年　　月　　日\n　　　　时　　分"),
    ("备注", "", "", ""),
)


def build_assignment_notice() -> Any:
    """Letter form: no imprint rules, no number on the first page."""
    doc = base_document()
    section = doc.sections[0]
    page_setup(section, letter=True)
    page_numbers(section, lift=5.4)
    sample_note(section)
    letter_head(section, mark="{{ mark }}")
    para(doc, "{{ doc_no or '拟编' }}", "GwNo", ppr("right"))
    para(doc)
    title(doc)
    para(doc)
    para(doc, "{{ recipient }}：", "GwTo")
    each(doc, "text in opening|paragraphs", "{{ text }}", "GwBody")
    para(doc, "现将涉及你单位的交办事项{{ items|length }}项转交你们研究处理，有关事项通知如下。")
    gap(doc, 160)
    loop_table(doc, COLUMNS, "item in items")
    gap(doc, 160)
    sections_of_text(doc)
    signature(doc)
    para(doc, "（联系人：{{ contact }}，联系电话：{{ contact_phone }}）", "GwRemark")
    _receipt(doc)
    return doc


def _receipt(doc: Any) -> None:
    para(doc, "送达回证", "GwTitle", ppr(page_break=True))
    gap(doc, 200)
    styles = ("GwCellC", "GwCell", "GwCellC", "GwCell")
    made = table(doc, [28, 52, 26, 50], RECEIPT, styles, heights=[18, 12, 12, 16, 30, 20, 24])
    for i in (0, 1, 2, 6):
        join(made.rows[i], 1, 3)
    para(
        doc,
        "说明：受送达单位收到后签名、盖章，将本回证退回送达单位；已在人大代表联络工作平台签收的，以平台记录为准。",
        "GwCell",
        ppr(before=mm(2)),
    )
