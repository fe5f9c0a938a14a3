"""简报: red head with meeting, name and issue, 按语, the speeches by group, 供稿, and at the foot 报, 送, 发."""

from typing import Any

from common.documents.layout.page import TYPE_WIDTH, foot_lists, page_numbers, sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import add_text, para, red_rule, title, two_ends
from common.documents.layout.xml import BIAO, HEI, KAI, RED, mm, ppr, rpr

INDENT = {"firstLineChars": 200, "firstLine": 630}
DATE_WIDTH = 52  # room for 2024年12月30日 in a substituted font with wide figures; a usual office fits beside it
NOT_READ = "（根据记录整理，未经本人审阅）"


def build_briefing() -> Any:
    """A speech nobody confirmed says so at its end; a heading stands over each group that has a name."""
    doc = base_document()
    page_numbers(doc.sections[0])
    sample_note(doc.sections[0])
    _head(doc)
    para(doc)
    title(doc)
    para(doc)
    para(doc, "{%p if note %}")
    para(doc, "{%p for text in note|paragraphs %}")
    words = para(doc)
    add_text(words, "{% if loop.first %}按语：{% endif %}", rpr(HEI))
    add_text(words, "{{ text }}", rpr(KAI))
    para(doc, "{%p endfor %}")
    para(doc)
    para(doc, "{%p endif %}")
    _speeches(doc)
    _errata(doc)
    para(doc, "{%p if supplied_by %}")
    para(doc, "（{{ supplied_by }}供稿）", "GwBody", ppr("right"))
    para(doc, "{%p endif %}")
    lists = (("report_to", "报：{{ report_to|listed('，') }}。"), ("send_to", "送：{{ send_to|listed('，') }}。"))
    last = ("issue_to", "发：{{ issue_to|listed('，') }}。")
    foot_lists(doc, (*lists, last), printed=("{{ editor }}", "共印{{ copies }}份"))
    return doc


def _head(doc: Any) -> None:
    """The meeting above, the name large and red between, the issue below, then who prints it and when."""
    above = para(doc, "", "GwMark", ppr("center", before=mm(4), line=600, grid=False))
    add_text(above, "{{ meeting }}", rpr(BIAO, 22, RED, scale=100, spacing=0))
    name = para(doc, "", "GwMark", ppr("center", before=160, line=1400, grid=False))
    add_text(name, "{{ mark }}", rpr(BIAO, 60, RED, scale=100, spacing=0))
    para(doc, "{{ issue_name }}", "GwNo")
    day = "{{ issue_date|cn_date or '　　年　月　日' }}"
    two_ends(doc, "{{ editor }}编", day, widths=(TYPE_WIDTH - DATE_WIDTH, DATE_WIDTH), inset=1.5)
    red_rule(doc, 100)


def _errata(doc: Any) -> None:
    """What was wrong or unread in an earlier issue."""
    para(doc, "{%p if errata %}")
    add_text(para(doc, "", "GwBody", ppr(ind=INDENT, keep_next=True)), "{{ errata_heading }}", rpr(HEI))
    para(doc, "{%p for text in errata %}")
    para(doc, "{{ text }}")
    para(doc, "{%p endfor %}")
    para(doc, "{%p endif %}")


def _speeches(doc: Any) -> None:
    para(doc, "{%p for group in groups %}")
    para(doc, "{%p if group.name %}")
    add_text(para(doc, "", "GwBody", ppr(ind=INDENT, keep_next=True)), "{{ group.name }}", rpr(HEI))
    para(doc, "{%p endif %}")
    para(doc, "{%p if group.meta %}")
    add_text(para(doc), "{{ group.meta }}", rpr(KAI))
    para(doc, "{%p endif %}")
    para(doc, "{%p for speech in group.speeches %}")
    words = para(doc)
    add_text(words, "{{ speech.who }}", rpr(HEI))
    add_text(words, "{% if speech.key %}（重点发言）{% endif %}{{ speech.lead }}{{ speech.first }}")
    add_text(words, "{% if not speech.reviewed and not speech.rest %}" + NOT_READ + "{% endif %}", rpr(KAI))
    para(doc, "{%p for text in speech.rest %}")
    words = para(doc, "{{ text }}")
    add_text(words, "{% if not speech.reviewed and loop.last %}" + NOT_READ + "{% endif %}", rpr(KAI))
    para(doc, "{%p endfor %}")
    para(doc, "{%p endfor %}")
    para(doc, "{%p endfor %}")
