"""An empty document with the styles, settings, fonts and numbering of an official paper, and nothing else."""

import re
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from common.documents.layout.page import page_setup
from common.documents.layout.xml import BIAO, FANG, HEI, KAI, PITCH, RED, SONG, TIGHT, el, fonts, mm, ppr, rpr

W = nsdecls("w")

# firstLineChars is what Word and WPS follow; firstLine is for software that does not know it.
INDENT = {"firstLineChars": 200, "firstLine": 630}
SIDES = {"left": 280, "right": 280}

NORMAL = f"""<w:style {W} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:kinsoku/><w:wordWrap/><w:overflowPunct/><w:autoSpaceDE w:val="0"/>
<w:autoSpaceDN w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{PITCH}" w:lineRule="exact"/>
<w:jc w:val="both"/></w:pPr>
<w:rPr><w:spacing w:val="{TIGHT}"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>"""

BUILT_IN = (
    f"""<w:style {W} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>""",
    f"""<w:style {W} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>""",
    f"""<w:style {W} w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:uiPriority w:val="99"/><w:semiHidden/></w:style>""",
    f"""<w:style {W} w:type="paragraph" w:styleId="Header"><w:name w:val="header"/>
<w:basedOn w:val="Normal"/></w:style>""",
    f"""<w:style {W} w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>
<w:basedOn w:val="Normal"/></w:style>""",
)

SETTINGS = f"""<w:settings {W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>
<w:bordersDoNotSurroundFooter/><w:hideSpellingErrors/><w:hideGrammaticalErrors/><w:defaultTabStop w:val="420"/>
<w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="{PITCH}"/>
<w:displayHorizontalDrawingGridEvery w:val="0"/><w:displayVerticalDrawingGridEvery w:val="2"/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>
<w:doNotExpandShiftReturn/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>"""

# What Word takes where the prescribed font is not installed.
FONT_TABLE = (
    (FANG, "FangSong_GB2312,仿宋,华文仿宋", "modern", "fixed"),
    (KAI, "KaiTi_GB2312,楷体,华文楷体", "modern", "fixed"),
    (HEI, "SimHei", "modern", "fixed"),
    (SONG, "SimSun", "auto", "variable"),
    (BIAO, "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋", "script", "variable"),
)

HEADINGS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


def base_document() -> Any:
    """An A4 document without text: style gallery “公文…”, 22 lines of 28 characters, our fonts in all four slots."""
    doc = Document()
    _drop_unused_parts(doc)
    _set_styles(doc)
    _refill(doc.settings.element, SETTINGS)
    _set_font_table(doc)
    _set_numbering(doc)
    for node in list(doc.element.body):
        if node.tag != qn("w:sectPr"):
            doc.element.body.remove(node)
    properties = doc.core_properties
    properties.author = properties.title = properties.comments = properties.keywords = ""
    page_setup(doc.sections[0])
    return doc


def _drop_unused_parts(doc: Any) -> None:
    unused = re.compile("thumbnail|stylesWithEffects|customXml|webSettings|theme")
    for rels in (doc.part.package.rels, doc.part.rels):
        for rid in [key for key, rel in rels.items() if not rel.is_external and unused.search(rel.reltype)]:
            del rels[rid]


def _refill(element: Any, xml: str) -> None:
    for node in list(element):
        element.remove(node)
    for node in parse_xml(xml):
        element.append(node)


def _set_styles(doc: Any) -> None:
    root = doc.styles.element
    for node in list(root):
        root.remove(node)
    language = el("w:lang", w_val="en-US", w_eastAsia="zh-CN", w_bidi="ar-SA")
    run = el("w:rPr", [fonts(FANG), el("w:sz", w_val=32), el("w:szCs", w_val=32), language])
    defaults = [el("w:rPrDefault", [run]), el("w:pPrDefault", [el("w:pPr")])]
    root.append(el("w:docDefaults", defaults))
    for xml in (NORMAL, *BUILT_IN):
        root.append(parse_xml(xml))
    for sid, name, base, paragraph, run in _paper_styles():
        root.append(_style(sid, name, base, paragraph, run))


def _paper_styles() -> tuple[tuple[str, str, str, Any, Any], ...]:
    cell = ppr("left", line=300, rule="atLeast", grid=False)
    hanging = {"leftChars": 500, "left": 1575, "hangingChars": 300, "hanging": 945}
    sign = {"leftChars": 1350, "left": 4252}
    head = ppr("center", before=mm(35) - 158, line=1000, grid=False)
    n = "Normal"
    return (
        ("GwMark", "公文发文机关标志", n, head, rpr(BIAO, 38, RED, scale=66, spacing=0)),
        ("GwNo", "公文发文字号", n, ppr("center"), None),
        ("GwTitle", "公文标题", n, ppr("center", keep_next=True, line=PITCH, grid=False), rpr(BIAO, 22, spacing=0)),
        ("GwTo", "公文主送机关", n, None, None),
        ("GwBody", "公文正文", n, ppr(ind=INDENT), None),
        ("GwH1", "公文一级标题", n, ppr(level=0, keep_next=True), rpr(HEI)),
        ("GwH2", "公文二级标题", n, ppr(level=1, keep_next=True), rpr(KAI)),
        ("GwH3", "公文三级标题", n, ppr(level=2), None),
        ("GwH4", "公文四级标题", n, ppr(level=3), None),
        ("GwAttach", "公文附件说明", n, ppr("left", ind=hanging), None),
        ("GwSign", "公文落款", n, ppr("center", ind=sign, keep_lines=True), None),
        ("GwRemark", "公文附注", n, ppr(ind=INDENT), None),
        ("GwAttachMark", "公文附件标记", n, None, rpr(HEI)),
        ("GwCell", "公文表格文字", n, cell, rpr(None, 12, spacing=0)),
        ("GwCellC", "公文表格居中", "GwCell", ppr("center"), None),
        ("GwCellH", "公文表头", "GwCell", ppr("center", keep_next=True), rpr(HEI, 12, spacing=0)),
        ("GwLabel", "公文红色栏名", "GwCellC", None, rpr(None, 12, RED, spacing=0)),
        # No *Chars here: in a style they would outweigh the plain indents of a paragraph.
        ("GwImprint", "公文版记", n, ppr("both", line=440, ind=SIDES, grid=False), rpr(None, 14, spacing=0)),
        ("GwPage", "公文页码", "Footer", ppr("right", line=280, ind=SIDES, grid=False), rpr(SONG, 14, spacing=0)),
        ("GwNote", "公文示例说明", "Header", ppr("left", line=240, grid=False), rpr(SONG, 9, "808080", spacing=0)),
    )


def _style(sid: str, name: str, base: str, paragraph: Any, run: Any) -> Any:
    node = el("w:style", w_type="paragraph", w_styleId=sid, w_customStyle=1)
    following = "GwBody" if sid.startswith("GwH") or sid == "GwTo" else sid
    for tag, value in (("w:name", name), ("w:basedOn", base), ("w:next", following)):
        node.append(el(tag, w_val=value))
    node.append(el("w:qFormat"))
    for part in (paragraph, run):
        if part is not None:
            node.append(part)
    return node


def _set_font_table(doc: Any) -> None:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, others, family, pitch in FONT_TABLE
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {W}>{rows}</w:fonts>'
    for part in doc.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = xml.encode()  # noqa: SLF001 (python-docx has no public way to fill a plain part)


def _set_numbering(doc: Any) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="GwH{i + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="630" w:firstLineChars="200"/></w:pPr></w:lvl>'
        for i, (kind, text) in enumerate(HEADINGS)
    )
    xml = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    _refill(doc.part.numbering_part.element, xml)
