"""The days a rule makes: examples from the year's real holidays, and what holds of every rule."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.calendar import Calendar
from stations.calendar import (
    days_between,
    days_of,
    is_open,
    nominal_days,
    provisional_notes,
    quarter_of,
    words_of,
)
from stations.choices import HolidayShift


@dataclass
class Rule:
    """A rule as the reckoning reads it."""

    pattern: str = "weekly"
    weekday: int | None = 2
    numbers: list[int] = field(default_factory=list)
    shift: str = "next"
    starts_at: time = time(8, 30)
    ends_at: time = time(11, 30)
    valid_from: date = date(2020, 1, 1)
    ended_on: date | None = None

    def in_force(self, day):
        return self.valid_from <= day and (self.ended_on is None or day < self.ended_on)


CALENDAR = Calendar()  # no row of its own: the State Council's published arrangements
TUESDAYS = Rule("nth", 1, [1, 3])
SHIFTS = st.sampled_from(HolidayShift.values)
RULES = st.one_of(
    st.builds(Rule, st.just("weekly"), st.integers(0, 6), shift=SHIFTS),
    st.builds(Rule, st.just("nth"), st.integers(0, 6), st.sets(st.integers(1, 5), min_size=1).map(sorted), SHIFTS),
    st.builds(
        Rule, st.just("dates"), st.none(), st.sets(st.integers(1, 31), min_size=1, max_size=6).map(sorted), SHIFTS
    ),
)
STARTS = st.dates(date(2022, 1, 1), date(2027, 6, 30))


def held(rule, year, month):
    return [turn.day for turn in days_of(rule, year, month, CALENDAR)]


@pytest.mark.parametrize(
    ("rule", "month", "days"),
    [
        (Rule(), 7, [3, 10, 17, 24, 31]),
        (TUESDAYS, 7, [2, 16]),
        (Rule("nth", 4, [1]), 7, [5]),
        (Rule("nth", 4, [5]), 7, []),
        (Rule("dates", None, [9, 19]), 7, [9, 19]),
        (Rule("dates", None, [10, 25]), 4, [10, 25]),
        (Rule("dates", None, [31]), 6, []),
    ],
)
def test_the_days_a_rule_names(rule, month, days):
    assert nominal_days(rule, 2024, month) == [date(2024, month, day) for day in days]


@pytest.mark.parametrize(
    ("shift", "day", "words"),
    [
        ("next", date(2024, 10, 8), "10月1日放假，顺延到10月8日（星期二）"),
        ("later", date(2024, 10, 8), "10月1日放假，推迟到10月8日（星期二）"),
        ("before", date(2024, 9, 30), "10月1日放假，提前到9月30日（星期一）"),
        ("drop", None, "10月1日放假，这一次不接待"),
    ],
)
def test_a_holiday_shifts_the_day_as_the_rule_says(shift, day, words):
    first = days_of(Rule("nth", 1, [1, 3], shift), 2024, 10, CALENDAR)[0]
    assert (first.nominal, first.day, first.why) == (date(2024, 10, 1), day, words)


def test_a_sunday_a_week_later_is_a_sunday_and_rolls():
    rule = Rule("dates", None, [9], "later")
    assert held(rule, 2024, 6) == [date(2024, 6, 17)]  # the 9th and the 16th are Sundays


def test_a_saturday_worked_instead_of_a_holiday_is_a_working_day():
    assert held(Rule("dates", None, [12]), 2024, 10) == [date(2024, 10, 12)]


def test_a_saturday_rule_knows_a_weekend_from_a_holiday():
    days = held(Rule("weekly", 5), 2024, 10)
    assert date(2024, 10, 19) in days
    assert date(2024, 10, 5) not in days  # in the seven days of 国庆节
    assert date(2024, 10, 8) in days


def test_two_turns_on_one_day_are_one_reception():
    turns = days_of(Rule("weekly", 1, shift="later"), 2024, 10, CALENDAR)
    assert [turn.day for turn in turns] == [None, *(date(2024, 10, day) for day in (8, 15, 22, 29))]
    assert turns[0].why.endswith("和那天的接待合在一起")


def test_days_outside_the_validity_are_not_made():
    rule = Rule(valid_from=date(2024, 7, 10), ended_on=date(2024, 7, 24))
    days = [turn.day for turn in days_between(rule, date(2024, 7, 1), date(2024, 7, 31), CALENDAR)]
    assert days == [date(2024, 7, 10), date(2024, 7, 17)]


@given(RULES, STARTS, st.integers(1, 120))
@settings(max_examples=150, deadline=None)
def test_what_holds_of_every_rule(rule, first, span):
    last = first + timedelta(days=span)
    turns = days_between(rule, first, last, CALENDAR)
    days = [turn.day for turn in turns if turn.day]
    assert len(days) == len(set(days))  # nobody is asked to be in two receptions at once
    assert [turn.nominal for turn in turns] == sorted({turn.nominal for turn in turns})
    assert all(first <= turn.nominal <= last for turn in turns)
    assert all(CALENDAR.is_workday(day) or is_open(rule, day, CALENDAR) for day in days)
    for turn in turns:
        assert bool(turn.why) is (turn.day != turn.nominal)  # what is not as the rule names it has its reason
        if turn.day and rule.shift in ("next", "later"):
            assert turn.day >= turn.nominal
        if turn.day and rule.shift == "before":
            assert turn.day <= turn.nominal
        if rule.shift == "drop":
            assert turn.day in (None, turn.nominal)


@given(RULES, st.integers(2022, 2027), st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_a_month_is_a_part_of_its_year(rule, year, month):
    whole = {turn.nominal for turn in days_between(rule, date(year, 1, 1), date(year, 12, 31), CALENDAR)}
    part = {turn.nominal for turn in days_of(rule, year, month, CALENDAR)}
    assert part == {day for day in whole if day.month == month}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (TUESDAYS, "每月第一、第三个星期二 8:30—11:30"),
        (Rule(starts_at=time(15), ends_at=time(17, 30)), "每周三 15:00—17:30"),
        (Rule("dates", None, [25, 10], starts_at=time(9)), "每月10日、25日 9:00—11:30"),
    ],
)
def test_the_words_of_a_rule_are_the_stations_hours(rule, words):
    assert words_of(rule) == words


def test_a_year_without_a_holiday_notice_is_said():
    turns = days_of(Rule(), 2031, 1, CALENDAR)
    assert provisional_notes(turns, CALENDAR) == ["2031年放假安排未公布，暂按法定节日计"]
    assert provisional_notes(days_of(Rule(), 2024, 1, CALENDAR), CALENDAR) == []


def test_a_quarter():
    assert quarter_of(date(2024, 5, 20)) == (date(2024, 4, 1), date(2024, 6, 30))
    assert quarter_of(date(2024, 12, 31)) == (date(2024, 10, 1), date(2024, 12, 31))
