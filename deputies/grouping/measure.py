"""How well a placement keeps the wishes.

A wish is about one trait in one area: each of its groups has its fair share of deputies, of each
level, of women, of each profession, of reporters and of collectors. The fair share of n people
among g groups is n/g rounded down or up; each person that a group has above or below it is one wish unmet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deputies.grouping.roster import DEPUTY, Area, Person, Placement, Roster, settle

Trait = tuple[str, str]
SIZE: Trait = ("size", "")
WOMAN: Trait = ("woman", "")


@dataclass(frozen=True, slots=True)
class Spread:
    """How one trait lies over the groups of one area, in their order."""

    area: str
    trait: Trait
    counts: tuple[int, ...]

    @property
    def missed(self) -> int:
        """How far beyond the fair share the groups are, all together."""
        return sum(self._beyond())

    @property
    def fair(self) -> int:
        """How many of the groups have their fair share."""
        return sum(beyond == 0 for beyond in self._beyond())

    def _beyond(self) -> list[int]:
        low = sum(self.counts) // len(self.counts)
        high = low + bool(sum(self.counts) % len(self.counts))
        return [max(0, count - high, low - count) for count in self.counts]


@dataclass(frozen=True, slots=True)
class Measures:
    """`unmet` wishes and people without a group; `size_spread` the widest gap between the largest and the
    smallest group of one area, in deputies; `level_mix` in how many of all pairs of group and level the
    group has its fair share of that level, 1 at best.
    """

    unmet: int
    size_spread: int
    level_mix: float


def traits_of(person: Person) -> tuple[Trait, ...]:
    """What is spread fairly."""
    if person.kind != DEPUTY:
        return (("contact", ""), ("kind", person.kind))
    levels = tuple(("level", level) for level in person.levels)
    woman = (WOMAN,) if person.is_woman else ()
    profession = (("profession", person.profession),) if person.profession else ()
    return (SIZE, *levels, *woman, *profession)


def spreads(areas: list[Area], seats: Mapping[str, str]) -> Iterator[Spread]:
    """Every trait of every area."""
    for area in areas:
        at = {group.key: place for place, group in enumerate(area.groups)}
        counts: dict[Trait, list[int]] = {}
        for person in area.people:
            for trait in traits_of(person) if seats.get(person.key) in at else ():
                counts.setdefault(trait, [0] * len(at))[at[seats[person.key]]] += 1
        for trait, row in counts.items():
            yield Spread(area.path, trait, tuple(row))


def measure(roster: Roster, placement: Placement) -> Measures:
    """The figures of a placement."""
    areas, _ = settle(roster)
    found = list(spreads(areas, placement.seats))
    sizes = [spread.counts for spread in found if spread.trait == SIZE]
    levels = [spread for spread in found if spread.trait[0] == "level"]
    pairs = sum(len(spread.counts) for spread in levels)
    return Measures(
        unmet=sum(spread.missed for spread in found) + len(placement.homeless),
        size_spread=max((max(counts) - min(counts) for counts in sizes), default=0),
        level_mix=round(sum(spread.fair for spread in levels) / pairs, 4) if pairs else 1.0,
    )
