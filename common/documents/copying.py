"""Several copies of one paper in one file, for printing."""

from __future__ import annotations

import io
from copy import deepcopy

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from common.documents.packing import pack


def copies(data: bytes, count: int) -> bytes:
    """The paper `count` times, each copy on a page of its own. One copy is the paper as it was."""
    if count <= 1:
        return data
    doc = Document(io.BytesIO(data))
    body = doc.element.body
    parts = [part for part in body if part.tag != qn("w:sectPr")]
    end = body.find(qn("w:sectPr"))
    for _ in range(count - 1):
        again = [deepcopy(part) for part in parts]
        _on_new_page(again[0])
        for part in again:
            end.addprevious(part)
    return pack(doc)


def _on_new_page(paragraph: object) -> None:
    """The first paragraph of a copy begins a page; the mark stands where the schema has it."""
    shape = paragraph.get_or_add_pPr()  # type: ignore[attr-defined]
    if shape.find(qn("w:pageBreakBefore")) is None:
        shape.insert_element_before(
            OxmlElement("w:pageBreakBefore"),
            *("w:framePr", "w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs"),
            *("w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct"),
            *("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
            *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection"),
            *("w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
            *("w:pPrChange",),
        )
