# ruff: noqa: SLF001 (python-docx gives the XML elements below its objects no public name)
"""Paragraphs and tables inside any box: the document, a cell, a header or footer."""

import copy
from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Twips

from common.documents.layout.xml import PITCH, RED, edge, el, mm, ppr


def clear(box: Any) -> None:
    """Take all paragraphs out of a header, footer or cell."""
    for node in list(box._element.findall(qn("w:p"))):
        box._element.remove(node)


def add_text(paragraph: Any, text: str, props: Any = None) -> None:
    """Append a run; tabs become tab stops."""
    run = paragraph.add_run(text)
    if props is not None:
        old = run._r.find(qn("w:rPr"))
        if old is not None:
            run._r.remove(old)
        run._r.insert(0, props)


def para(box: Any, text: str = "", style: str = "GwBody", props: Any = None) -> Any:
    """Append a paragraph of a style; `props` are its own paragraph properties."""
    paragraph = box.add_paragraph()
    node = paragraph._p
    own = props if props is not None else el("w:pPr")
    own.insert(0, el("w:pStyle", w_val=style))
    old = node.find(qn("w:pPr"))
    if old is not None:
        node.remove(old)
    node.insert(0, own)
    if text:
        add_text(paragraph, text)
    return paragraph


def each(doc: Any, loop: str, text: str, style: str) -> None:
    """One paragraph per element: `each(doc, "line in title_lines", "{{ line }}", "GwTitle")`."""
    for line in ("{%p for " + loop + " %}", text, "{%p endfor %}"):
        para(doc, line, style)


def sections_of_text(doc: Any) -> None:
    """Numbered headings with their paragraphs: `parts = [{"heading", "paragraphs"}]`, both may be empty."""
    para(doc, "{%p for part in parts %}")
    para(doc, "{%p if part.heading %}", "GwH1")
    para(doc, "{{ part.heading }}", "GwH1")
    para(doc, "{%p endif %}", "GwH1")
    each(doc, "text in part.paragraphs|paragraphs", "{{ text }}", "GwBody")
    para(doc, "{%p endfor %}")


def title(doc: Any) -> None:
    """The title, one paragraph per line."""
    each(doc, "line in title_lines", "{{ line }}", "GwTitle")


def signature(doc: Any) -> None:
    """Two lines for the seal, signing organ and date; the remark in brackets stays on their page."""
    para(doc)
    para(doc)
    para(doc, "{{ organ }}", "GwSign", ppr(keep_next=True))
    para(doc, "{{ issue_date|cn_date or '　　年　月　日' }}", "GwSign")


def red_rule(doc: Any, line: int = 123) -> None:
    """The red rule below the number, 4 mm under it and as wide as the type area."""
    para(doc, "", "GwNo", ppr(line=line, border=edge("bottom", "single", 12, RED), grid=False))


def fill_cell(cell: Any, text: str, style: str) -> None:
    """Replace what the cell holds by one paragraph per line."""
    clear_cell(cell)
    for line in text.split("\n"):
        para(cell, line, style)


def clear_cell(cell: Any) -> None:
    """Take all paragraphs out of a cell."""
    for node in list(cell._tc.findall(qn("w:p"))):
        cell._tc.remove(node)


def table(
    box: Any,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    styles: Sequence[str],
    *,
    header: bool = False,
    heights: Sequence[float] = (),
    color: str = "000000",
    ruled: bool = True,
) -> Any:
    """A table of fixed column widths in millimetres whose rows never break across pages; `header` repeats row one."""
    result = box.add_table(0, len(widths))
    _set_table(result._tbl, widths, color if ruled else "")
    for i, texts in enumerate(rows):
        row = result.add_row()
        props = row._tr.get_or_add_trPr()
        props.append(el("w:cantSplit"))
        if heights:
            props.append(el("w:trHeight", w_val=mm(heights[i]), w_hRule="atLeast"))
        if header and i == 0:
            props.append(el("w:tblHeader"))
        for j, text in enumerate(texts):
            cell = row.cells[j]
            cell.width = Twips(mm(widths[j]))
            cell._tc.get_or_add_tcPr().append(el("w:vAlign", w_val="center"))
            fill_cell(cell, text, "GwCellH" if header and i == 0 else styles[j])
    return result


def _set_table(node: Any, widths: Sequence[float], color: str) -> None:
    props = node.tblPr
    for child in list(props):
        props.remove(child)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"w_val": "single", "w_sz": 4, "w_space": 0, "w_color": color} if color else {"w_val": "nil"}
    lines = [el(f"w:{side}", **line) for side in sides]
    room = (("top", 30), ("left", 70), ("bottom", 80), ("right", 70))
    props.append(el("w:tblW", w_w=sum(map(mm, widths)), w_type="dxa"))
    props.append(el("w:jc", w_val="center"))
    props.append(el("w:tblBorders", lines))
    props.append(el("w:tblLayout", w_type="fixed"))
    props.append(el("w:tblCellMar", [el(f"w:{side}", w_w=width, w_type="dxa") for side, width in room]))
    for column, width in zip(node.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(mm(width)))


def two_ends(box: Any, left: str, right: str, *, widths: tuple[float, float], inset: float) -> None:
    """Left and right on one line: a long left wraps in its own half and never pushes the right one apart.

    A tab would: it leaves the right text whatever room is over. The last lines of both stand level, `inset` mm in.
    """
    row = table(box, widths, [["", ""]], ["GwNo", "GwNo"], ruled=False).rows[0]
    for cell, text, side in ((row.cells[0], left, "left"), (row.cells[1], right, "right")):
        align = cell._tc.get_or_add_tcPr().find(qn("w:vAlign"))
        align.set(qn("w:val"), "bottom")
        if side == "right":
            align.addprevious(el("w:noWrap"))
        align.addprevious(el("w:tcMar", [el(f"w:{end}", w_w=0, w_type="dxa") for end in ("left", "right")]))
        clear_cell(cell)
        para(cell, text, "GwNo", ppr(side, ind={side: mm(inset)}))


def loop_table(
    doc: Any,
    columns: Sequence[tuple[str, float, str, str]],
    loop: str,
    *,
    color: str = "000000",
) -> Any:
    """A table with one row per element; `columns` are (heading, width, style, text of the cell)."""
    headings, widths, styles, cells = (list(part) for part in zip(*columns, strict=True))
    blank = [""] * (len(columns) - 1)
    first, last = ["{%tr for " + loop + " %}", *blank], ["{%tr endfor %}", *blank]
    return table(doc, widths, [headings, first, cells, last], styles, header=True, color=color)


def join(row: Any, first: int, last: int) -> None:
    """Merge the cells `first` to `last` of a row, keeping the text of the first."""
    text = copy.deepcopy(list(row.cells[first]._tc.findall(qn("w:p"))))
    merged = row.cells[first].merge(row.cells[last])
    clear_cell(merged)
    for node in text:
        merged._tc.append(node)


def gap(box: Any, line: int = PITCH) -> None:
    """An empty line of a given height."""
    para(box, "", "GwBody", ppr(line=line, grid=False))
