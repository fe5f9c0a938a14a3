"""A workbook given back with its faults shown: wrong cells coloured, what is wrong in a last column."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from common.text import fold
from common.xlsx.reading import RowError, plain_heading
from common.xlsx.tables import MARKED, Table

COLOUR = "FFFFC7CE"
WRONG = PatternFill("solid", start_color=COLOUR)
NOTHING = PatternFill()
WIDE = 50


def mark_errors(data: bytes, table: Table, errors: Sequence[RowError], places: Mapping[str, int]) -> bytes:
    """The workbook `data` with the `errors` of `table` shown in it; all else stays as it was.

    `places` says where the column of a heading stands, from 0. Marks of an earlier round go.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts openpyxl does not know and leaves out
        book = load_workbook(io.BytesIO(data))
    page = book[table.sheet.name]
    told: dict[int, list[str]] = {}
    _unmark(page, table.start + 2)
    for error in errors:
        at = places.get(error.heading)
        if at is not None:
            page.cell(error.row, at + 1).fill = WRONG
        told.setdefault(error.row, []).append(f"{error.heading}：{error.message}" if error.heading else error.message)
    _write_column(page, table.start + 1, _last_column(page, table), told)
    book.active = book.sheetnames.index(table.sheet.name)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _unmark(page: Any, start: int) -> None:
    for cells in page.iter_rows(min_row=start):
        for cell in cells:
            if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == COLOUR:
                cell.fill = NOTHING


def _last_column(page: Any, table: Table) -> int:
    """Where 问题 stands or may stand, from 1."""
    for cell in page[table.start + 1]:
        if plain_heading(fold(str(cell.value or ""))) == MARKED:
            return int(cell.column)
    return max(int(page.max_column), max((one.at for one in table.headings), default=0) + 1) + 1


def _write_column(page: Any, heading_row: int, column: int, told: Mapping[int, Sequence[str]]) -> None:
    for number in range(heading_row + 1, page.max_row + 1):
        cell = page.cell(number, column)
        words = "\n".join(told.get(number, ()))
        if words or cell.value:
            cell.value = words or None
        if words:
            cell.data_type, cell.fill = "s", WRONG
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.cell(heading_row, column, MARKED).font = Font(bold=True)
    page.column_dimensions[get_column_letter(column)].width = WIDE
