"""Limits are counted on the published calendar, a year without one says so, and staff's own rows stay."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.calendar import Calendar, planned, published, seed_years, statutory_holidays
from accounts.choices import DayKind
from accounts.models import WorkDay

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


def d(text):
    return date.fromisoformat(text)


@pytest.fixture(scope="module")
def calendar():
    """Unseeded years are counted from the same plan as seeded ones."""
    return Calendar()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-05-20", True), ("2024-05-18", False), ("2024-05-11", True), ("2024-05-01", False), ("2024-10-04", False),
        ("2024-09-29", True), ("2025-01-28", False), ("2027-02-05", False), ("2027-02-08", False), ("2027-02-09", True),
        ("2027-10-01", False), ("2027-10-04", True),
    ],
)  # fmt: skip
def test_days_worked(calendar, day, worked):
    assert calendar.is_workday(d(day)) is worked


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2024-05-20", 5, "2024-05-27"),
        ("2024-05-20", 15, "2024-06-11"),  # the Dragon Boat day between is not counted
        ("2024-04-26", 5, "2024-05-07"),  # 28 April is worked, 1 to 5 May is not
        ("2024-09-30", 1, "2024-10-08"),
        ("2024-05-18", 1, "2024-05-20"),
    ],
)
def test_the_first_day_does_not_count(calendar, start, n, due):
    assert calendar.add_workdays(d(start), n) == d(due)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2024-05-20", 3, "2024-08-20"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-07-01", 3, "2024-10-08"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-03-31", 1, "2024-04-30"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2024-02-18", 12, "2025-02-18"),
        ("2024-02-11", 3, "2024-05-11"),
    ],
)
def test_months_run_to_the_corresponding_day(calendar, start, n, due):
    assert calendar.add_months(d(start), n) == d(due)


@pytest.mark.parametrize("n", [0, -1])
def test_a_limit_of_nothing_is_refused(calendar, n):
    for add in (calendar.add_workdays, calendar.add_months):
        with pytest.raises(ValueError, match="at least one"):
            add(d("2024-05-20"), n)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2024-06-05", 3),
        ("2024-06-08", 1),
        ("2024-06-11", 0),
        ("2024-06-12", -1),
        ("2024-06-14", -3),
        ("2024-06-17", -4),
    ],
)
def test_days_left_until_the_limit(calendar, today, left):
    assert calendar.left(d(today), d("2024-06-11")) == left


def test_the_weekend_after_a_limit_is_overdue(calendar):
    assert [calendar.left(d(day), d("2024-06-14")) for day in ("2024-06-14", "2024-06-15", "2024-06-17")] == [0, -1, -1]


@given(DAYS, st.integers(1, 40))
def test_counting_back_agrees_with_counting_forth(start, n):
    calendar = Calendar()
    due = calendar.add_workdays(start, n)
    assert calendar.is_workday(due)
    assert calendar.left(start, due) == n
    assert calendar.left(due, due) == 0
    assert calendar.left(due + timedelta(days=1), due) == -1
    assert calendar.roll(due) == due


def test_notes_and_cells(calendar):
    assert calendar.provisional_note(d("2024-06-11")) == ""
    assert calendar.provisional_note(d("2027-06-11")) == "2027年放假安排未公布，暂按法定节日计"
    start, due = d("2024-05-20"), d("2024-05-27")
    assert calendar.cells(start, due, start) == [""] * 5
    assert calendar.cells(start, due, d("2024-05-22")) == ["u", "t", "", "", ""]
    assert calendar.cells(start, due, due) == ["u", "u", "u", "u", "t"]
    assert calendar.cells(start, due, d("2024-05-29")) == ["u"] * 5 + ["o"] * 2
    assert calendar.cells(start, due, d("2024-07-29")) == ["o"] * 15
    assert calendar.cells(start, d("2024-08-20"), d("2024-05-22")) == [""] * 15


def test_the_law_gives_thirteen_days():
    days = statutory_holidays(2027)
    assert len(days) == 13
    assert days[d("2027-02-05")] == "除夕"
    assert days[d("2027-04-05")] == "清明节"
    assert days[d("2027-06-09")] == "端午节"
    assert days[d("2027-09-15")] == "中秋节"
    with pytest.raises(ValueError, match="no lunar dates for 2200"):
        statutory_holidays(2200)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_statutory_days_are_free_in_every_published_year(year):
    free = {row.date for row in published(year) if row.kind == DayKind.REST}
    assert all(day in free or day.weekday() >= 5 for day in statutory_holidays(year))


def test_plans_hold_exceptions_only():
    for year in (2024, 2027, 2200):
        for row in planned(year):
            assert (row.kind == DayKind.REST) == (row.date.weekday() < 5)
            assert row.provisional is (year == 2027)
    assert planned(2200) == []


@pytest.mark.django_db
def test_the_calendar_is_loaded_in_one_query(django_assert_num_queries):
    seed_years([2024, 2027])
    with django_assert_num_queries(1):
        calendar = Calendar.load()
        assert calendar.add_workdays(d("2024-05-20"), 15) == d("2024-06-11")
        assert calendar.provisional_note(d("2027-01-04"))


@pytest.mark.django_db
def test_seeding_twice_adds_nothing():
    first = seed_years([2024, 2027])
    before = list(WorkDay.objects.values_list("date", "kind", "name", "provisional"))
    assert first == len(before) > 30
    assert seed_years([2027, 2024]) == 0
    assert list(WorkDay.objects.values_list("date", "kind", "name", "provisional")) == before


@pytest.mark.django_db
def test_what_staff_entered_stays():
    WorkDay.objects.create(date=d("2024-05-01"), kind=DayKind.WORK, name="抗洪值班")
    seed_years([2024])
    assert WorkDay.objects.get(date=d("2024-05-01")).name == "抗洪值班"
    assert Calendar.load().is_workday(d("2024-05-01"))
    WorkDay.objects.create(date=d("2027-02-11"), kind=DayKind.REST, name="春节")
    assert seed_years([2027]) == 0


@pytest.mark.django_db
def test_a_published_year_replaces_the_provisional_one():
    WorkDay.objects.create(date=d("2024-03-01"), kind=DayKind.REST, name="暂定", provisional=True)
    seed_years([2024])
    assert not WorkDay.objects.filter(provisional=True).exists()
    assert Calendar.load().provisional_note(d("2024-03-01")) == ""


@pytest.mark.django_db
def test_the_command_fills_the_years_asked_for(capsys):
    call_command("seed_calendar", years=[2024])
    assert set(WorkDay.objects.values_list("date__year", flat=True)) == {2024}
    call_command("seed_calendar")
    assert len(set(WorkDay.objects.values_list("date__year", flat=True)) - {2024}) >= 3
    assert "days added" in capsys.readouterr().out


@pytest.mark.django_db
@given(start=st.dates(date(2023, 12, 1), date(2027, 3, 1)), days=st.integers(-5, 500))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_counting_by_sums_is_counting_day_by_day(start, days):
    calendar = Calendar.load()
    until = start + timedelta(days=days)
    one_by_one = sum(calendar.is_workday(start + timedelta(days=n)) for n in range(1, days + 1))
    assert calendar.between(start, until) == one_by_one
