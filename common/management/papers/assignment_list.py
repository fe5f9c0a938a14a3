"""交办清单: a down-going paper with red mark, its list as a landscape attachment, the imprint on the last page."""

from typing import Any

from common.documents.layout.page import imprint, new_section, page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import (
    each,
    gap,
    loop_table,
    para,
    red_rule,
    sections_of_text,
    signature,
    title,
)

MATTER = """{{ item.matter }}
{%p if item.clause %}
条款：{{ item.clause }}
{%p endif %}
{%p if item.source %}
来源：{{ item.source }}
{%p endif %}"""

COLUMNS = (
    ("序号", 11.2, "GwCellC", "{{ item.no }}"),
    ("事项", 59.8, "GwCell", MATTER),
    ("意见建议内容", 46, "GwCell", "{{ item.content }}"),
    ("办理要求", 36, "GwCell", "{{ item.requirement }}"),
    ("主办单位", 24.2, "GwCellC", "{{ item.lead|listed }}"),
    ("协办单位", 24.2, "GwCellC", "{{ item.assist|listed or '—' }}"),
    ("办理时限", 23.6, "GwCellC", "{{ item.due|cn_date2 }}"),
)

HANDOVER = (
    "以上意见建议经梳理归并，形成交办事项{{ items|length }}项（见附件），现转交你们研究处理"
    "{% if parts %}，并就有关事项通知如下{% endif %}。"
)


def build_assignment_list() -> Any:
    """No 签发人: that stands on papers going up only; the number is centred, 拟编 until it is given."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    para(doc, "{{ mark }}", "GwMark")
    para(doc, "", "GwNo")
    para(doc, "", "GwNo")
    para(doc, "{{ doc_no or '拟编' }}", "GwNo")
    red_rule(doc)
    para(doc, "", "GwNo")
    para(doc, "", "GwNo")
    title(doc)
    para(doc)
    para(doc, "{{ recipients|listed('，') }}：", "GwTo")
    each(doc, "text in opening|paragraphs", "{{ text }}", "GwBody")
    para(doc, HANDOVER)
    sections_of_text(doc)
    para(doc)
    para(doc, "附件：{{ attachment_name }}", "GwAttach")
    signature(doc)
    para(doc, "（联系人：{{ contact }}，联系电话：{{ contact_phone }}）", "GwRemark")
    _attachment(doc)
    new_section(doc)
    printed = ("{{ print_organ }}", "{{ print_date|cn_date or '　　年　月　日' }}印发")
    imprint(doc, "抄送：{{ copy_to|listed('，') }}。", printed=printed)
    return doc


def _attachment(doc: Any) -> None:
    new_section(doc, landscape=True)
    para(doc, "附件", "GwAttachMark")
    para(doc)
    each(doc, "line in attachment_name|title_lines(26)", "{{ line }}", "GwTitle")
    gap(doc, 200)
    loop_table(doc, COLUMNS, "item in items")
