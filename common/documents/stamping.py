"""A paper that is out, with a remark above it."""

from __future__ import annotations

import io

from docx import Document

from common.documents.layout.text import add_text, para
from common.documents.layout.xml import HEI, RED, ppr, rpr
from common.documents.packing import pack


def stamped(data: bytes, text: str) -> bytes:
    """A copy of the paper with `text` in red on top of its first page; the paper itself is not touched."""
    doc = Document(io.BytesIO(data))
    line = para(doc, "", "Normal", ppr("center"))
    add_text(line, text, rpr(HEI, color=RED))
    doc.element.body.insert(0, line._p)  # noqa: SLF001 (python-docx gives the paragraph's XML no public name)
    return pack(doc)
