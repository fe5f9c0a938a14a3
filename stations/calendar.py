"""The reception days a rule makes: pure reckoning on the working calendar, no clock and no station.

The rule's own day is the nominal one. Where nobody works that day it moves as the rule says; two
nominal days that come to lie on one day are one reception.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Protocol

from accounts.calendar import SATURDAY, Calendar
from common.text import cn_date, cn_number, cn_short
from stations.choices import HolidayShift, RulePattern

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(weeks=1)
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
MONTHS = 12


class Rule(Protocol):
    """What is read of a `DayRule`, saved or not."""

    pattern: Any
    weekday: Any
    numbers: Any
    shift: Any
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class RuleDay:
    """One turn of the rule: its own day, the day on which it is held (None: not at all), and why they differ."""

    nominal: date
    day: date | None
    why: str = ""


def nominal_days(rule: Rule, year: int, month: int) -> list[date]:
    """The days the rule names in that month, in order. A month without a 31st or a fifth Friday has none there."""
    last = monthrange(year, month)[1]
    if rule.pattern == RulePattern.DATES:
        return [date(year, month, number) for number in sorted(rule.numbers) if number <= last]
    first = 1 + (rule.weekday - date(year, month, 1).weekday()) % 7
    days = [date(year, month, number) for number in range(first, last + 1, 7)]
    if rule.pattern == RulePattern.WEEKLY:
        return days
    return [days[number - 1] for number in sorted(rule.numbers) if number <= len(days)]


def days_of(rule: Rule, year: int, month: int, calendar: Calendar) -> list[RuleDay]:
    """The turns of the rule whose own day lies in that month, in the order of their own days.

    A turn may be held in the month before or after; no two are held on one day.
    """
    return _once_each(_turn(rule, day, calendar) for day in nominal_days(rule, year, month))


def days_between(rule: Any, first: date, last: date, calendar: Calendar) -> list[RuleDay]:
    """The turns of a `DayRule` whose own day lies from `first` to `last` and under the rule."""
    days = (day for year, month in _months(first, last) for day in nominal_days(rule, year, month))
    return _once_each(_turn(rule, day, calendar) for day in days if first <= day <= last and rule.in_force(day))


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * MONTHS + first.month - 1, last.year * MONTHS + last.month):
        yield number // MONTHS, number % MONTHS + 1


def _turn(rule: Rule, day: date, calendar: Calendar) -> RuleDay:
    if is_open(rule, day, calendar):
        return RuleDay(day, day)
    held = _shifted(rule, day, calendar)
    because = f"{cn_short(day)}{_why_closed(day)}"
    if held is None:
        return RuleDay(day, None, f"{because}，这一次不接待")
    verb = "提前" if held < day else "推迟" if rule.shift == HolidayShift.LATER else "顺延"
    return RuleDay(day, held, f"{because}，{verb}到{cn_short(held)}（星期{WEEKDAYS[held.weekday()]}）")


def _shifted(rule: Rule, day: date, calendar: Calendar) -> date | None:
    if rule.shift == HolidayShift.DROP:
        return None
    if rule.shift == HolidayShift.NEXT:
        return calendar.roll(day)
    if rule.shift == HolidayShift.BEFORE:
        while not calendar.is_workday(day):
            day -= ONE_DAY
        return day
    later = day + ONE_WEEK  # the 9th is a Sunday: a week later is one too, and rolls
    return later if is_open(rule, later, calendar) else calendar.roll(later)


def is_open(rule: Rule, day: date, calendar: Calendar) -> bool:
    """Whether the rule's own day can stand: a working day; for a rule of Saturdays or Sundays any but a holiday's."""
    if calendar.is_workday(day):
        return True
    of_weekends = rule.pattern != RulePattern.DATES and rule.weekday >= SATURDAY
    return of_weekends and not _in_holiday(day, calendar)


def _in_holiday(day: date, calendar: Calendar) -> bool:
    """Whether the days off around `day` hold one that is no Saturday or Sunday: a holiday, not a weekend."""
    return any(one.weekday() < SATURDAY for step in (ONE_DAY, -ONE_DAY) for one in _off_in_a_row(day, step, calendar))


def _off_in_a_row(day: date, step: timedelta, calendar: Calendar) -> Iterator[date]:
    while not calendar.is_workday(day):
        yield day
        day += step


def _why_closed(day: date) -> str:
    return "放假" if day.weekday() < SATURDAY else f"是星期{WEEKDAYS[day.weekday()]}"


def _once_each(turns: Iterable[RuleDay]) -> list[RuleDay]:
    """A day is taken by the turn whose own day it is, else by the first that moved there; another joins it."""
    found = list(turns)
    taken: dict[date, date] = {turn.nominal: turn.nominal for turn in found if turn.day == turn.nominal}
    for number, turn in enumerate(found):
        if turn.day is None or taken.setdefault(turn.day, turn.nominal) == turn.nominal:
            continue
        found[number] = replace(turn, day=None, why=f"{turn.why}，和那天的接待合在一起")
    return found


# --- in words -------------------------------------------------------------------------------------
def words_of(rule: Rule) -> str:
    """“每月第一、第三个星期二 8:30—11:30”: what stands as the station's hours."""
    hours = f"{rule.starts_at.hour}:{rule.starts_at:%M}—{rule.ends_at.hour}:{rule.ends_at:%M}"
    return f"{_when(rule)} {hours}"


def _when(rule: Rule) -> str:
    if rule.pattern == RulePattern.DATES:
        return "每月" + "、".join(f"{number}日" for number in sorted(rule.numbers))
    if rule.pattern == RulePattern.WEEKLY:
        return f"每周{WEEKDAYS[rule.weekday]}"
    ordinals = "、".join(f"第{cn_number(number)}" for number in sorted(rule.numbers))
    return f"每月{ordinals}个星期{WEEKDAYS[rule.weekday]}"


def provisional_notes(turns: Iterable[RuleDay], calendar: Calendar) -> list[str]:
    """What to say of the years among `turns` whose holidays are not published yet."""
    years = sorted({turn.nominal.year for turn in turns})
    return [note for year in years if (note := calendar.provisional_note(date(year, 1, 1)))]


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter in which `day` lies."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return first, month_end(date(first.year, first.month + 2, 1))


def month_end(day: date) -> date:
    """The last day of the month in which `day` lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def span_words(first: date, last: date) -> str:
    """“2024年7月1日到2024年9月30日”."""
    return f"{cn_date(first)}到{cn_date(last)}"
