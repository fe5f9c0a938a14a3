"""The lines of a table as facts about stations: one line, one station, with the people it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Region
from common.errors import RuleError
from common.text import fold
from common.xlsx import RowError, cells
from common.xlsx.tables import Table
from deputies.imports.lines import FOOTERS
from deputies.imports.places import Places
from stations.choices import StaffRole
from stations.imports import columns as c

SEVERAL = re.compile(r"[、,，;；\n]+|\s和\s")
IN_ONE_CELL = re.compile(r"[、,，;；/\n]+|(?<=\S)\s{2,}(?=\S)")
NOTE = re.compile(r"[(（][^()（）]*[)）]")
MOST_KEYS = 10**12
LIMITS = {c.NAME: 80, c.SHORT: 40, c.ADDRESS: 80, c.HOURS: 60, c.PHONE: 40, c.GROUPS: 300, c.PAPER: 60, c.ACCOUNT: 60}
OF_STATION = (c.SHORT, c.ADDRESS, c.HOURS, c.PHONE)


@dataclass(frozen=True)
class Post:
    """Somebody in a post as a line tells it; None is what the line does not say."""

    row: int
    column: str
    name: str
    role: str
    started_on: date | None = None
    chosen_by: str | None = None
    document: str | None = None
    account: str | None = None


@dataclass
class Line:
    """One line: which station, what it says of it, its groups and people."""

    number: int
    name: str
    key: int | None = None
    home: Region | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    natures: dict[str, bool] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)


class Reader:
    """Reads the rows of one table; `errors` collects what is wrong, cell by cell."""

    def __init__(self, places: Places, columns: Mapping[str, int], given: Mapping[str, Any]) -> None:
        self.places, self.columns, self.given = places, columns, given
        self.errors: list[RowError] = []
        self.section: Region | None = None

    def lines(self, table: Table) -> list[Line]:
        """The stations of the table; titles between the rows and sums below them are none."""
        return [line for number, row in self._data(table) if (line := self._line(number, row))]

    def _data(self, table: Table) -> Iterator[tuple[int, list[Any]]]:
        at = self.columns[c.NAME]
        for number, row in table.rows():
            words = [str(value) for value in row if value not in (None, "")]
            name = row[at] if at < len(row) else ""
            if len(set(words)) == 1 and (number - 1 in table.sheet.bands or name in (None, "")):
                self.section = self.places.named_in(words[0]) or self.section
            elif not FOOTERS.match(plain(words[0])) and not FOOTERS.match(plain(name)):
                yield number, row

    def _line(self, number: int, row: list[Any]) -> Line | None:
        before = len(self.errors)

        def read(column: str, reader: Callable[[Any], Any]) -> Any:
            at = self.columns.get(column)
            if at is None or at >= len(row):
                return None
            return self._told(number, column, lambda: reader(row[at]))

        line = Line(number, _close(read(c.NAME, _text(c.NAME)) or ""))
        if not line.name and len(self.errors) == before:
            self._refuse(number, c.NAME, "没有写联络站。和上一行是同一个站的，请把站名补上。")
        line.key = read(c.KEY, lambda value: cells.number_in(value, largest=MOST_KEYS))
        home = read(c.HOME, cells.text_in)
        line.home = self._told(number, c.HOME, lambda: self._home(home))
        told = {column: read(column, _text(column)) for column in OF_STATION}
        line.facts = {column: value for column, value in told.items() if value is not None}
        if c.PHONE in line.facts:
            line.facts[c.PHONE] = fold(line.facts[c.PHONE])
        line.natures = self._natures(read)
        line.groups = [one.strip() for one in SEVERAL.split(read(c.GROUPS, _text(c.GROUPS)) or "") if one.strip()]
        line.posts = self._posts(number, read)
        return line if len(self.errors) == before else None

    def _home(self, words: str | None) -> Region | None:
        """None where the table does not say: a station that is known already has its place."""
        return self.places.find(words) if words else self.section or self.given.get(c.HOME)

    @staticmethod
    def _natures(read: Callable[..., Any]) -> dict[str, bool]:
        words = read(c.NATURE, cells.text_in) or ""
        found = {kind: True for word, kind in c.KINDS.items() if word in words}
        flags = {kind: read(kind, cells.yes_in) for kind in c.FLAGGED}
        return found | {kind: value for kind, value in flags.items() if value is not None}

    # --- people -------------------------------------------------------------------------------------
    def _posts(self, number: int, read: Callable[..., Any]) -> list[Post]:
        """The people of a line: of a cell for each post, or one a row with the post beside the name.

        How somebody came and since when stands for the person of the row; without one, for the head.
        """
        way, paper = read(c.CHOSEN, _one_of(c.WAYS)), read(c.PAPER, _text(c.PAPER))
        day = read(c.STARTED, cells.day_in) or self.given.get(c.STARTED)
        by_row = c.PERSON in self.columns
        posts = []
        for role in c.POSTS:
            names = read(role, _names) or []
            if role == StaffRole.HEAD and len(names) > 1:
                self._refuse(number, role, "一个站只有一名站长，这一格写了几个人。请留一名，其余的写到副站长里。")
            own = (way, paper) if role == StaffRole.HEAD and not by_row else (None, None)
            since = self.given.get(c.STARTED) if by_row else day
            posts += [Post(number, role, name, role, since, *own) for name in names]
        name, role = read(c.PERSON, _person), read(c.ROLE, _one_of(c.ROLES))
        if name and not role:
            self._refuse(number, c.ROLE, f"没有写{name}是站长、副站长还是联络员。")
        elif name:
            posts.append(Post(number, c.PERSON, name, role, day, way, paper, read(c.ACCOUNT, _text(c.ACCOUNT))))
        return posts

    # --- errors -------------------------------------------------------------------------------------
    def _told(self, number: int, column: str, verb: Callable[[], Any]) -> Any:
        try:
            return verb()
        except RuleError as error:
            self._refuse(number, column, str(error))
            return None

    def _refuse(self, number: int, column: str, message: str) -> None:
        self.errors.append(RowError(number, c.HEADINGS[column], message))


def plain(value: Any) -> str:
    return "".join(fold(str(value or "")).split())


def _close(name: str) -> str:
    """庆 祖 镇 联络站 is 庆祖镇联络站."""
    return cells.HAN.sub("", name)


def _text(column: str) -> Callable[[Any], str | None]:
    return lambda value: cells.text_in(value, limit=LIMITS[column])


def _person(value: Any) -> str | None:
    """A name; what stands in brackets behind it (兼, 县人大代表) is no part of it."""
    text = cells.text_in(value) if not isinstance(value, str) else value
    return cells.name_in(NOTE.sub("", text)) if text else cells.name_in(value)


def _names(value: Any) -> list[str]:
    """The people in one cell: 张 三、李四(兼)."""
    text = value if isinstance(value, str) else cells.text_in(value)
    parts = IN_ONE_CELL.split(NOTE.sub("", text)) if text else []
    return [name for part in parts if part.strip() and (name := cells.name_in(part))]


def _one_of(known: Mapping[str, str]) -> Callable[[Any], str | None]:
    """A value out of a closed list, under any of its names."""

    def read(value: Any) -> str | None:
        text = cells.text_in(value)
        if text is None:
            return None
        if plain(text) not in known:
            first = dict.fromkeys(known.values())
            names = "、".join(next(name for name, one in known.items() if one == value) for value in first)
            raise RuleError(f"看不懂“{text[:20]}”，可以写：{names}。")
        return str(known[plain(text)])

    return read
