# ruff: noqa: SLF001 (python-docx gives the XML elements below its objects no public name)
"""The page: size and margins, page numbers, headers, text boxes, the imprint at the foot."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from common.documents.layout.text import add_text, clear, para
from common.documents.layout.xml import PITCH, RED, edge, el, mm, ppr, rpr

PORTRAIT = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25.4, "gutter": 0}
# A landscape page is the portrait one turned clockwise, so that its head lies at the binding or the fore edge.
LANDSCAPE = {"top": 28, "right": 37, "bottom": 26, "left": 35, "header": 12, "footer": 12, "gutter": 0}
A4 = (11906, 16838)
TYPE_WIDTH, TYPE_HEIGHT = 156, 225

WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def page_setup(section: Any, *, landscape: bool = False, letter: bool = False) -> None:
    """A4 with the margins of the standard; `letter` gives the first page head and foot of its own."""
    props = section._sectPr
    for tag in ("w:type", "w:pgSz", "w:pgMar", "w:cols", "w:titlePg", "w:docGrid"):
        for node in props.findall(qn(tag)):
            props.remove(node)
    width, height = A4[::-1] if landscape else A4
    size = el("w:pgSz", w_w=width, w_h=height)
    if landscape:
        size.set(qn("w:orient"), "landscape")
    margins = dict(LANDSCAPE if landscape else PORTRAIT)
    if letter:
        margins["footer"] = 20
    props.append(el("w:type", w_val="nextPage"))
    props.append(size)
    props.append(el("w:pgMar", **{f"w_{side}": mm(value) for side, value in margins.items()}))
    props.append(el("w:cols", w_space=425))
    if letter:
        props.append(el("w:titlePg"))
    props.append(el("w:docGrid", w_type="lines", w_linePitch=PITCH))


def new_section(doc: Any, *, landscape: bool = False) -> Any:
    """A section on a new page, with page numbers and the sample note."""
    section = doc.add_section()
    page_setup(section, landscape=landscape)
    page_numbers(section, landscape=landscape)
    sample_note(section)
    return section


def page_numbers(section: Any, *, landscape: bool = False, lift: float = 0) -> None:
    """“— 1 —”, odd pages right and even pages left; on landscape pages in the same place of the turned sheet."""
    for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        foot.is_linked_to_previous = False
        clear(foot)
        if landscape:
            para(foot, "", "GwPage", ppr("left"))._p.append(parse_xml(_turned_number(side)))
            continue
        p = para(foot, "— ", "GwPage", ppr(side))
        for node in _page_field():
            p._p.append(node)
        add_text(p, " —")
        if lift:
            para(foot, "", "GwPage", ppr(line=mm(lift), grid=False))


def _page_field() -> list[Any]:
    nodes = []
    for kind in ("begin", "instr", "separate", "text", "end"):
        if kind == "instr":
            child = el("w:instrText")
            child.text = " PAGE "
        elif kind == "text":
            child = el("w:t")
            child.text = "1"
        else:
            child = el("w:fldChar", w_fldCharType=kind)
        nodes.append(el("w:r", [child]))
    return nodes


def _turned_number(side: str) -> str:
    p = el("w:p", [ppr(side, style="GwPage", ind={"left": 280, "right": 280})])
    for text in ("— ", None, " —"):
        for node in _page_field() if text is None else [_run(text)]:
            p.append(node)
    at = (("page", _offset(23.9)), ("page", _offset(28)))
    # Nothing is there to be wrapped, but LibreOffice leaves an unwrapped box of a moved page in the sheet's corner.
    wrap = 'wrapSquare wrapText="bothSides"'
    return text_box(as_xml(p), (7, TYPE_WIDTH), at, name="横页页码", vert="vert", ident=901, wrap=wrap)


def _run(text: str) -> Any:
    node = el("w:t")
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return el("w:r", [node])


def as_xml(node: Any) -> str:
    """An element as text without the XML declaration."""
    return node.xml.split("?>")[-1]


def _offset(value: float) -> str:
    return f"<wp:posOffset>{emu(value)}</wp:posOffset>"


def emu(value: float) -> int:
    """Millimetres in the unit of drawings."""
    return round(value * 36000)


def text_box(
    inner: str,
    size: tuple[float, float],
    at: tuple[tuple[str, str], tuple[str, str]],
    *,
    name: str,
    ident: int,
    vert: str = "horz",
    wrap: str = "wrapNone",
) -> str:
    """An anchored text box in millimetres; Word 2010 and later, WPS and LibreOffice keep its place.

    Floating tables and frames do not serve: LibreOffice moves them to the head of the page.
    """
    extent = f'cx="{emu(size[0])}" cy="{emu(size[1])}"'
    (from_h, pos_h), (from_v, pos_v) = at
    return f"""<w:r {nsdecls("w", "wp", "a")} xmlns:wps="{WPS}" xmlns:mc="{MC}"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{from_h}">{pos_h}</wp:positionH>
<wp:positionV relativeFrom="{from_v}">{pos_v}</wp:positionV><wp:extent {extent}/>
<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:{wrap}/><wp:docPr id="{ident}" name="{name}"/>
<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>
<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>
<wps:bodyPr vert="{vert}" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>""".replace(
        "\n", ""
    )


def sample_note(section: Any) -> None:
    """A small line above the page that says the paper is a sample; empty on a real one."""
    for head in (section.header, section.even_page_header):
        head.is_linked_to_previous = False
        clear(head)
        para(head, "{{ sample_note }}", "GwNote")


def letter_head(section: Any, *, mark: str, corner: str = "") -> None:
    """The letter form: mark 30 mm from the top, double rules 170 mm wide, no number on the first page."""
    head, foot = section.first_page_header, section.first_page_footer
    for part in (head, foot):
        part.is_linked_to_previous = False
        clear(part)
    wide = {"left": -mm(8), "right": -mm(6)}
    note = ppr("left", tabs=[("right", mm(TYPE_WIDTH))], line=340, grid=False)
    p = para(head, "{{ sample_note }}\t", "GwNote", note)
    if corner:
        add_text(p, corner, rpr("黑体", 16, "000000"))
    p = para(head, "", "GwMark", ppr("center", before=mm(9) - 95, line=900, grid=False))
    add_text(p, mark, rpr(size=36, color=RED, scale=90, spacing=40))
    for part, kind, line in ((head, "thickThinSmallGap", 108), (foot, "thinThickSmallGap", 20)):
        para(part, "", "GwNo", ppr(line=line, border=edge("bottom", kind, 24, RED), ind=wide, grid=False))


def imprint(doc: Any, copies: str, *, printed: tuple[str, str] | None = None) -> None:
    """The imprint at the foot of the type area: copies, then printing office and date between rules.

    Without `copy_to` only the printing office stands there; letters carry neither rules nor printing office.
    `fitting.fit_imprint` sets the height to the text.
    """
    lines = [_hanging(copies)]
    if printed:
        lines = _between_rules(_where("copy_to", *lines, _rule(6, "top")), printed)
    _at_the_foot(doc, lines, 32 if printed else 16)


def foot_lists(doc: Any, lists: Sequence[tuple[str, str]], *, printed: tuple[str, str]) -> None:
    """The foot of a bulletin: 报, 送, 发, each where its field is filled; below a rule who prints and how many."""
    found = [line for field, text in lists for line in _where(field, _hanging(text))]
    found += _where(" or ".join(field for field, _ in lists), _rule(6, "top"))
    _at_the_foot(doc, _between_rules(found, printed), 48)


def _where(field: str, *lines: Any) -> list[Any]:
    """The lines, where the field is filled."""
    return [_imprint_line("{%p if " + field + " %}", {}), *lines, _imprint_line("{%p endif %}", {})]


def _between_rules(lines: Sequence[Any], printed: tuple[str, str]) -> list[Any]:
    """Outer rules 0.35 mm, inner ones 0.25 mm. Indents would shorten them: they have lines of their own."""
    office = _imprint_line("\t".join(printed), {"left": 280, "right": 280}, tabs=[("right", mm(TYPE_WIDTH) - 280)])
    return [_rule(8, "top"), *lines, office, _rule(8, "bottom")]


def _hanging(text: str) -> Any:
    """A list whose later lines stand under the first character after the colon."""
    label = text.index("：") + 1
    return _imprint_line(text, {"left": 280 * (label + 1), "hanging": 280 * label, "right": 280})


def _at_the_foot(doc: Any, lines: Sequence[Any], height: float) -> None:
    at = (("margin", "<wp:align>left</wp:align>"), ("margin", "<wp:align>bottom</wp:align>"))
    inner = "".join(map(as_xml, lines))
    box = text_box(inner, (TYPE_WIDTH, height), at, name="版记", wrap="wrapTopAndBottom", ident=902)
    para(doc, "", "GwBody", ppr(line=20, grid=False))._p.append(parse_xml(box))


def _imprint_line(text: str, ind: dict[str, int], tabs: Any = ()) -> Any:
    p = el("w:p", [ppr("left" if tabs else "both", style="GwImprint", ind=ind, line=440, grid=False, tabs=tabs)])
    run = el("w:r")
    for i, piece in enumerate(text.split("\t")):
        if i:
            run.append(el("w:tab"))
        run.append(el("w:t"))
        run[-1].text = piece
    p.append(run)
    return p


def _rule(size: int, side: str) -> Any:
    border = edge(side, "single", size)
    props = ppr("both", style="GwImprint", ind={"left": 0, "right": 0}, line=40, grid=False, border=border)
    props.append(rpr(size=1))
    return el("w:p", [props])
