"""What a placement could not do, in sentences for the clerk who publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meetings.grouping.measure import SIZE, Spread, spreads
from meetings.grouping.roster import Person, Roster, Seats

NAMED = 6


@dataclass(frozen=True, slots=True)
class Words:
    """What the groups, the parts in the meeting, the regions and the bodies are called."""

    groups: Sequence[str]
    seats: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def say(roster: Roster, seats: Seats, words: Words) -> list[str]:
    """All that was not met, the gravest first; empty when there is nothing to say."""
    found = list(spreads(roster, seats))
    return [*_bodies(found, words), *_uneven(found, words), *_again(roster, seats, found)]


def _bodies(found: Sequence[Spread], words: Words) -> Iterator[str]:
    for one in found:
        kind, unit = one.trait
        without = [name for name, count in zip(words.groups, one.counts, strict=True) if not count]
        if kind == "unit" and without:
            who = f"只有 {sum(one.counts)} 人" if any(one.counts) else "没有人"
            yield (
                f"{words.units.get(unit, unit)}{who}在名单里，{'、'.join(without)}没有人到场听取意见。"
                "请该单位增派人员（监督法第四十六条）。"
            )


def _uneven(found: Sequence[Spread], words: Words) -> Iterator[str]:
    names = {"seat": words.seats, "region": words.regions, "unit": words.units}
    for one in found:
        kind, key = one.trait
        if not one.missed or kind == "last":
            continue
        what = "各组人数" if one.trait == SIZE else f"{'来自' * (kind == 'region')}{names[kind].get(key, key)}的人"
        most, least = max(one.counts), min(one.counts)
        where = words.groups[one.counts.index(most)], words.groups[one.counts.index(least)]
        yield f"{what}没有分匀：{where[0]} {most} 名，{where[1]} {least} 名。"


def _again(roster: Roster, seats: Seats, found: Sequence[Spread]) -> Iterator[str]:
    for one in found:
        if one.trait[0] != "last" or not one.missed:
            continue
        most = one.counts.index(max(one.counts))
        people = [p for p in roster.people if p.last == one.trait[1] and seats[p.key] == most]
        yield f"上次同在{one.trait[1]}的 {len(people)} 人这次又坐在一组：{_names(people)}。"


def _names(people: Sequence[Person]) -> str:
    shown = "、".join(person.name for person in people[:NAMED])
    return f"{shown} 等" if len(people) > NAMED else shown
