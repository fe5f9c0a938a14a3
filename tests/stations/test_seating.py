"""Filling a rota: even over the year, apart in time, mixed by level; and what could not be met is said."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.seating import Day, Person, Seating, fill, unmet

FIRST = date(2024, 7, 2)


def days(count, every=14, seats=2, **facts):
    return [Day(n + 1, FIRST + timedelta(days=n * every), seats, **facts) for n in range(count)]


def people(count, **facts):
    return [Person(n + 1, f"代表{n + 1}", ("county",) if n % 2 else ("township",), **facts) for n in range(count)]


def seated(rows, crowd, gap=14):
    return Seating(rows, crowd, gap, fill(rows, crowd, gap))


def spread(seating):
    loads = [seating.load(person.pk) for person in seating.people]
    return max(loads) - min(loads)


def test_everybody_serves_alike_and_apart():
    seating = seated(days(6), people(8))
    assert all(len(on) == 2 for on in seating.on.values())
    assert spread(seating) <= 1
    assert unmet(seating) == []


def test_who_served_before_comes_later():
    crowd = [*people(3, served=2), *(Person(n, f"新{n}", ("county",)) for n in (11, 12))]
    seating = seated(days(2), crowd)
    assert {pk for on in seating.on.values() for pk in on} == {11, 12}


def test_absences_and_hands_are_respected():
    rows = days(3, absent=frozenset({1, 2}))
    rows[0] = Day(1, FIRST, 2, fixed=(3,), absent=frozenset({1, 2}))
    on = fill(rows, people(6), 14)
    assert 3 in on[1]
    assert not {1, 2} & {pk for pks in on.values() for pk in pks}


def test_a_chain_of_days_evens_out_what_one_step_cannot():
    # 1 can come on the first day alone, 2 on the first and second: 1 must take the first for 2 to take the second
    rows = [
        Day(1, FIRST, 1, absent=frozenset({3})),
        Day(2, FIRST + timedelta(days=20), 1, absent=frozenset({1, 3})),
        Day(3, FIRST + timedelta(days=40), 1, absent=frozenset({1})),
    ]
    seating = seated(rows, people(3))
    assert spread(seating) == 0
    assert seating.on[1] == [1]


def test_levels_are_mixed_where_they_can_be():
    crowd = [Person(n, f"镇{n}", ("township",)) for n in range(1, 5)] + [
        Person(n, f"县{n}", ("county",)) for n in (5, 6, 7, 8)
    ]
    seating = seated(days(4), crowd)
    assert all(seating.is_mixed(day) for day in seating.days)


def test_a_leader_has_no_turn_more_than_others():
    crowd = [Person(1, "组长", ("county",), is_leader=True), *people(5)[1:]]
    seating = seated(days(4, seats=1), crowd)
    assert seating.load(1) == 0


@pytest.mark.parametrize(
    ("rows", "crowd", "words"),
    [
        (days(1, seats=3), people(2), "7月2日还缺 1 位代表：能来的都排上了"),
        (days(2, every=7), people(2), "代表17月2日和7月9日只隔 7 天"),
        (days(2), [Person(1, "甲", ("county",)), Person(2, "乙", ("county",))], "7月2日、7月16日的代表是同一个层级"),
        (days(3, seats=1, absent=frozenset({2})), people(2), "最多 3 次（代表1），最少 0 次（代表2）"),
    ],
)
def test_what_could_not_be_met_is_said(rows, crowd, words):
    assert any(words in sentence for sentence in unmet(seated(rows, crowd)))


@given(st.integers(1, 12), st.integers(1, 3), st.integers(1, 15), st.data())
@settings(max_examples=60, deadline=None)
def test_what_holds_of_every_rota(count, seats, heads, data):
    served = data.draw(st.lists(st.integers(0, 3), min_size=heads, max_size=heads))
    gone = st.frozensets(st.integers(1, heads), max_size=3)
    rows = [Day(d.pk, d.date, seats, absent=data.draw(gone)) for d in days(count)]
    crowd = [Person(n + 1, f"代表{n + 1}", ("county",), served=served[n]) for n in range(heads)]
    seating = seated(rows, crowd)
    for day in rows:
        on = seating.on[day.pk]
        assert len(on) == len(set(on)) == min(seats, heads - len(day.absent))  # no place stays empty without need
        assert not set(on) & day.absent
    assert fill(rows, crowd, 14) == seating.on  # the same question, the same answer
    if not any(day.absent for day in rows) and max(served) - min(served) <= 1 and seats <= heads:
        assert spread(seating) <= 1


def test_a_year_of_a_large_station_is_quick():
    crowd = [Person(n, f"代表{n}", ("county",) if n % 3 else ("township",), is_leader=n == 1) for n in range(1, 41)]
    began = perf_counter()
    seating = seated(days(52, every=7), crowd)
    assert perf_counter() - began < 5
    assert spread(seating) <= 1
