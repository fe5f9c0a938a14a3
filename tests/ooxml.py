"""Would Word open a .docx without offering a repair? What ECMA-376 asks of the package and of the order of elements."""

import io
import posixpath
import zipfile

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# What a part must be declared as, by how its name begins.
TYPES = {
    "word/document.xml": f"{TEXT}document.main+xml",
    "word/styles.xml": f"{TEXT}styles+xml",
    "word/settings.xml": f"{TEXT}settings+xml",
    "word/numbering.xml": f"{TEXT}numbering+xml",
    "word/fontTable.xml": f"{TEXT}fontTable+xml",
    "word/header": f"{TEXT}header+xml",
    "word/footer": f"{TEXT}footer+xml",
}
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "numPr": "ilvl numId numberingChange ins",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top start left bottom end right insideH insideV",
    "tblCellMar": "top start left bottom end right",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "docDefaults": "rPrDefault pPrDefault",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "settings": "writeProtection view zoom removePersonalInformation bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter hideSpellingErrors hideGrammaticalErrors defaultTabStop evenAndOddHeaders "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}
FREE_ORDER = {"sectPr": {"headerReference", "footerReference"}, "trPr": set(ORDER["trPr"].split())}
REPEATED = {"abstractNum": {"lvl"}, "num": {"lvlOverride"}, "style": {"tblStylePr"}}
ANCHOR = ["simplePos", "positionH", "positionV", "extent", "effectExtent", "wrap", "docPr", "cNvGraphicFramePr", "graphic"]
# What comes first in its parent, and only once.
FIRST = {"p": "pPr", "r": "rPr", "tr": "trPr", "tc": "tcPr", "tbl": "tblPr"}


def local(node):
    return etree.QName(node).localname


def parts_of(data):
    """The XML parts of a package by name; a part that is not well-formed raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def package_problems(data):
    """Everything that Word would want to repair, as far as a reader of the standard can tell."""
    parts = parts_of(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    found = [f"{name} is twice in the package" for name in set(names) if names.count(name) > 1]
    found += _type_problems(names, parts["[Content_Types].xml"])
    for name, root in parts.items():
        checks = [*_order_problems(root), *_table_problems(root), *_place_problems(root), *_drawing_problems(root)]
        if name.endswith(".rels"):
            checks += _target_problems(name, root, names)
        else:
            checks += _link_problems(name, root, parts)
        found += [f"{name}: {problem}" for problem in checks]
    if not found:
        Document(io.BytesIO(data))
    return found


def _type_problems(names, types):
    defaults = {node.get("Extension").lower(): node.get("ContentType") for node in types.iter("{*}Default")}
    overrides = {node.get("PartName").lstrip("/"): node.get("ContentType") for node in types.iter("{*}Override")}
    yield from (f"{name} is declared and missing" for name in overrides.keys() - set(names))
    for name in names:
        declared = overrides.get(name) or defaults.get(name.rpartition(".")[2].lower())
        if declared is None and name != "[Content_Types].xml":
            yield f"{name} has no content type"
        wanted = next((kind for start, kind in TYPES.items() if name.startswith(start)), declared)
        if declared != wanted:
            yield f"{name} is declared as {declared}"


def _target_problems(name, root, names):
    folder = posixpath.dirname(posixpath.dirname(name))
    ids = [node.get("Id") for node in root]
    if len(ids) != len(set(ids)):
        yield f"relationships share an id: {sorted(ids)}"
    for node in root:
        target = node.get("Target")
        path = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]
        if node.get("TargetMode") != "External" and path not in names:
            yield f"{target} is not in the package"


def _link_problems(name, root, parts):
    folder, _, base = name.rpartition("/")
    rels = parts.get(f"{folder}/_rels/{base}.rels".lstrip("/"))
    known = set() if rels is None else {node.get("Id") for node in rels}
    used = {value for node in root.iter() for key, value in node.attrib.items() if key in {R + "id", R + "embed"}}
    yield from (f"relationship {one} is not there" for one in used - known)


def _order_problems(root):
    for node in root.iter(etree.Element):
        tag = local(node)
        if not node.tag.startswith(W) or tag not in ORDER:
            continue
        order, kids = ORDER[tag].split(), [local(kid) for kid in node if kid.tag.startswith(W)]
        unknown = [kid for kid in kids if kid not in order]
        if unknown:
            yield f"{tag} holds {unknown[0]}"
            continue
        if tag not in FREE_ORDER and [order.index(kid) for kid in kids] != sorted(order.index(kid) for kid in kids):
            yield f"children of {tag} out of order: {kids}"
        once = [kid for kid in kids if kid not in FREE_ORDER.get(tag, REPEATED.get(tag, ()))]
        if len(set(once)) != len(once):
            yield f"children of {tag} repeated: {kids}"


def _place_problems(root):
    """Properties stand first, the last section's at the end of the body, styles after their defaults."""
    for node in root.iter(*(W + tag for tag in FIRST)):
        kids = [kid.tag for kid in node if isinstance(kid.tag, str)]
        props = W + FIRST[local(node)]
        if props in kids and (kids.index(props) != 0 or kids.count(props) > 1):
            yield f"{FIRST[local(node)]} is not first in {local(node)}"
    body = root.find(W + "body")
    if body is not None and [local(kid) for kid in body].index("sectPr") != len(body) - 1:
        yield "the last section does not end the body"
    if root.tag == W + "styles" and local(root[0]) != "docDefaults":
        yield "styles begin without defaults"
    if root.tag == W + "numbering":
        kinds = [local(kid) for kid in root]
        if kinds != sorted(kinds, key=["abstractNum", "num"].index):
            yield f"numbering out of order: {kinds}"


def _table_problems(root):
    for table in root.iter(W + "tbl"):
        kinds = [local(kid) for kid in table]
        if kinds[:2] != ["tblPr", "tblGrid"] or set(kinds[2:]) != {"tr"}:
            yield f"a table of {kinds}"
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(W + "tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc")]
            if sum(1 if span is None else int(span.get(W + "val")) for span in spans) != columns:
                yield f"a row that does not fill its {columns} columns"
    yield from ("a cell that does not end in a paragraph" for cell in root.iter(W + "tc") if cell[-1].tag != W + "p")


def _drawing_problems(root):
    ids = [node.get("id") for node in root.iter(WP + "docPr")]
    if len(ids) != len(set(ids)):
        yield f"drawings share an id: {ids}"
    for anchor in root.iter(WP + "anchor"):
        kinds = ["wrap" if local(kid).startswith("wrap") else local(kid) for kid in anchor]
        if kinds != ANCHOR:
            yield f"an anchor of {kinds}"
    for choice in root.iter(MC + "Choice"):
        if choice.get("Requires") not in choice.nsmap:
            yield f"the name space {choice.get('Requires')} is not declared"
    unknown = set(root.get(MC + "Ignorable", "").split()) - set(root.nsmap)
    yield from (f"the ignorable name space {prefix} is not declared" for prefix in unknown)
