"""答复函: a unit's letter of reply with its class in the corner, handler and telephone, copies at the foot."""

from typing import Any

from common.documents.layout.page import imprint, letter_head, page_numbers, page_setup, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import each, para, sections_of_text, signature, title
from common.documents.layout.xml import ppr

FURTHER = {"leftChars": 500, "left": 1575, "hangingChars": 0, "hanging": 0}


def build_reply() -> Any:
    """The class stays away where the rule knows none; so do attachments and copies."""
    doc = base_document()
    section = doc.sections[0]
    page_setup(section, letter=True)
    page_numbers(section, lift=5.4)
    sample_note(section)
    letter_head(section, mark="{{ mark }}", corner="{{ answer_class }}")
    para(doc, "{{ doc_no or '拟编' }}", "GwNo", ppr("right"))
    para(doc)
    title(doc)
    para(doc)
    para(doc, "{{ salutation }}：", "GwTo")
    each(doc, "text in opening|paragraphs", "{{ text }}", "GwBody")
    sections_of_text(doc)
    each(doc, "text in closing|paragraphs", "{{ text }}", "GwBody")
    _attachments(doc)
    signature(doc)
    para(doc, "（承办人：{{ handler }}，联系电话：{{ handler_phone }}）", "GwRemark")
    para(doc, "{%p if copy_to %}")
    imprint(doc, "抄送：{{ copy_to|listed('，') }}。")
    para(doc, "{%p endif %}")
    return doc


def _attachments(doc: Any) -> None:
    para(doc, "{%p if attachments %}")
    para(doc)
    para(doc, "附件：{% if attachments|length > 1 %}1.{% endif %}{{ attachments[0] }}", "GwAttach")
    para(doc, "{%p for name in attachments[1:] %}")
    para(doc, "{{ loop.index + 1 }}.{{ name }}", "GwAttach", ppr(ind=FURTHER))
    para(doc, "{%p endfor %}")
    para(doc, "{%p endif %}")
