"""Working days: counting limits, laying months, and the calendar that staff can correct.

`WorkDay` rows are exceptions to Monday–Friday. A year without rows is counted by the published
arrangement if `chinese_calendar` has it, else by the statutory holidays alone, and says so.
"""

from __future__ import annotations

import calendar as months
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count, islice

import chinese_calendar
from django.db import transaction

from accounts.choices import DayKind
from accounts.models import WorkDay

ONE_DAY = timedelta(days=1)
SATURDAY = 5
CELLS = 15

# 春节初一, 端午 and 中秋 as MMDD. Checked against two independent lunar libraries.
_LUNAR = {
    2025: (129, 531, 1006), 2026: (217, 619, 925), 2027: (206, 609, 915), 2028: (126, 528, 1003),
    2029: (213, 616, 922), 2030: (203, 605, 912), 2031: (123, 624, 1001), 2032: (211, 612, 919),
    2033: (131, 601, 908), 2034: (219, 620, 927), 2035: (208, 610, 916), 2036: (128, 530, 1004),
    2037: (215, 618, 924), 2038: (204, 607, 913), 2039: (124, 527, 1002), 2040: (212, 614, 920),
    2041: (201, 603, 910), 2042: (122, 622, 928), 2043: (210, 611, 917), 2044: (130, 531, 1005),
    2045: (217, 619, 925), 2046: (206, 608, 915), 2047: (126, 529, 1004), 2048: (214, 615, 922),
    2049: (202, 604, 911), 2050: (123, 623, 930), 2051: (211, 613, 919), 2052: (201, 601, 907),
    2053: (219, 620, 926), 2054: (208, 610, 916), 2055: (128, 530, 1005), 2056: (215, 617, 924),
    2057: (204, 606, 913), 2058: (124, 625, 1002), 2059: (212, 614, 921), 2060: (202, 603, 909),
}  # fmt: skip


def statutory_holidays(year: int) -> dict[date, str]:
    """The thirteen days of 《全国年节及纪念日放假办法》 (2024年修订) with their names.

    A year beyond the table of lunar dates raises ValueError.
    """
    if year not in _LUNAR:
        raise ValueError(f"no lunar dates for {year}; the table covers {min(_LUNAR)} to {max(_LUNAR)}")
    spring, dragon, moon = (date(year, *divmod(day, 100)) for day in _LUNAR[year])
    short = year % 100
    qingming = date(year, 4, int(0.2422 * short + 4.81) - short // 4)  # right for 2000 to 2099
    found = {date(year, 1, 1): "元旦", spring - ONE_DAY: "除夕"}
    found |= {spring + n * ONE_DAY: "春节" for n in range(3)}
    found |= {qingming: "清明节", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    found |= {dragon: "端午节", moon: "中秋节"}
    return found | {date(year, 10, day): "国庆节" for day in (1, 2, 3)}


def _year_days(year: int) -> Iterator[date]:
    return islice(map(date.fromordinal, count(date(year, 1, 1).toordinal())), 365 + months.isleap(year))


def published(year: int) -> list[WorkDay] | None:
    """The State Council's arrangement for `year` as unsaved rows; None if it is not known."""
    days = _arrangement(year)
    return None if days is None else [WorkDay(date=day, kind=kind, name=name) for day, kind, name in days]


@cache
def _arrangement(year: int) -> tuple[tuple[date, DayKind, str], ...] | None:
    """The days of `year` that are otherwise than their weekday; read from the library once in a process."""
    try:
        details = [(day, *chinese_calendar.get_holiday_detail(day)) for day in _year_days(year)]
    except NotImplementedError:
        return None
    return tuple(
        (day, DayKind.REST if rest else DayKind.WORK, _chinese_name(name))
        for day, rest, name in details
        if rest == (day.weekday() < SATURDAY)
    )


def _chinese_name(name: str | None) -> str:
    return chinese_calendar.Holiday(name).chinese if name else ""


def planned(year: int) -> list[WorkDay]:
    """Unsaved rows for `year`: published, else the statutory holidays on weekdays, provisional.

    A year for which neither is known has none: Monday–Friday count.
    """
    if (rows := published(year)) is not None:
        return rows
    days = statutory_holidays(year) if year in _LUNAR else {}
    return [
        WorkDay(date=day, kind=DayKind.REST, name=name, provisional=True)
        for day, name in days.items()
        if day.weekday() < SATURDAY
    ]


@transaction.atomic
def seed_years(years: Iterable[int]) -> int:
    """Fill the calendar of `years`; returns how many rows are new. May be repeated at will.

    Rows that staff entered or corrected stay. A provisional year is replaced once its arrangement
    is published; while it is not, a year with rows of staff's own is left alone.
    """
    made = 0
    for year in sorted(set(years)):
        rows, own = planned(year), WorkDay.objects.filter(date__year=year)
        provisional = any(row.provisional for row in rows)
        if provisional and own.filter(provisional=False).exists():
            continue
        if not provisional:
            own.filter(provisional=True).delete()
        present = set(own.values_list("date", flat=True))
        made += len(WorkDay.objects.bulk_create([row for row in rows if row.date not in present]))
    return made


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first day of the era, a Monday, up to and including `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


@dataclass
class Calendar:
    """The working calendar as it stood when loaded; counts without further queries.

    `exceptions` maps a day to whether it is worked; `years` to whether the year is provisional.
    """

    exceptions: dict[date, bool] = field(default_factory=dict)
    years: dict[int, bool] = field(default_factory=dict)
    _drawn: tuple[list[date], list[int]] = field(default_factory=lambda: ([], [0]), init=False, repr=False)

    @classmethod
    def load(cls) -> Calendar:
        """The calendar in the database, in one query."""
        loaded = cls()
        loaded._take(WorkDay.objects.all())
        return loaded

    def _take(self, rows: Iterable[WorkDay]) -> None:
        for row in rows:
            self.exceptions[row.date] = row.kind == DayKind.WORK
            self.years[row.date.year] = self.years.get(row.date.year, False) or row.provisional

    def _know(self, year: int) -> None:
        if year not in self.years:
            self._take(planned(year))
            self.years.setdefault(year, True)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked: its exception if there is one, else Monday to Friday."""
        self._know(day.year)
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def roll(self, day: date) -> date:
        """`day`, or the next working day if it is none (民法典203条)."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def roll_back(self, day: date) -> date:
        """`day`, or the last working day before it: for what has to be done by a day, not from it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def sub_workdays(self, end: date, n: int) -> date:
        """The n-th working day before `end`; `end` itself is not counted. n < 1 is refused."""
        if n < 1:
            raise ValueError("a limit has at least one working day")
        day = end
        while n:
            day -= ONE_DAY
            n -= self.is_workday(day)
        return day

    def add_workdays(self, start: date, n: int) -> date:
        """The n-th working day after `start`; `start` itself is not counted. n < 1 is refused."""
        if n < 1:
            raise ValueError("a limit has at least one working day")
        day = start
        while n:
            day += ONE_DAY
            n -= self.is_workday(day)
        return day

    def add_months(self, start: date, n: int) -> date:
        """The corresponding day n months later, or that month's last day, rolled (民法典202、203条)."""
        if n < 1:
            raise ValueError("a limit has at least one month")
        year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
        last = months.monthrange(year, month + 1)[1]
        return self.roll(date(year, month + 1, min(start.day, last)))

    def between(self, after: date, until: date) -> int:
        """Working days after `after` up to and including `until`; 0 if `until` is not later."""
        if until <= after:
            return 0
        for year in range(after.year, until.year + 1):
            self._know(year)
        days, sums = self._shifts()
        moved = sums[bisect_right(days, until)] - sums[bisect_right(days, after)]
        return _weekdays_until(until) - _weekdays_until(after) + moved

    def _shifts(self) -> tuple[list[date], list[int]]:
        """The exceptions in order, and how many working days they add up to each of them."""
        if len(self._drawn[0]) != len(self.exceptions):
            days = sorted(self.exceptions)
            worth = (self.exceptions[day] - (day.weekday() < SATURDAY) for day in days)
            self._drawn = (days, [0, *accumulate(worth)])
        return self._drawn

    def left(self, today: date, due: date) -> int:
        """Working days left: 0 on the last day, negative from the day after it.

        On the weekend after a limit it is -1, so that something overdue never looks due today.
        """
        if today <= due:
            return self.between(today, due)
        return min(-self.between(due, today), -1)

    def provisional_note(self, day: date) -> str:
        """What to say beside a limit in a year whose arrangement is not out; else nothing."""
        self._know(day.year)
        return f"{day.year}年放假安排未公布，暂按法定节日计" if self.years[day.year] else ""

    def cells(self, start: date, due: date, today: date) -> list[str]:
        """The cells of `.wd`, one per working day after `start`, at most the last 15.

        `u` used, `t` today, `o` overdue, an empty string still to come.
        """
        total, left = self.between(start, due), self.left(today, due)
        if left < 0:
            return (["u"] * total + ["o"] * -left)[-CELLS:]
        used = total - left
        marks = ["u"] * (used - 1) + ["t"] * (used > 0) + [""] * (total - used)
        return marks[-CELLS:]
