"""WordprocessingML elements in the child order its schema asks for; a wrong order makes Word offer a repair."""

from collections.abc import Iterable, Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

FANG, KAI, HEI, SONG, BIAO = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
RED = "FF0000"

# 22 lines of 28.95 pt fill the 225 mm of the type area. Characters are set 0.25 pt tighter, so that 28 of
# them fill its 156 mm: a character grid (linesAndChars) would make LibreOffice give each one two cells.
PITCH = 579
TIGHT = -5


def mm(value: float) -> int:
    """Millimetres in twips, the twentieths of a point that Word counts in."""
    return round(value * 1440 / 25.4)


def el(tag: str, children: Iterable[Any] = (), /, **attrs: object) -> Any:
    """`el("w:spacing", w_line=579)` is `<w:spacing w:line="579"/>`."""
    node = OxmlElement(tag)
    for key, value in attrs.items():
        node.set(qn(key.replace("_", ":", 1)), str(value))
    for child in children:
        node.append(child)
    return node


def fonts(name: str) -> Any:
    """One name in all four slots: quotation marks and figures come from the western slots and would turn narrow."""
    return el("w:rFonts", w_ascii=name, w_hAnsi=name, w_eastAsia=name, w_cs=name, w_hint="eastAsia")


def rpr(
    font: str | None = None,
    size: float | None = None,
    color: str | None = None,
    *,
    scale: int | None = None,
    spacing: int | None = None,
) -> Any:
    """Run properties; `size` in points, `scale` the width of the characters in per cent."""
    node = el("w:rPr")
    if font:
        node.append(fonts(font))
    if color:
        node.append(el("w:color", w_val=color))
    if spacing is not None:
        node.append(el("w:spacing", w_val=spacing))
    if scale:
        node.append(el("w:w", w_val=scale))
    if size:
        node.append(el("w:sz", w_val=round(size * 2)))
        node.append(el("w:szCs", w_val=round(size * 2)))
    return node


def ppr(
    jc: str | None = None,
    *,
    style: str | None = None,
    ind: Mapping[str, int] | None = None,
    before: int = 0,
    line: int | None = None,
    rule: str = "exact",
    border: Any = None,
    tabs: Iterable[tuple[str, int]] = (),
    keep_next: bool = False,
    keep_lines: bool = False,
    page_break: bool = False,
    level: int | None = None,
    grid: bool = True,
) -> Any:
    """Paragraph properties; `level` numbers the paragraph as a heading, `grid=False` frees it from the line grid."""
    numbering = [] if level is None else [el("w:ilvl", w_val=level), el("w:numId", w_val=1)]
    stops = [el("w:tab", w_val=kind, w_pos=pos) for kind, pos in tabs]
    indent = {f"w_{key}": value for key, value in (ind or {}).items()}
    children = (
        style and el("w:pStyle", w_val=style),
        keep_next and el("w:keepNext"),
        keep_lines and el("w:keepLines"),
        page_break and el("w:pageBreakBefore"),
        numbering and el("w:numPr", numbering),
        border,
        stops and el("w:tabs", stops),
        not grid and el("w:snapToGrid", w_val=0),
        (line or before) and _spacing(before, line, rule),
        indent and el("w:ind", **indent),
        jc and el("w:jc", w_val=jc),
        level is not None and el("w:outlineLvl", w_val=level),
    )
    return el("w:pPr", [child for child in children if etree.iselement(child)])


def _spacing(before: int, line: int | None, rule: str) -> Any:
    node = el("w:spacing", w_before=before, w_after=0)
    if line:
        node.set(qn("w:line"), str(line))
        node.set(qn("w:lineRule"), rule)
    return node


def edge(side: str, kind: str = "single", size: int = 4, color: str = "000000") -> Any:
    """A paragraph border; `size` in eighths of a point."""
    return el("w:pBdr", [el(f"w:{side}", w_val=kind, w_sz=size, w_space=0, w_color=color)])


def style_of(paragraph: Any) -> str:
    """The style id of a `w:p`, or an empty string."""
    node = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if node is None else node.get(qn("w:val"))


def text_of(node: Any) -> str:
    """All text below a node."""
    return "".join(t.text or "" for t in node.iter(qn("w:t")))
