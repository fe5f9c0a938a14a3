# ruff: noqa: SLF001 (python-docx gives the XML elements below its objects no public name)
"""What depends on the length of a text: width of the red mark, place of the signature, height of the imprint."""

import math
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from common.documents.layout.page import TYPE_WIDTH, emu
from common.documents.layout.xml import el, rpr, style_of, text_of

TYPE_WIDTH_PT = 436
LINE = 28
MARK_PT, NARROWEST = 38, 0.5
ROW_PT, ROW_LINE_PT, CELL_ROOM_PT, CELL_EDGES_PT = 12, 17.5, 7, 6
TALL_ROW_PT = 240
FORM_PT = 535
FIRST_HAN = "\u2e80"
IMPRINT_PT, IMPRINT_LINE_PT, RULE_PT = 14, 22, 2
MM_PER_PT = 25.4 / 72


def fit(doc: Any) -> None:
    """All adjustments after rendering."""
    fit_mark(doc)
    fit_sign(doc)
    keep_signature(doc)
    fit_imprint(doc)
    fit_rows(doc)
    fit_forms(doc)


def fit_mark(doc: Any) -> None:
    """Narrow the characters of a red mark (发文机关标志) until it stands on one line of the type area.

    Below half their width they are made smaller instead.
    """
    for paragraph in _marks(doc):
        count = max(len(text_of(paragraph)), 1)
        for run in paragraph.iter(qn("w:r")):
            props = run.find(qn("w:rPr"))
            if props is None:
                props = rpr()
                run.insert(0, props)
            _fit_run(props, count)


def _fit_run(props: Any, count: int) -> None:
    sizes = props.findall(qn("w:sz")) + props.findall(qn("w:szCs"))
    points = int(sizes[0].get(qn("w:val"))) / 2 if sizes else MARK_PT
    if points * count * NARROWEST > TYPE_WIDTH_PT:
        points = math.floor(TYPE_WIDTH_PT / (count * NARROWEST) * 2) / 2
        for node in sizes:
            props.remove(node)
        props.extend(rpr(size=points))
    _set_scale(props, min(90, int(TYPE_WIDTH_PT * 100 / (points * count))))
    spacing = props.find(qn("w:spacing"))
    if spacing is not None and count * points > TYPE_WIDTH_PT * 0.9:
        spacing.set(qn("w:val"), "0")


def _marks(doc: Any) -> Iterator[Any]:
    letters = [section for section in doc.sections if section.different_first_page_header_footer]
    for root in [doc.element.body, *(section.first_page_header._element for section in letters)]:
        yield from (p for p in root.iter(qn("w:p")) if style_of(p) == "GwMark")


def _set_scale(props: Any, value: int) -> None:
    scale = props.find(qn("w:w"))
    if scale is None:
        scale = el("w:w")
        later = [node for node in props if node.tag in {qn("w:sz"), qn("w:szCs"), qn("w:u")}]
        if later:
            later[0].addprevious(scale)
        else:
            props.append(scale)
    scale.set(qn("w:val"), str(value))


def fit_sign(doc: Any) -> None:
    """Move the common axis of signature and date left when a long name would leave the type area."""
    for paragraph in doc.element.body.iter(qn("w:p")):
        count = len(text_of(paragraph))
        following = paragraph.getnext()
        if style_of(paragraph) != "GwSign" or following is None or style_of(following) != "GwSign":
            continue
        if count > LINE - 13.5 - 2:
            left = max(0, LINE - (count + 2))
            for node in (paragraph, following):
                _set_left(node, left)


def _set_left(paragraph: Any, chars: int) -> None:
    props = paragraph.find(qn("w:pPr"))
    indent = props.find(qn("w:ind"))
    if indent is None:
        indent = el("w:ind")
        following = next((node for node in props if node.tag in {qn("w:jc"), qn("w:outlineLvl"), qn("w:rPr")}), None)
        if following is None:
            props.append(indent)
        else:
            following.addprevious(indent)
    indent.set(qn("w:leftChars"), str(chars * 100))
    indent.set(qn("w:left"), str(chars * 315))


def keep_signature(doc: Any) -> None:
    """Keep the signature on a page with the end of the text, and the remark below it with the date."""
    body = [node for node in doc.element.body if node.tag in {qn("w:p"), qn("w:tbl")}]
    for i, node in enumerate(body):
        if style_of(node) != "GwSign":
            continue
        if i + 1 < len(body) and style_of(body[i + 1]) in {"GwSign", "GwRemark"}:
            _keep(node)
        if style_of(body[i - 1]) != "GwSign":
            _keep_back(body[:i])


def _keep_back(before: list[Any]) -> None:
    for node in reversed(before):
        if node.tag == qn("w:tbl"):
            return
        _keep(node)
        if style_of(node) in {"GwBody", "GwTo"} and text_of(node).strip():
            return


def _keep(paragraph: Any) -> None:
    props = paragraph.find(qn("w:pPr"))
    if props is None:
        props = el("w:pPr")
        paragraph.insert(0, props)
    if props.find(qn("w:keepNext")) is None:
        style = props.find(qn("w:pStyle"))
        props.insert(0 if style is None else 1, el("w:keepNext"))


def fit_imprint(doc: Any) -> None:
    """Give the text box of the imprint the height of its lines, so that its last rule lies on the type area's edge.

    Word measures an automatic height only when somebody edits the box.
    """
    for box in doc.element.body.iter(qn("w:txbxContent")):
        lines = [p for p in box if style_of(p) == "GwImprint"]
        if not lines:
            continue
        height = sum(_imprint_height(p) for p in lines) * MM_PER_PT
        shape = next(node for node in box.iterancestors() if node.tag.endswith("}anchor"))
        for node in shape.iter():
            if isinstance(node.tag, str) and node.tag.endswith(("}extent", "}ext")):
                node.set("cy", str(emu(height)))


def _imprint_height(paragraph: Any) -> float:
    text = text_of(paragraph)
    if not text:
        return RULE_PT
    indent = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    spare = (int(indent.get(qn("w:left"))) + int(indent.get(qn("w:right"))) - int(indent.get(qn("w:hanging"), 0))) / 20
    hang = int(indent.get(qn("w:hanging"), 0)) / 20
    room = TYPE_WIDTH / MM_PER_PT - spare
    width = _width(text) * IMPRINT_PT
    if width <= room:
        return IMPRINT_LINE_PT
    # Later lines hang under the first character after the colon; one character is lost to unbreakable ends.
    per_line = room - hang - IMPRINT_PT
    return IMPRINT_LINE_PT * (1 + math.ceil((width - room + IMPRINT_PT) / per_line))


def _width(text: str) -> float:
    """The width of a text in characters of its size."""
    return sum(1 if char >= FIRST_HAN or char in "“”—" else 0.5 for char in text)


def fit_rows(doc: Any) -> None:
    """Let a row break across pages when it fills half a landscape page or more.

    Rows are kept whole otherwise; LibreOffice cuts off what does not fit when a row is taller than the page.
    """
    for row in doc.element.body.iter(qn("w:tr")):
        keep = row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}")
        if keep is not None and max((_cell_height(cell) for cell in row.iter(qn("w:tc"))), default=0) > TALL_ROW_PT:
            keep.getparent().remove(keep)


def fit_forms(doc: Any) -> None:
    """Let the rows of a form give up room to write in until it stands on one page again.

    A form is a table whose every row has a height; what is printed in a row is never cut.
    """
    for table in doc.element.body.iter(qn("w:tbl")):
        heights = [row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}") for row in table.iter(qn("w:tr"))]
        if any(height is None for height in heights):
            continue
        wanted = [int(height.get(qn("w:val"))) / 20 for height in heights]
        needed = [
            max(_cell_height(cell) for cell in row.iter(qn("w:tc"))) + CELL_EDGES_PT for row in table.iter(qn("w:tr"))
        ]
        spare = [max(0, want - need) for want, need in zip(wanted, needed, strict=True)]
        over = sum(map(max, wanted, needed)) - FORM_PT
        if over > 0 and any(spare):
            share = min(1, over / sum(spare))
            for height, want, room in zip(heights, wanted, spare, strict=True):
                height.set(qn("w:val"), str(round((want - share * room) * 20)))


def _cell_height(cell: Any) -> float:
    room = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) / 20 - CELL_ROOM_PT
    lines = sum(
        max(1, math.ceil(_width(line) * ROW_PT / room))
        for paragraph in cell.iter(qn("w:p"))
        for line in _lines(paragraph)
    )
    return lines * ROW_LINE_PT


def _lines(paragraph: Any) -> list[str]:
    text = "".join(
        "\n" if node.tag == qn("w:br") else node.text or "" for node in paragraph.iter(qn("w:t"), qn("w:br"))
    )
    return text.split("\n")
