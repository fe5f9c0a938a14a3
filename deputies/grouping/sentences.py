"""What a placement could not do, and what a clerk should look at, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deputies.grouping.measure import SIZE, WOMAN, Spread, spreads
from deputies.grouping.roster import DEPUTY, Person, Placement, Roster, settle

LEAST = 3  # 地方组织法第四十三条: three deputies or more form a group
NAMED = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What areas (by path), levels and kinds of contacts are called."""

    areas: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


def say(roster: Roster, placement: Placement, words: Words) -> list[str]:
    """All that was not met, the gravest first; empty when there is nothing to say."""
    areas, _ = settle(roster)
    found = list(spreads(areas, placement.seats))
    return [
        *_people(roster, placement, words),
        *_uneven(found, words),
        *_professions(found, words),
        *_too_few(found, words),
        *_groups(roster, placement),
    ]


def _people(roster: Roster, placement: Placement, words: Words) -> Iterator[str]:
    seated = [person for person in roster.people if person.key in placement.seats]
    lost = [person.name for person in roster.people if person.key not in placement.seats]
    if lost:
        yield f"有 {len(lost)} 人没有编进小组，因为所在地没有活动小组：{_list(lost)}。"
    moved = [person.name for person in seated if person.leads and placement.seats[person.key] != person.leads]
    if moved:
        yield f"有 {len(moved)} 名组长、副组长没有留在原来的小组：{_list(moved)}。"
    areas = {group.key: group.area for group in roster.groups}
    wide = [person for person in seated if len(person.area) < len(areas[placement.seats[person.key]])]
    if wide:
        where = [f"{person.name}（{_area(words, areas[placement.seats[person.key]])}）" for person in wide]
        yield f"有 {len(wide)} 人的所在地没有登记到乡镇，暂编在：{_list(where)}。请核对。"


def _uneven(found: Sequence[Spread], words: Words) -> Iterator[str]:
    for spread in found:
        kind, value = spread.trait
        if not spread.missed or kind == "profession":
            continue
        if spread.trait == SIZE:
            what = "各组代表人数"
        elif spread.trait == WOMAN:
            what = "女代表"
        else:
            what = words.levels.get(value) or words.kinds.get(value) or "立法联络人员"
        few, many = min(spread.counts), max(spread.counts)
        yield f"{_area(words, spread.area)}的{what}没有分匀：最多的小组 {many} 名，最少的 {few} 名。"


def _professions(found: Sequence[Spread], words: Words) -> Iterator[str]:
    missed: dict[str, list[str]] = {}
    for spread in found:
        if spread.trait[0] == "profession" and spread.missed:
            missed.setdefault(spread.area, []).append(spread.trait[1])
    for area, professions in missed.items():
        yield f"{_area(words, area)}有 {len(professions)} 种职业没有分匀：{_list(professions)}。"


def _too_few(found: Sequence[Spread], words: Words) -> Iterator[str]:
    """A level with fewer deputies than groups: no placement could give every group one."""
    short: dict[str, list[str]] = {}
    for spread in found:
        number, groups = sum(spread.counts), len(spread.counts)
        if spread.trait[0] == "level" and number < groups:
            short.setdefault(spread.trait[1], []).append(f"{_area(words, spread.area)} {number} 名、{groups} 个小组")
    for level, places in short.items():
        called = words.levels.get(level, level)
        yield f"{called}比小组少，不能每组都有，共 {len(places)} 处：{'；'.join(places)}。"


def _groups(roster: Roster, placement: Placement) -> Iterator[str]:
    members: dict[str, list[Person]] = {group.key: [] for group in roster.groups}
    for person in roster.people:
        if person.kind == DEPUTY and person.key in placement.seats:
            members[placement.seats[person.key]].append(person)
    small = [group.name for group in roster.groups if len(members[group.key]) < LEAST]
    if small:
        yield f"代表不足 {LEAST} 名的小组有 {len(small)} 个：{_list(small)}。"
    leaderless = [g.name for g in roster.groups if not any(person.leads == g.key for person in members[g.key])]
    if leaderless:
        yield f"还没有组长、副组长的小组有 {len(leaderless)} 个：{_list(leaderless)}。请先推选。"


def _area(words: Words, path: str) -> str:
    return words.areas.get(path, path)


def _list(names: Sequence[str]) -> str:
    return "、".join(names[:NAMED]) + (f" 等 {len(names)} 个" if len(names) > NAMED else "")
