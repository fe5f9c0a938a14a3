"""A whole workbook in, as offices keep it: every sheet, merged cells filled, faulty cells told from empty ones."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from common.xlsx.guard import BROKEN, CELL, MB, check_workbook, take_in
from common.xlsx.reading import SPARE_ROWS

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BAND = 3  # cells merged side by side that make a title or a section, not a value


@dataclass(frozen=True)
class Fault:
    """A cell without a value to read: an error value, or a formula nobody has computed yet."""

    message: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells with merged ones filled, and which rows (from 0) are titles across the sheet."""

    name: str
    grid: list[list[Any]]
    bands: frozenset[int] = field(default_factory=frozenset)


def read_sheets(upload: Any, *, max_rows: int = 5000, max_bytes: int = 5 * MB) -> list[Sheet]:
    """The sheets of an uploaded workbook that hold anything; refuses with ValidationError in Chinese."""
    data = take_in(upload, max_bytes)
    check_workbook(data, max_rows + SPARE_ROWS)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [_sheet(book.get_sheet_by_name(name), faults) for name, faults in _faults(data, book.sheet_names)]
    except (CalamineError, KeyError, etree.XMLSyntaxError) as error:
        raise ValidationError(BROKEN, code="broken") from error
    filled = [sheet for sheet in sheets if any(value not in (None, "") for row in sheet.grid for value in row)]
    if not filled:
        raise ValidationError("这个工作簿是空的，没有内容。", code="empty")
    return filled


def _sheet(page: Any, faults: dict[tuple[int, int], Fault]) -> Sheet:
    grid = page.to_python(skip_empty_area=False)
    for (row, column), fault in faults.items():
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = fault
    bands: set[int] = set()
    for first, last in page.merged_cell_ranges or ():
        _fill(grid, first, last)
        if last[1] - first[1] + 1 >= BAND:
            bands.update(range(first[0], last[0] + 1))
    return Sheet(page.name, grid, frozenset(row for row in bands if row < len(grid) and _is_one(grid[row])))


def _fill(grid: list[list[Any]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Every cell of a merged range says what its corner says."""
    if first[0] >= len(grid) or first[1] >= len(grid[first[0]]):
        return
    value = grid[first[0]][first[1]]
    for cells in grid[first[0] : last[0] + 1]:
        for column in range(first[1], min(last[1] + 1, len(cells))):
            cells[column] = value


def _is_one(cells: list[Any]) -> bool:
    """Whether a row says one thing alone."""
    return len({value for value in cells if value not in (None, "")}) == 1


# --- faulty cells: the reader gives them as empty ---------------------------------------------------
def _faults(data: bytes, names: list[str]) -> Iterator[tuple[str, dict[tuple[int, int], Fault]]]:
    """Each sheet by name with its faulty cells by (row, column) from 0."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        paths = _paths(archive)
        for name in names:
            content = archive.read(paths[name]) if name in paths else b""
            suspect = b't="e"' in content or b"<f" in content or b":f" in content
            yield name, dict(_faulty(content)) if suspect else {}


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which member of the archive holds which sheet."""
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): posixpath.normpath(posixpath.join("xl", one.get("Target"))) for one in relations}
    sheets = (node for node in book.iter() if isinstance(node.tag, str) and etree.QName(node).localname == "sheet")
    known = {sheet.get("name"): targets.get(sheet.get(RELATION), "").removeprefix("/") for sheet in sheets}
    return {name: path for name, path in known.items() if path in archive.namelist()}


def _faulty(content: bytes) -> Iterator[tuple[tuple[int, int], Fault]]:
    for _, cell in etree.iterparse(io.BytesIO(content), tag="{*}c", resolve_entities=False, no_network=True):
        place = CELL.fullmatch(cell.get("r", ""))
        fault = _fault_of(cell)
        cell.clear()
        if place and fault:
            yield (int(place[2]) - 1, _column(place[1])), fault


def _fault_of(cell: Any) -> Fault | None:
    parts = {etree.QName(part).localname: part for part in cell}
    value = parts["v"].text if "v" in parts else None
    if cell.get("t") == "e":
        return Fault(f"这一格是错误值 {value}，请改好公式，或者直接填内容。")
    if "f" in parts and not value and cell.get("t") != "str":
        return Fault("这一格的公式还没有算出结果。请在 Excel 里打开、存一次再传，或者直接填内容。")
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
