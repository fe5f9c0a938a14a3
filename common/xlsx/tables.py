"""Where a table begins in a sheet, what its columns are called, and which of ours each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from common.text import fold
from common.xlsx.reading import HEADING_WITHIN, bare_heading, plain_heading
from common.xlsx.sheets import Sheet

MARKED = "问题"  # the last column of a file that came back marked
LONGEST = 40
ENOUGH = 2  # columns we know, by which a row of headings is told from other rows
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Heading:
    """One column of a table: its place from 0, what it is called, which of ours it looks like (or "")."""

    at: int
    text: str
    column: str


@dataclass(frozen=True)
class Table:
    """A sheet with its heading row found: `start` is the row of the headings, from 0."""

    sheet: Sheet
    start: int
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        """What stands above the headings."""
        words = (str(value) for cells in self.sheet.grid[: self.start] for value in dict.fromkeys(cells) if value)
        return " ".join(words)

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows below the headings that hold anything, with their numbers in Excel."""
        for index in range(self.start + 1, len(self.sheet.grid)):
            cells = self.sheet.grid[index]
            if any(value not in (None, "") for value in cells):
                yield index + 1, cells


def find_tables(sheets: Sequence[Sheet], names: Names, *, must: str) -> list[Table]:
    """The tables of the sheets: those with a column like `must`, else those where two columns are known;
    the one with most of our columns first.

    `names` says what each of our columns may be called. Refuses with ValidationError when there is none.
    """
    found = [table for sheet in sheets if (table := _find(sheet, names))]
    fit = [table for table in found if any(one.column == must for one in table.headings)]
    fit = fit or [table for table in found if sum(bool(one.column) for one in table.headings) >= ENOUGH]
    if not fit:
        raise ValidationError(
            f"没有找到表头。表里要有一行列名，其中要有“{names[must][0]}”这一列，请检查后再传。", code="columns"
        )
    return sorted(fit, key=lambda table: -sum(bool(one.column) for one in table.headings))


def _find(sheet: Sheet, names: Names) -> Table | None:
    known = {plain_heading(name): column for column, all_names in names.items() for name in all_names}
    tables = [_table(sheet, row, known) for row in range(min(HEADING_WITHIN, len(sheet.grid)))]
    return max(tables, key=lambda table: len({one.column for one in table.headings} - {""}), default=None)


def _table(sheet: Sheet, row: int, known: dict[str, str]) -> Table:
    headings: list[Heading] = []
    for at, value in enumerate(sheet.grid[row]):
        text = fold(str(value or "")).strip()
        if not text or plain_heading(text) == MARKED:
            continue
        taken = {one.text for one in headings}
        column = "" if sheet.bands and row in sheet.bands else _column_of(text, known)
        headings.append(Heading(at, _own(sheet, row, at, text, taken), column if _is_free(column, headings) else ""))
    return Table(sheet, row, tuple(headings))


def _column_of(text: str, known: dict[str, str]) -> str:
    plain = plain_heading(text)
    return known.get(plain) or known.get(bare_heading(plain)) or ""


def _is_free(column: str, headings: list[Heading]) -> bool:
    return all(one.column != column for one in headings)


def _own(sheet: Sheet, row: int, at: int, text: str, taken: set[str]) -> str:
    """A name of its own: two columns called 姓名 are told apart by what stands above, else by their letter."""
    text = " ".join(text.split())[:LONGEST]
    if text not in taken:
        return text
    above = sheet.grid[row - 1] if row else []
    over = fold(str(above[at] or "")).strip() if at < len(above) else ""
    named = f"{over}·{text}"[:LONGEST]
    return named if over and named not in taken else f"{text}（第 {at + 1} 列）"
