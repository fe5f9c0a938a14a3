"""The lines of a roster as facts about people: one line, one person, one or more mandates."""

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
from deputies.choices import Gender, GroupRole, Level, MandateStatus
from deputies.imports import columns as c
from deputies.imports.places import Places

FOOTERS = re.compile(r"^(合计|总计|小计|共计|共\d|备注|说明|注[:：]|填表人|制表人|审核人|联系人)")
SEVERAL = re.compile(r"[、,，;；/和\n]+")
MOST_KEYS = 10**12
LIMITS = {c.POST: 80, c.PROFESSION: 40, c.SEAT: 60, c.REASON: 120, c.GROUP: 60}
GENDERS = {"男": Gender.MALE, "女": Gender.FEMALE, "男性": Gender.MALE, "女性": Gender.FEMALE}
STATUSES = {
    **{str(label): value for value, label in MandateStatus.choices},
    "在任": MandateStatus.ACTIVE,
    "有效": MandateStatus.ACTIVE,
    "现任": MandateStatus.ACTIVE,
    "暂停": MandateStatus.SUSPENDED,
    "暂停履职": MandateStatus.SUSPENDED,
    "离任": MandateStatus.ENDED,
    "辞职": MandateStatus.ENDED,
    "罢免": MandateStatus.ENDED,
    "资格终止": MandateStatus.ENDED,
}
ROLES = {
    **{str(label): value for value, label in GroupRole.choices},
    "组员": GroupRole.MEMBER,
    "召集人": GroupRole.LEADER,
}
SEVERAL_TERMS = "一行写了几个层级，届次也要按同样的顺序写几个，用顿号隔开；或者一个层级写一行。"


@dataclass(frozen=True)
class Seat:
    """A mandate as a line tells it; None is what the line does not say."""

    level: str
    term: int
    region: Region
    facts: dict[str, Any]

    @property
    def key(self) -> tuple[str, int, int]:
        return self.level, self.term, self.region.pk


@dataclass
class Line:
    """One line: who (`facts` of the person), where, which seats, which group."""

    number: int
    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    key: int | None = None
    home: Region | None = None
    seats: list[Seat] = field(default_factory=list)
    group: str | None = None
    role: str | None = None
    joined_on: date | None = None


Columns = Mapping[str, int]  # our column → its place in the sheet


class Reader:
    """Reads the rows of one table; `errors` collects what is wrong, cell by cell."""

    def __init__(self, places: Places, columns: Columns, given: Mapping[str, Any]) -> None:
        self.places, self.columns, self.given = places, columns, given
        self.errors: list[RowError] = []
        self.section: Region | None = None

    def lines(self, table: Table) -> list[Line]:
        """The people of the table; titles between the rows and sums below them are no people."""
        return [line for number, row in self.data(table) if (line := self._line(number, row))]

    def data(self, table: Table) -> Iterator[tuple[int, list[Any]]]:
        """Rows of people, with their numbers; a title in between says where the next ones live."""
        at = self.columns[c.NAME]
        for number, row in table.rows():
            words = [str(value) for value in row if value not in (None, "")]
            name = row[at] if at < len(row) else ""
            if len(set(words)) == 1 and (number - 1 in table.sheet.bands or name in (None, "")):
                self.section = self.places.named_in(words[0]) or self.section
            elif not FOOTERS.match(_plain(words[0])) and not FOOTERS.match(_plain(name)):
                yield number, row

    def _line(self, number: int, row: list[Any]) -> Line | None:
        before = len(self.errors)

        def read(column: str, reader: Callable[[Any], Any]) -> Any:
            at = self.columns.get(column)
            if at is None or at >= len(row):
                return None
            return self._told(number, column, lambda: reader(row[at]))

        line = Line(number, read(c.NAME, cells.name_in) or "", _person(read))
        if not line.name and len(self.errors) == before:
            self._refuse(number, c.NAME, "没有写姓名。和上一行是同一个人的，请把姓名补上。")
        line.key = read(c.KEY, lambda value: cells.number_in(value, largest=MOST_KEYS))
        home = read(c.HOME, cells.text_in)
        line.home = self._told(number, c.HOME, lambda: self._home(home))
        line.group, line.joined_on = read(c.GROUP, _text(c.GROUP)), read(c.JOINED, cells.day_in)
        line.role = read(c.ROLE, _one_of(ROLES))
        if len(self.errors) == before and line.home:
            line.seats = self._seats(line, read)
        return line if len(self.errors) == before else None

    def _home(self, words: str | None) -> Region:
        if words:
            return self.places.find(words)
        home = self.section or self.given.get(c.HOME)
        if home is None:
            raise RuleError("没有写所在乡镇（街道）。")
        return home

    # --- mandates -----------------------------------------------------------------------------------
    def _seats(self, line: Line, read: Callable[..., Any]) -> list[Seat]:
        """The seats of a line: 省、市 with 十四、八 in the column of terms are two."""
        before = len(self.errors)
        levels = self._levels(line.number, read)
        terms = self._terms(line.number, read, len(levels)) if len(self.errors) == before else []
        place = read(c.PLACE, cells.text_in)
        facts = {
            c.SEAT: read(c.SEAT, _text(c.SEAT)),
            c.MEMBER: read(c.MEMBER, cells.yes_in),
            c.STARTED: read(c.STARTED, cells.day_in) or self.given.get(c.STARTED),
            c.ENDED: read(c.ENDED, cells.day_in),
            c.STATUS: read(c.STATUS, _one_of(STATUSES)),
            c.REASON: read(c.REASON, _text(c.REASON)),
        }
        self._check_days(line.number, facts)
        seats = []
        for level, term in zip(levels, terms, strict=False):
            region = self._told(line.number, c.PLACE, self._congress, line.home, level, place)
            if region:
                seats.append(Seat(level, term, region, facts))
        return seats

    def _congress(self, home: Region, level: str, place: str | None) -> Region:
        return self.places.congress(home, level, place)

    def _levels(self, number: int, read: Callable[..., Any]) -> list[str]:
        words = read(c.LEVEL, cells.text_in)
        if not words:
            return [self.given[c.LEVEL]] if self.given.get(c.LEVEL) else []
        found = [c.level_of(part) for part in SEVERAL.split(words) if part.strip()]
        if None in found:
            names = "、".join(str(label) for label in Level.labels)
            self._refuse(number, c.LEVEL, f"没有“{words[:20]}”这个层级。可以写：{names}。")
        return [level for level in found if level]

    def _terms(self, number: int, read: Callable[..., Any], wanted: int) -> list[int]:
        at = len(self.errors)
        words = read(c.TERM, cells.text_in)
        parts = [part for part in SEVERAL.split(words or "") if part.strip()]
        terms = [self._told(number, c.TERM, lambda part=part: cells.number_in(part)) for part in parts]
        if not parts and self.given.get(c.TERM):
            terms = [self.given[c.TERM]] * min(wanted, 1)
        if len(terms) != wanted and len(self.errors) == at:
            one = "没有写届次，如 16 或者 第十六届。" if wanted else "写了届次，没有写层级。"
            self._refuse(number, c.TERM, SEVERAL_TERMS if wanted > 1 else one)
        return terms

    def _check_days(self, number: int, facts: dict[str, Any]) -> None:
        if facts[c.ENDED] and facts[c.STARTED] and facts[c.ENDED] < facts[c.STARTED]:
            self._refuse(number, c.ENDED, "任职结束日期不能早于开始日期。")

    # --- errors -------------------------------------------------------------------------------------
    def _told(self, number: int, column: str, verb: Callable[..., Any], *facts: Any) -> Any:
        try:
            return verb(*facts)
        except RuleError as error:
            self._refuse(number, column, str(error))
            return None

    def _refuse(self, number: int, column: str, message: str) -> None:
        self.errors.append(RowError(number, c.HEADINGS[column], message))


def _plain(value: Any) -> str:
    return "".join(fold(str(value or "")).split())


def _person(read: Callable[..., Any]) -> dict[str, Any]:
    """What a line says of the person; empty cells say nothing."""
    facts = {
        c.GENDER: read(c.GENDER, _one_of(GENDERS)),
        c.BIRTH: read(c.BIRTH, cells.month_in),
        c.POST: read(c.POST, _text(c.POST)),
        c.PROFESSION: read(c.PROFESSION, _text(c.PROFESSION)),
        c.PHONE: read(c.PHONE, cells.phone_in),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _text(column: str) -> Callable[[Any], str | None]:
    return lambda value: cells.text_in(value, limit=LIMITS[column])


def _one_of(known: Mapping[str, Any]) -> Callable[[Any], str | None]:
    """A value out of a closed list, under any of its names."""

    def read(value: Any) -> str | None:
        text = cells.text_in(value)
        if text is None:
            return None
        plain = _plain(text)
        if plain not in known:
            first = {value: name for name, value in reversed(list(known.items()))}
            names = "、".join(name for name in known if name in first.values())
            raise RuleError(f"看不懂“{text[:20]}”，可以写：{names}。")
        return str(known[plain])

    return read
