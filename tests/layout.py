"""Does a .docx, or the PDF made of it, keep to the page of GB/T 9704-2012? Each check returns what is wrong."""

import io
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from lxml import etree

from tests.ooxml import W, package_problems, parts_of

PORTRAIT, LANDSCAPE = (37, 26, 35, 28), (28, 37, 26, 35)  # top right bottom left, mm
TOLERANCE = 1.0
PITCH = 579
ALLOWED_FONTS = {"仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"}
FONT_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")

def docx_problems(data, *, template=False):
    """Everything about the file that the standard, Word or our house forbids."""
    found = package_problems(data)
    for name, root in parts_of(data).items():
        if not name.endswith("fontTable.xml"):
            found += [f"{name}: {problem}" for problem in _font_problems(root)]
        if not template and re.search(r"\{\{|\{%|%\}|\}\}", "".join(root.itertext())):
            found.append(f"{name}: a field mark is left")
    doc = Document(io.BytesIO(data))
    return found + _page_problems(doc) + _style_problems(doc) + _table_problems(doc, template=template)


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
        found += _turned_number_problems(number, page, left) if page.landscape else _number_problems(number, page, bottom)
    return found


def unbroken_problems(page, text):
    """Whether `text`, a date of a head for example, stands whole on one line of the page, however it is set."""
    lines = {}
    for word in sorted(page.words, key=lambda one: one.left):
        lines.setdefault(round(word.bottom), []).append(word.text)
    return [] if any(text in "".join(line) for line in lines.values()) else [f"“{text}” does not stand on one line"]


def _turned_number_problems(number, page, left):
    """On a landscape page the number stands left of the type area: low on odd pages, high on even ones."""
    words = sorted((word for word in page.words if word.right < left), key=lambda word: word.top)
    text = "".join(word.text for word in words)
    if text != f"—{number}—":
        return [f"page {number} is numbered “{text}”"]
    found = []
    distance = left - sum((word.left + word.right) / 2 for word in words) / len(words)
    if abs(distance - 7) > 1.5:
        found.append(f"page {number}: number {distance:.1f} mm beside the type area")
    if (words[0].top > page.height / 2) != bool(number % 2):
        found.append(f"page {number}: number at the wrong end of the sheet")
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
