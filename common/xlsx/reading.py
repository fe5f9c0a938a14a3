"""Tables in: an uploaded workbook as rows of text under the headings we know, each with its number in Excel."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from common.text import fold
from common.xlsx.guard import BROKEN, MB, check_workbook, take_in
from common.xlsx.writing import shown

HEADING_WITHIN = 20
# Formatted but empty rows below the table are common; more than this is somebody's whole sheet.
SPARE_ROWS = 2000
# A double holds fifteen digits; Excel has already rounded a longer number away.
EXACT_DIGITS = 10**15


@dataclass(frozen=True)
class Row:
    """One row of data: its number as Excel shows it, its text by heading."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell (or, without a heading, one row), told as “第 7 行 姓名：…”."""

    row: int
    heading: str
    message: str

    def __str__(self) -> str:
        place = f"第 {self.row} 行 {self.heading}" if self.heading else f"第 {self.row} 行"
        return f"{place}：{self.message}"


def raise_row_errors(errors: Iterable[RowError]) -> None:
    """Refuse the whole table with all its errors in the order of rows, if there are any."""
    told = [str(error) for error in sorted(errors, key=lambda error: error.row)]
    if told:
        raise ValidationError(told, code="rows")


def read_xlsx(
    upload: Any,
    headings: Sequence[str],
    *,
    optional: Sequence[str] = (),
    max_rows: int = 5000,
    max_bytes: int = 10 * MB,
) -> list[Row]:
    """The rows below the heading row of the first sheet; empty rows are left out and keep their numbers.

    Every `headings` column must be there, `optional` ones may be; a row's values have all of them. Titles
    above the heading row, other columns, spaces, full-width letters and a trailing * or （必填） do not
    matter. Numbers and dates come as text. Refuses with ValidationError in Chinese.
    """
    data = take_in(upload, max_bytes)
    check_workbook(data, max_rows + SPARE_ROWS)
    grid = _first_sheet(data)
    start, columns = _find_heading_row(grid, headings, optional)
    rows, errors = [], []
    for number, cells in enumerate(grid[start + 1 :], start + 2):
        row, wrong = _read_row(number, cells, columns)
        if any(row.values.values()):
            rows.append(Row(number, dict.fromkeys((*headings, *optional), "") | row.values))
        errors += wrong
    raise_row_errors(errors)
    if not rows:
        raise ValidationError("表头下面没有数据。", code="empty")
    if len(rows) > max_rows:
        raise ValidationError(f"表里有 {len(rows)} 行，一次最多 {max_rows} 行，请分几次上传。", code="too_many")
    return rows


def _first_sheet(data: bytes) -> list[list[Any]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise ValidationError(BROKEN, code="broken") from error


def plain_heading(value: Any) -> str:
    """A heading without what people vary: spaces, width, case, the star of required columns."""
    return re.sub(r"[\s*：:]", "", fold(str(value))).casefold()


def bare_heading(heading: str) -> str:
    return re.sub(r"\([^()]*\)$", "", heading)


def _find_heading_row(
    grid: list[list[Any]], headings: Sequence[str], optional: Sequence[str]
) -> tuple[int, dict[int, str]]:
    """The row with most of our headings, and which of its columns holds which; complains about those missing."""
    known = {plain_heading(heading): heading for heading in (*headings, *optional)}
    found = [(index, _match(cells, known)) for index, cells in enumerate(grid[:HEADING_WITHIN])]
    if not any(columns for _, columns in found):
        if not any(value not in (None, "") for cells in grid for value in cells):
            raise ValidationError("第一张工作表是空的。", code="empty")
        names = "、".join(f"“{heading}”" for heading in headings)
        raise ValidationError(f"没有找到表头。表里应有这些列：{names}。", code="columns")
    index, columns = max(found, key=lambda pair: len(set(pair[1].values())))
    present = list(columns.values())
    missing = [heading for heading in headings if heading not in present]
    if missing:
        names = "、".join(f"“{heading}”" for heading in missing)
        raise ValidationError(f"第 {index + 1} 行的表头里缺少{names}列。", code="columns")
    double = next((heading for heading in present if present.count(heading) > 1), None)
    if double:
        raise ValidationError(f"第 {index + 1} 行的表头里“{double}”出现了两次，请删去一列。", code="columns")
    return index, columns


def _match(cells: Sequence[Any], known: dict[str, str]) -> dict[int, str]:
    plain = [plain_heading(value) for value in cells]
    names = [known.get(name) or known.get(bare_heading(name)) for name in plain]
    return {column: name for column, name in enumerate(names) if name}


def _read_row(number: int, cells: Sequence[Any], columns: dict[int, str]) -> tuple[Row, list[RowError]]:
    values, errors = {}, []
    for column, heading in columns.items():
        value = cells[column] if column < len(cells) else ""
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT_DIGITS:
            errors.append(
                RowError(number, heading, "数字过长，末几位已被 Excel 改掉。请把这一列设为文本格式，重新填写。")
            )
        else:
            values[heading] = _text(value)
    return Row(number, values), errors


def _text(value: Any) -> str:
    """A cell as a person would type it."""
    known = shown(value)
    if isinstance(known, float) and known.is_integer():
        known = int(known)
    return str(known).strip()
