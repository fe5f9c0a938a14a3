"""Posters and cards as PDF. The font is embedded as the characters that are used, so it prints alike everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from fpdf import FPDF
from fpdf.enums import TextMode
from pylopdf_fonts_zh_cn import sans_path

from stations.posters.facts import Poster
from stations.posters.picture import squares

FONT = "sans"
WHITE, RED, INK, GREY, LINE = (255, 255, 255), (168, 32, 36), (43, 36, 32), (92, 84, 78), (205, 198, 190)
WIDTH, HEIGHT, EDGE = 210.0, 297.0, 18.0
CARD_W, CARD_H, CARD_COLUMNS, CARD_ROWS = 90.0, 54.0, 2, 5
CARD_LEFT, CARD_TOP = 15.0, 13.5
CODE, CARD_CODE = 104.0, 37.0
SLOGAN = "听民声、转民意、督办理、有回音"
WHAT_TO_DO = "打开微信“扫一扫”，不用注册，不用下载。"
DOORS = (
    "紧急情况请拨 110、119、120；诉讼、仲裁、举报、信访事项请找法院、仲裁机构、纪检监察机关和信访部门；"
    "停水停电、办证这类具体的事可打 12345。"
)
POINT, SMALLEST = 72 / 25.4, 6
PIECES = re.compile(r"[（“《]*(?:[0-9A-Za-z:./_-]+|.)[，。；：、）”》]*")


class Sheet(FPDF):
    """A4 with our font; lengths in millimetres."""

    def __init__(self) -> None:
        super().__init__(format="A4", unit="mm")
        self.set_auto_page_break(auto=False)
        self.set_margins(0, 0, 0)
        self.add_font(FONT, "", sans_path())
        self.set_font(FONT, size=12)
        self.widths: dict[str, float] = {}
        self.set_title("代表码和联络站码")
        self.set_lang("zh-CN")

    def write_at(
        self,
        text: str,
        top: float,
        *,
        size: float,
        left: float = EDGE,
        width: float = WIDTH - 2 * EDGE,
        colour: tuple[int, int, int] = INK,
        bold: bool = False,
        align: str = "C",
        most: int = 3,
    ) -> float:
        """Lines of text from `top`; returns where the next may begin. What needs more than `most` is set smaller."""
        while size > SMALLEST and len(self.lines_of(text, size, width)) > most:
            size -= 1
        height, mode = size / POINT * 1.4, TextMode.FILL_STROKE if bold else TextMode.FILL
        self.set_font(FONT, size=size)
        with self.local_context(text_mode=mode, text_color=colour, draw_color=colour, line_width=size / 400):
            for line in self.lines_of(text, size, width):
                space = width - self.width_of(line, size)
                self.text(left + (space / 2 if align == "C" else 0), top + height * 0.75, line)
                top += height
        return top

    def width_of(self, text: str, size: float) -> float:
        """How wide a text is; each character is measured once."""
        for char in text:
            if char not in self.widths:
                self.set_font(FONT, size=100)
                self.widths[char] = self.get_string_width(char) / 100
        return sum(self.widths[char] for char in text) * size

    def lines_of(self, text: str, size: float, width: float) -> list[str]:
        """`text` broken as Chinese is: numbers stay whole, marks stay with what they open or close."""
        lines, line, used = [], "", 0.0
        for piece in PIECES.findall(text):
            wide = self.width_of(piece, size)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + piece, used + wide
        return [*lines, line]

    def code_at(self, address: str, left: float, top: float, side: float) -> None:
        """The code with its quiet zone inside `side`, as one shape, so that no seams show between its squares."""
        count, runs = squares(address)
        unit = side / count * POINT
        x0, y0 = left * POINT, self.h_pt - top * POINT
        shapes = [f"{x0 + x * unit:.2f} {y0 - (y + 1) * unit:.2f} {n * unit:.2f} {unit:.2f} re" for x, y, n in runs]
        self._out("q 0 g " + " ".join(shapes) + " f Q")


def draw(posters: Iterable[Poster], *, cards: bool = False, tell: Callable[[int], None] | None = None) -> bytes:
    """A PDF: a page for each poster, or ten cards on a page. `tell(n)` hears after each how many are drawn."""
    sheet = Sheet()
    for number, poster in enumerate(posters):
        if cards:
            place = number % (CARD_COLUMNS * CARD_ROWS)
            if place == 0:
                sheet.add_page()
            _card(sheet, poster, place)
        else:
            sheet.add_page()
            _page(sheet, poster)
        if tell:
            tell(number + 1)
    return bytes(sheet.output())


def _page(sheet: Sheet, poster: Poster) -> None:
    """One poster on A4: whose it is above, the code in the middle, where to go and the right doors below."""
    sheet.set_fill_color(*RED)
    sheet.rect(0, 0, WIDTH, 34, style="F")
    sheet.write_at("人大代表联络站", 6, size=26, colour=WHITE, bold=True)
    sheet.write_at(SLOGAN, 20.5, size=14, colour=WHITE)
    title = f"{poster.name} 代表" if poster.is_deputy else poster.name
    top = sheet.write_at(title, 42, size=40 if poster.is_deputy else 30, bold=True, most=2)
    for line in poster.lines[:5]:
        top = sheet.write_at(line, top + 0.5, size=14, colour=GREY, most=2)
    top = min(max(top + 2, 84), 112)
    sheet.code_at(poster.address, (WIDTH - CODE) / 2, top, CODE)
    what = "有话对代表说，扫这个码" if poster.is_deputy else "有话到站里说，扫这个码"
    top = sheet.write_at(what, top + CODE + 1, size=24, colour=RED, bold=True)
    top = sheet.write_at(WHAT_TO_DO, top, size=15)
    _foot(sheet, poster, max(top + 5, 240))
    _mark(sheet, WIDTH - 34, 11, 18)


def _foot(sheet: Sheet, poster: Poster, top: float) -> None:
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.3)
    sheet.line(EDGE, top, WIDTH - EDGE, top)
    top += 2
    if poster.station:
        top = sheet.write_at(f"联络站：{poster.station}", top, size=13, align="L", most=2)
    if poster.where:
        top = sheet.write_at(f"地址：{poster.where}", top, size=13, align="L", most=2)
        top = sheet.write_at(f"开放时间：{poster.hours}", top, size=13, align="L", most=2)
    top = sheet.write_at(DOORS, top + 1.5, size=9.5, colour=GREY, align="L")
    sheet.write_at(f"扫不开时可以输入网址：{poster.address}", 288, size=9, colour=GREY, most=1)


def _card(sheet: Sheet, poster: Poster, place: int) -> None:
    """One card of 90 by 54 mm, with a fine line to cut along."""
    left = CARD_LEFT + place % CARD_COLUMNS * CARD_W
    top = CARD_TOP + place // CARD_COLUMNS * CARD_H
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.1)
    sheet.rect(left, top, CARD_W, CARD_H)
    sheet.set_fill_color(*RED)
    sheet.rect(left, top, CARD_W, 8, style="F")
    sheet.write_at("人大代表联络站", top + 1.2, left=left, width=CARD_W, size=11, colour=WHITE, bold=True)
    sheet.code_at(poster.address, left + CARD_W - CARD_CODE - 2, top + 8.5, CARD_CODE)
    text: dict[str, Any] = {"left": left + 4, "width": CARD_W - CARD_CODE - 8, "align": "L"}
    name = f"{poster.name} 代表" if poster.is_deputy else poster.name
    below = sheet.write_at(name, top + 10, size=16 if poster.is_deputy else 12, bold=True, **text)
    for line in poster.lines[:2]:
        below = sheet.write_at(line, below, size=7.5, colour=GREY, **text)
    below = sheet.write_at(poster.station or poster.where, below + 0.5, size=8, most=2, **text)
    sheet.write_at(poster.hours, below, size=7, colour=GREY, most=2, **text)
    wide: dict[str, Any] = {"left": left + 4, "width": CARD_W - 8}
    what = "微信扫一扫，有话对代表说；紧急情况请拨 110、119、120"
    sheet.write_at(what, top + 46.5, size=8, colour=RED, most=1, **wide)
    _mark(sheet, left + 4, top + 1.9, 8)




def _mark(sheet: Sheet, left: float, top: float, size: float) -> None:
    """示例 on what belongs to the demonstration: its persons do not exist."""
    if settings.PORTAL_DEMO:
        sheet.write_at("示例", top, left=left, width=30, size=size, colour=WHITE, bold=True, align="L")
