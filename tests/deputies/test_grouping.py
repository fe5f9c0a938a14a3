"""Groups worked out from a roster: everyone once, in their area, leaders where they lead, fairly mixed."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deputies import grouping
from deputies.grouping import Group, Measures, Person, Placement, Roster, Words, apportion, greedy, measure, place, say
from deputies.grouping.roster import fits

LEVELS = ("province", "city", "county", "township")
TOWNS = ("/1/2/", "/1/3/", "/1/4/")
WORDS = Words(
    areas={"/1/2/": "砖店镇", "/1/3/": "陈店镇"},
    levels={"province": "省人大代表", "city": "市人大代表"},
    kinds={"reporter": "立法直报员"},
)


@st.composite
def rosters(draw):
    """Up to three townships with groups, homes in them, in a village, at the county, or elsewhere."""
    groups = [Group(f"{t}{n}", t, f"{t}第{n}组") for t in TOWNS for n in range(draw(st.integers(0, 4)))]
    keys = [group.key for group in groups]
    seat = st.sampled_from(["", "gone", *keys])
    facts = st.tuples(
        st.sampled_from([*TOWNS, "/1/2/9/", "/1/", "/8/"]),
        st.sampled_from(["deputy"] * 4 + ["reporter", "collector"]),
        st.lists(st.sampled_from(LEVELS), unique=True, max_size=3).map(tuple),
        st.booleans(),
        st.sampled_from(["", "种植户", "乡村医生"]),
        st.booleans(),
        seat,
    )
    people = [
        Person(f"p{n}", area, kind, f"人{n}", levels, woman, profession, now if leads else "", now)
        for n, (area, kind, levels, woman, profession, leads, now) in enumerate(draw(st.lists(facts, max_size=40)))
    ]
    return Roster(tuple(people), tuple(groups))


@given(rosters())
@settings(max_examples=150, deadline=None)
def test_everyone_once_in_their_area_and_leaders_stay(roster):
    groups = {group.key: group for group in roster.groups}
    for found in (place(roster), greedy(roster)):
        assert {*found.seats, *found.homeless} == {person.key for person in roster.people}
        assert len(found.seats) + len(found.homeless) == len(roster.people)
        for person in roster.people:
            at_home = [group.key for group in roster.groups if fits(person, group)]
            assert (person.key in found.homeless) == (not at_home)
            if at_home:
                assert fits(person, groups[found.seats[person.key]])
            if person.leads in at_home:
                assert found.seats[person.key] == person.leads


@given(rosters())
@settings(max_examples=60, deadline=None)
def test_the_same_roster_gives_the_same_groups_and_sentences(roster):
    found = place(roster)
    assert found == place(roster)
    assert say(roster, found, WORDS) == say(roster, found, WORDS)


@given(rosters())
@settings(max_examples=100, deadline=None)
def test_sizes_differ_by_one_where_no_leader_is_kept(roster):
    plain = Roster(tuple(Person(p.key, p.area, p.kind, p.name, p.levels, now=p.now) for p in roster.people), roster.groups)
    assert measure(plain, place(plain)).size_spread <= 1


def township(number=40, groups=4, **facts):
    """A township in the order of names: levels, women and professions lie anyhow."""
    people = [
        Person(
            f"p{n}",
            "/1/2/",
            name=f"人{n}",
            levels=(LEVELS[(n * n) % 4], "township") if n % 7 == 0 and (n * n) % 4 != 3 else (LEVELS[(n * n) % 4],),
            is_woman=n % 3 == 0,
            profession=("种植户", "教师", "医生", "")[(n // 3) % 4],
            **facts,
        )
        for n in range(number)
    ]
    return Roster(tuple(people), tuple(Group(f"g{n}", "/1/2/", f"第{n}组") for n in range(groups)))


def test_a_township_is_mixed_better_than_by_dealing_out():
    roster = township()
    found, dealt = measure(roster, place(roster)), measure(roster, greedy(roster))
    assert found == Measures(unmet=0, size_spread=0, level_mix=1.0)
    assert dealt.unmet > 5


def test_whoever_has_a_seat_keeps_it_while_nothing_is_won_by_moving():
    roster = township()
    seats = place(roster).seats
    again = Roster(tuple(Person(**{**_facts(p), "now": seats[p.key]}) for p in roster.people), roster.groups)
    assert place(again).seats == seats


def _facts(person):
    return {name: getattr(person, name) for name in Person.__dataclass_fields__}


def test_contacts_are_dealt_out_by_kind():
    groups = tuple(Group(f"g{n}", "/1/2/") for n in range(3))
    people = [Person(f"r{n}", "/1/2/", "reporter") for n in range(2)] + [
        Person(f"c{n}", "/1/2/", "collector", now="g2") for n in range(7)
    ]
    found = place(Roster(tuple(people), groups))
    per_group = [sorted(key[0] for key, seat in found.seats.items() if seat == group.key) for group in groups]
    assert sorted(map(len, per_group)) == [3, 3, 3]
    assert sorted(row.count("r") for row in per_group) == [0, 1, 1]
    assert sum(found.seats[f"c{n}"] == "g2" for n in range(7)) >= 2


def test_a_wide_home_goes_to_the_group_one_sits_in_or_the_least_crowded_place():
    groups = (Group("a", "/1/2/"), Group("b", "/1/3/"))
    town = tuple(Person(f"p{n}", "/1/2/") for n in range(3))
    wide = (Person("sits", "/1/", now="a"), Person("new", "/1/", name="新人"))
    roster = Roster((*town, *wide), groups)
    seats = place(roster).seats
    assert (seats["sits"], seats["new"]) == ("a", "b")
    assert "有 2 人的所在地没有登记到乡镇" in say(roster, place(roster), WORDS)[0]


def test_what_could_not_be_met_is_said():
    groups = (Group("a", "/1/2/", "第一组"), Group("b", "/1/2/", "第二组"))
    leaders = tuple(
        Person(f"l{n}", "/1/2/", name=f"组长{n}", levels=("city",), is_woman=True, profession="教师", leads="a")
        for n in range(4)
    )
    others = (
        Person("m", "/1/2/", levels=("province",), name="省代表"),
        Person("x", "/8/", name="外地人"),
        Person("y", "/1/2/", name="调来的", leads="gone"),
    )
    roster = Roster((*leaders, *others), groups)
    found = place(roster)
    assert say(roster, found, WORDS) == [
        "有 1 人没有编进小组，因为所在地没有活动小组：外地人。",
        "有 1 名组长、副组长没有留在原来的小组：调来的。",
        "砖店镇的各组代表人数没有分匀：最多的小组 4 名，最少的 2 名。",
        "砖店镇的市人大代表没有分匀：最多的小组 4 名，最少的 0 名。",
        "砖店镇的女代表没有分匀：最多的小组 4 名，最少的 0 名。",
        "砖店镇有 1 种职业没有分匀：教师。",
        "省人大代表比小组少，不能每组都有，共 1 处：砖店镇 1 名、2 个小组。",
        "代表不足 3 名的小组有 1 个：第二组。",
        "还没有组长、副组长的小组有 1 个：第二组。请先推选。",
    ]
    assert measure(roster, found) == Measures(unmet=1 + 2 + 4 + 4 + 4, size_spread=2, level_mix=0.5)


def test_a_long_list_of_names_is_cut():
    people = tuple(Person(f"p{n}", "/8/", name=f"人{n}") for n in range(9))
    said = say(Roster(people, ()), Placement({}, tuple(p.key for p in people)), WORDS)
    assert said == ["有 9 人没有编进小组，因为所在地没有活动小组：人0、人1、人2、人3、人4、人5 等 9 个。"]


@pytest.mark.parametrize(
    ("total", "wanted"),
    [(0, {"a": 2, "b": 1, "c": 0}), (3, {"a": 2, "b": 1, "c": 0}), (5, {"a": 3, "b": 2, "c": 0})],
)
def test_groups_are_shared_out_by_people(total, wanted):
    assert apportion({"a": 30, "b": 20, "c": 0}, {"a": 2}, total) == wanted


def test_nobody_to_share_out_to():
    assert apportion({}, {}, 5) == {}
    assert apportion({"a": 0}, {}, 5) == {"a": 0}


def test_the_solver_knows_nothing_of_django():
    for page in Path(grouping.__file__).parent.glob("*.py"):
        tree = ast.parse(page.read_text(encoding="utf-8"))
        named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not {name for name in named if name.startswith(("django", "accounts", "deputies.models"))}
