"""How well a placement keeps the wishes.

A wish is about one trait: every group has its fair share of people in all, of each part in the meeting,
of each responsible body, of each region, and of those who sat together in one group last time. The fair
share of n people among g groups is n/g rounded down or up. Each person that a group has above or below
it counts with the weight of the trait; `unmet` is the sum, 0 at best. That those of one old group lie
evenly over the new ones is the same as having the fewest old pairs together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meetings.grouping.roster import Person, Roster, Seats

Trait = tuple[str, str]
SIZE: Trait = ("size", "")
# A responsible body in every group is law (监督法46), so it outweighs every other wish.
WEIGHTS = {"unit": 60, "size": 40, "seat": 20, "region": 6, "last": 4}


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of one trait are in each group."""

    trait: Trait
    counts: tuple[int, ...]

    @property
    def missed(self) -> int:
        """How far beyond the fair share the groups are, all together."""
        low, over = divmod(sum(self.counts), len(self.counts))
        return sum(max(0, count - low - bool(over), low - count) for count in self.counts)

    @property
    def pairs(self) -> int:
        """How many pairs of this trait share a group."""
        return sum(count * (count - 1) // 2 for count in self.counts)


@dataclass(frozen=True, slots=True)
class Measure:
    """`unmet` is what proposals are compared by; `together` how many pairs of last time sit together again;
    `absent` in how many groups a responsible body is missing, over all bodies; `size_spread` the widest gap in size."""

    unmet: int
    together: int
    absent: int
    size_spread: int


def traits_of(person: Person, roster: Roster) -> tuple[Trait, ...]:
    """What is spread fairly."""
    named = [("seat", person.seat), ("region", person.region), ("last", person.last)]
    if person.unit in roster.units:
        named.append(("unit", person.unit))
    return (SIZE, *(trait for trait in named if trait[1]))


def spreads(roster: Roster, seats: Seats) -> Iterator[Spread]:
    """Every trait, in the order in which people bring it; a responsible body also where nobody came from it."""
    counts: dict[Trait, list[int]] = {SIZE: [0] * roster.groups}
    counts |= {("unit", unit): [0] * roster.groups for unit in roster.units}
    for person in roster.people:
        for trait in traits_of(person, roster):
            counts.setdefault(trait, [0] * roster.groups)[seats[person.key]] += 1
    for trait, row in counts.items():
        yield Spread(trait, tuple(row))


def measure(roster: Roster, seats: Seats) -> Measure:
    """The figures of a placement of everybody on the roster."""
    found = list(spreads(roster, seats))
    sizes = found[0].counts
    return Measure(
        unmet=sum(WEIGHTS[one.trait[0]] * one.missed for one in found),
        together=sum(one.pairs for one in found if one.trait[0] == "last"),
        absent=sum(one.counts.count(0) for one in found if one.trait[0] == "unit"),
        size_spread=max(sizes) - min(sizes),
    )
