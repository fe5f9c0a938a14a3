"""The proposal of groups by its own measure: never worse than dealing out, the same every time, what is fixed stays."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import grouping
from meetings.grouping import Measure, Person, Roster, Words, measure, place, round_robin, say

WORDS = Words(("第一组", "第二组", "第三组"), {"member": "组成人员"}, {"/1/": "濮阳县"}, {"7": "市民政局"})


@st.composite
def rosters(draw):
    groups = draw(st.integers(1, 5))
    some = st.sampled_from
    people = [
        Person(
            f"p{number}",
            f"人{number}",
            seat=draw(some(["member", "nonvoting", "deputy", "citizen"])),
            region=draw(some(["", "/1/", "/2/", "/3/"])),
            unit=draw(some(["", "7", "8", "9"])),
            last=draw(some(["", "第一组", "第二组"])),
            fixed=draw(st.none() | st.integers(0, groups - 1)) if draw(st.booleans()) else None,
        )
        for number in range(draw(st.integers(0, 40)))
    ]
    return Roster(tuple(people), groups, ("7", "8"))


@given(rosters())
@settings(max_examples=60, deadline=None)
def test_never_worse_than_dealing_out_and_the_fixed_stay(roster):
    found, dealt = place(roster), round_robin(roster)
    assert measure(roster, found).unmet <= measure(roster, dealt).unmet
    for seats in (found, dealt):
        assert set(seats) == {person.key for person in roster.people}
        assert all(0 <= group < roster.groups for group in seats.values())
        assert all(seats[person.key] == person.fixed for person in roster.people if person.fixed is not None)
    assert place(roster) == found


def town(number=45, **facts):
    """Three groups, three responsible people of one body, everybody from a group of last time."""
    people = [
        Person(
            f"p{n}",
            f"人{n}",
            seat=("member", "nonvoting", "deputy")[n * n % 3],
            region=f"/{n * 7 % 4}/",
            unit="7" if n in {4, 5, 6} else "",
            last=("第一组", "第二组", "第三组")[n // 15 % 3],
            **facts,
        )
        for n in range(number)
    ]
    return Roster(tuple(people), 3, ("7",))


def test_a_usual_meeting_is_spread_without_a_wish_unmet():
    roster = town()
    found = measure(roster, place(roster))
    assert (found.unmet, found.absent, found.size_spread) == (0, 0, 0)
    assert found.together == 3 * 3 * 10
    assert measure(roster, round_robin(roster)).unmet > 0
    assert say(roster, place(roster), WORDS) == []


def test_what_could_not_be_met_is_said():
    people = [Person(f"m{n}", f"委员{n}", "member", "/1/", last="第二组", fixed=0) for n in range(8)]
    people.append(Person("u", "局长", "nonvoting", unit="7"))
    roster = Roster(tuple(people), 3, ("7",))
    seats = place(roster)
    empty = "第三组" if seats["u"] == 1 else "第二组"
    assert say(roster, seats, WORDS) == [
        f"市民政局只有 1 人在名单里，第一组、{empty}没有人到场听取意见。请该单位增派人员（监督法第四十六条）。",
        f"各组人数没有分匀：第一组 8 名，{empty} 0 名。",
        "组成人员的人没有分匀：第一组 8 名，第二组 0 名。",
        "来自濮阳县的人没有分匀：第一组 8 名，第二组 0 名。",
        "上次同在第二组的 8 人这次又坐在一组：委员0、委员1、委员2、委员3、委员4、委员5 等。",
    ]
    assert "没有人在名单里" in say(Roster((), 3, ("7",)), {}, WORDS)[0]


def test_the_measure_counts_each_person_beyond_the_fair_share():
    people = tuple(Person(f"p{n}", seat="member", last="第一组") for n in range(4))
    roster = Roster(people, 2, ("7",))
    seats = {"p0": 0, "p1": 0, "p2": 0, "p3": 1}
    assert measure(roster, seats) == Measure(unmet=2 * (40 + 20 + 4), together=3, absent=2, size_spread=2)


def test_no_group_is_refused():
    with pytest.raises(ValueError, match="no group"):
        place(Roster((), 0))


def test_the_solver_knows_nothing_of_django():
    for page in Path(grouping.__file__).parent.glob("*.py"):
        tree = ast.parse(page.read_text(encoding="utf-8"))
        named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {name for name in named if name.startswith(("django", "accounts", "meetings.models"))}
