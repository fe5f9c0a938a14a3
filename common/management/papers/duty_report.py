"""述职报告: a draft in sentences from the file of duties, for the deputy to put into their own words."""

from typing import Any

from common.documents.layout.page import page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import each, para, sections_of_text, title


def build_duty_report() -> Any:
    """To the electors; what was not done is not in it, what is still to be said has its own place."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    title(doc)
    para(doc)
    para(doc, "{{ salutation }}：", "GwTo")
    each(doc, "text in opening|paragraphs", "{{ text }}", "GwBody")
    sections_of_text(doc)
    each(doc, "text in closing|paragraphs", "{{ text }}", "GwBody")
    para(doc)
    para(doc)
    para(doc, "{{ name }}", "GwSign")
    para(doc, "{{ until|cn_date }}", "GwSign")
    return doc
