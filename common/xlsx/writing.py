"""Tables out: text and numbers only, never a formula, whatever a user typed; the same rows give the same bytes."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from common.documents.packing import repack
from common.documents.wording import clean
from common.text import cn_date

CELL_LIMIT = 32_767
CUT_MARK = "…（超出单元格长度，后文从略）"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
SHEET_NAME_LIMIT = 31
A4 = 9
MARGIN_IN = 0.45
LINE_PT, TITLE_LINE_PT, ROOM_PT = 15.5, 24, 3
HIGHEST_PT = 409
FIRST_WIDE = "\u2e80"
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
# Heights are ours to begin with, the program's once somebody edits the row.
FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
XML_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Column:
    """One column of an export: its heading, how to get the value from a row, its width in characters."""

    heading: str
    getter: Callable[[Any], Any]
    width: float = 14


def shown(value: Any) -> str | int | float:  # noqa: PLR0911 (one line per kind of value)
    """A value as a cell shows it: numbers stay numbers, dates and 是/否 become text, None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{cn_date(local)} {local:%H:%M}"
    if isinstance(value, date):
        return cn_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        hours, rest = divmod(int(value.total_seconds()), 3600)
        return f"{hours:02}:{rest // 60:02}"
    return clean(str(value))


def write_xlsx(columns: Sequence[Column], rows: Iterable[Any], *, title: str = "", sheet: str = "") -> bytes:
    """A workbook of one sheet: title, frozen heading row, wrapped cells, ready for A4 landscape.

    Rows are read once, one at a time. Text that starts like a formula stays text, also when it is edited.
    """
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\']", "", sheet or title)[:SHEET_NAME_LIMIT] or "表")
    heading_row = 2 if title else 1
    _set_page(page, columns, heading_row)
    widths = [column.width for column in columns]
    if title:
        page.merged_cells.add(f"A1:{get_column_letter(len(columns))}1")
        page.row_dimensions[1].height = _height([title], [sum(widths) * 11 / 16], TITLE_LINE_PT)
        page.append([_cell(page, title, "表题")])
    headings = [column.heading for column in columns]
    page.row_dimensions[heading_row].height = _height(headings, widths) + ROOM_PT
    page.append([_cell(page, heading, "表头") for heading in headings])
    for number, row in enumerate(rows, heading_row + 1):
        values = [shown(column.getter(row)) for column in columns]
        page.row_dimensions[number].height = _height(values, widths)
        page.append([_cell(page, value, "表格文字" if isinstance(value, str) else "表格数字") for value in values])
    draft = io.BytesIO()
    book.save(draft)
    return repack(draft, {"docProps/core.xml": _without_clock, "xl/worksheets/sheet1.xml": _free_heights})


def _without_clock(data: bytes) -> bytes:
    return MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", data)


def _free_heights(data: bytes) -> bytes:
    return FIXED_HEIGHT.sub(rb"\1", data)


def _height(values: Sequence[str | float], widths: Sequence[float], line: float = LINE_PT) -> float:
    """The height in points at which every wrapped value is seen; LibreOffice shows one line of each without it."""
    lines = max((_lines(value, width) for value, width in zip(values, widths, strict=True)), default=1)
    return min(HIGHEST_PT, lines * line + ROOM_PT)


def _lines(value: str | float, width: float) -> int:
    room = max(width - 1.5, 2)
    texts = str(value).split("\n")
    return sum(max(1, math.ceil(sum(2 if char >= FIRST_WIDE else 1.1 for char in text) / room)) for text in texts)


def _styles() -> tuple[NamedStyle, ...]:
    thin = Side(style="thin", color="999999")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    grey = PatternFill("solid", start_color="EDEFF2")
    return (
        NamedStyle("表题", font=Font(name="宋体", size=16, bold=True), alignment=middle),
        NamedStyle("表头", font=Font(name="宋体", size=11, bold=True), alignment=middle, border=box, fill=grey),
        NamedStyle(
            "表格文字",
            font=Font(name="宋体", size=11),
            alignment=Alignment(vertical="top", wrap_text=True),
            border=box,
        ),
        NamedStyle(
            "表格数字", font=Font(name="宋体", size=11), alignment=Alignment("center", vertical="top"), border=box
        ),
    )


def _set_page(page: Any, columns: Sequence[Column], heading_row: int) -> None:
    page.freeze_panes = f"A{heading_row + 1}"
    page.print_title_rows = f"{heading_row}:{heading_row}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.page_margins = PageMargins(left=MARGIN_IN, right=MARGIN_IN, top=0.6, bottom=0.6, header=0.3, footer=0.3)
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for i, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(i)].width = column.width


def _cell(page: Any, value: str | float, style: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        # Excel reads _x000D_ as a character code; the code of “_” itself in front keeps what was typed.
        text = XML_ESCAPE.sub("_x005F_", value)
        cell.value = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(CUT_MARK)] + CUT_MARK
        cell.data_type = "s"
    else:
        cell.value = value
    cell.style = style
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def write_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """The same table as CSV lines that Excel opens as UTF-8; text that starts like a formula gets an apostrophe."""
    yield "\ufeff".encode()
    yield _csv_line([column.heading for column in columns])
    for row in rows:
        yield _csv_line([shown(column.getter(row)) for column in columns])


def _csv_line(values: Sequence[str | float]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(value) for value in values])
    return line.getvalue().encode()


def _harmless(value: str | float) -> str | float:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
