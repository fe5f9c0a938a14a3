"""Does a .docx, or the PDF made of it, keep to the page of GB/T 9704-2012? Each check returns what is wrong."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PORTRAIT, LANDSCAPE = (37, 26, 35, 28), (28, 37, 26, 35)  # top right bottom left, mm
TOLERANCE = 1.0
PITCH = 579
ALLOWED_FONTS = {"仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"}
FONT_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
# The order the schema asks for; Word offers a repair when it is broken.
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
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "settings": "writeProtection view zoom removePersonalInformation bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter hideSpellingErrors hideGrammaticalErrors defaultTabStop evenAndOddHeaders "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}
FREE_ORDER = {"sectPr": {"headerReference", "footerReference"}, "trPr": set(ORDER["trPr"].split())}


def local(node):
    return etree.QName(node).localname


def docx_problems(data, *, template=False):
    """Everything about the file that the standard, Word or our house forbids."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for name, content in parts.items():
        root = etree.fromstring(content)
        found += [f"{name}: {problem}" for problem in _order_problems(root)]
        if not name.endswith("fontTable.xml"):
            found += [f"{name}: {problem}" for problem in _font_problems(root)]
        if not template and re.search(r"\{\{|\{%|%\}|\}\}", "".join(root.itertext())):
            found.append(f"{name}: a field mark is left")
        ids = [node.get("id") for node in root.iter("{*}docPr")]
        if len(ids) != len(set(ids)):
            found.append(f"{name}: drawings share an id {ids}")
        found += [f"{name}: a cell without a paragraph" for cell in root.iter(W + "tc") if cell.find(W + "p") is None]
    doc = Document(io.BytesIO(data))
    return found + _page_problems(doc) + _style_problems(doc) + _table_problems(doc, template=template)


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
        fixed = [kid for kid in kids if kid not in FREE_ORDER.get(tag, ())]
        if len(set(fixed)) != len(fixed):
            yield f"children of {tag} repeated: {kids}"


def _font_problems(root):
    for node in root.iter(W + "rFonts"):
        names = {node.get(W + slot) for slot in FONT_SLOTS}
        if len(names) != 1 or not names <= ALLOWED_FONTS:
            yield f"fonts {names} (one allowed name belongs in all four slots)"


def _page_problems(doc):
    found = []
    for number, section in enumerate(doc.sections, 1):
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        wanted = LANDSCAPE if section.page_width > section.page_height else PORTRAIT
        if any(abs(a.mm - b) > TOLERANCE for a, b in zip(margins, wanted, strict=True)):
            found.append(f"section {number}: margins {[round(m.mm, 1) for m in margins]}")
        if {round(section.page_width.mm), round(section.page_height.mm)} != {210, 297}:
            found.append(f"section {number}: not A4")
        grid = section._sectPr.find(W + "docGrid")
        if grid is None or grid.get(W + "type") != "lines" or abs(int(grid.get(W + "linePitch")) - PITCH) > 2:
            found.append(f"section {number}: grid is not lines/{PITCH}")
    return found


def _style_problems(doc):
    found = []
    normal = doc.styles.element.find(f"{W}style[@{W}styleId='Normal']")
    pitch = normal.find(f"{W}pPr/{W}spacing")
    if (pitch.get(W + "line"), pitch.get(W + "lineRule")) != (str(PITCH), "exact"):
        found.append("Normal is not set to 28.95 pt exactly")
    if normal.find(f"{W}rPr/{W}sz").get(W + "val") != "32":
        found.append("Normal is not size 3 (16 pt)")
    if normal.find(f"{W}pPr/{W}widowControl").get(W + "val") != "0":
        found.append("widow control breaks the 22 lines")
    known = {style.get(W + "styleId") for style in doc.styles.element.iter(W + "style")}
    used = {node.get(W + "val") for node in doc.element.iter(W + "pStyle", W + "rStyle")}
    found += [f"style {name} is used and not defined" for name in used - known]
    for tag in ("evenAndOddHeaders", "characterSpacingControl"):
        if doc.settings.element.find(W + tag) is None:
            found.append(f"settings lack {tag}")
    return found


def _tall(row):
    """A row with a cell of many lines: kept whole it could be taller than a page."""
    cells = [(len("".join(cell.itertext())), int(cell.find(f".//{W}tcW").get(W + "w"))) for cell in row.iter(W + "tc")]
    return any(count * 240 / width > 11 for count, width in cells)


def _table_problems(doc, *, template):
    found = []
    for table in doc.element.body.iter(W + "tbl"):
        rows = table.findall(W + "tr")
        text = "".join(node.text or "" for node in rows[0].iter(W + "t"))
        if any(row.find(f"{W}trPr/{W}cantSplit") is None and not _tall(row) for row in rows):
            found.append(f"a row of {text[:12]} may break across pages")
        if "序号" in text and rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            found.append(f"the heading row of {text[:12]} does not repeat")
        if table.find(f"{W}tblPr/{W}tblLayout").get(W + "type") != "fixed":
            found.append("a table without fixed columns")
        if not template and sum(int(col.get(W + "w")) for col in table.iter(W + "gridCol")) > 12770:
            found.append("a table wider than the type area")
    return found


# --- the PDF ------------------------------------------------------------------------------------
@dataclass
class Word:
    """A run of characters on a page, in millimetres from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Page:
    width: float
    height: float
    words: list

    @property
    def landscape(self):
        return self.width > self.height

    @property
    def text(self):
        return "".join(word.text for word in self.words)


def soffice_missing():
    return shutil.which("soffice") is None or shutil.which("pdftotext") is None


def to_pdf(folder, files):
    """Convert all files in one start of LibreOffice, with the font table we ship."""
    conf = folder / "fonts.conf"
    ours = Path(__file__).resolve().parent.parent / "deploy" / "fonts-gongwen.conf"
    conf.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><include>{ours}</include></fontconfig>",
        encoding="utf-8",
    )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    env = os.environ | {"FONTCONFIG_FILE": str(conf)}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=env)
    return [folder / Path(file).with_suffix(".pdf").name for file in files]


def read_pdf(path):
    """Pages with the place of every word."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, timeout=60)
    root = etree.fromstring(done.stdout, etree.XMLParser(recover=True))
    mm = 25.4 / 72
    pages = []
    for page in root.iter("{*}page"):
        words = [
            Word(node.text or "", *(float(node.get(key)) * mm for key in ("xMin", "yMin", "xMax", "yMax")))
            for node in page.iter("{*}word")
        ]
        pages.append(Page(float(page.get("width")) * mm, float(page.get("height")) * mm, words))
    return pages


def pdf_problems(pages):
    """Text outside the type area, lines beyond 22 or 28 characters, page numbers on the wrong side."""
    found = []
    for number, page in enumerate(pages, 1):
        top, right, bottom, left = LANDSCAPE if page.landscape else PORTRAIT
        body = [word for word in page.words if top - 1 <= (word.top + word.bottom) / 2 <= page.height - bottom + 1]
        # Turned page numbers of landscape pages stand left of the type area; hanging punctuation may stick out.
        body = [word for word in body if not (page.landscape and word.right < left)]
        found += [
            f"page {number}: “{word.text[:10]}” leaves the type area ({word.left:.1f}–{word.right:.1f} mm)"
            for word in body
            if word.left < left - TOLERANCE or word.right > page.width - right + 3
        ]
        if not page.landscape:
            found += _number_problems(number, page, bottom)
    return found


def _number_problems(number, page, bottom):
    foot = [word for word in page.words if (word.top + word.bottom) / 2 > page.height - bottom + 1]
    text = "".join(word.text for word in foot)
    if not re.fullmatch(r"—\d+—", text):
        return []
    found = []
    if text != f"—{number}—":
        found.append(f"page {number} is numbered {text}")
    side = "right" if sum(word.left for word in foot) / len(foot) > page.width / 2 else "left"
    if side != ("right" if number % 2 else "left"):
        found.append(f"page {number}: number on the {side}")
    distance = sum((word.top + word.bottom) / 2 for word in foot) / len(foot) - (page.height - bottom)
    if abs(distance - 7) > 1.5:
        found.append(f"page {number}: number {distance:.1f} mm under the type area")
    return found
