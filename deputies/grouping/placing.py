"""The proposal, and what dealing out by township would give.

Leaders first, then everybody where they are needed most, then a local search changes places two by
two while that helps. Areas share nobody, so each is solved by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from common.spreading import Search
from deputies.grouping.measure import traits_of
from deputies.grouping.roster import Area, Person, Placement, Roster, settle

Seats = dict[str, str]
WEIGHTS = {"size": 40, "level": 12, "woman": 6, "profession": 3}


def place(roster: Roster) -> Placement:
    """Everyone of the roster in one group of their area; leaders where they lead."""
    areas, homeless = settle(roster)
    seats: Seats = {}
    for area in areas:
        seats |= _deputies(area)
        seats |= _contacts(area)
    return Placement(seats, tuple(person.key for person in homeless))


def greedy(roster: Roster) -> Placement:
    """Township by township in the order of the roster, each person into the smallest group; leaders stay."""
    areas, homeless = settle(roster)
    seats: Seats = {}
    for area in areas:
        for people in (area.of(deputies=True), area.of(deputies=False)):
            sizes = {group.key: 0 for group in area.groups}
            for person in sorted(people, key=lambda person: not area.fixed(person)):
                chosen = area.fixed(person) or min(sizes, key=lambda key: sizes[key])
                seats[person.key] = chosen
                sizes[chosen] += 1
    return Placement(seats, tuple(person.key for person in homeless))


def _deputies(area: Area) -> Seats:
    people, keys = area.of(deputies=True), [group.key for group in area.groups]
    at = {key: place for place, key in enumerate(keys)}
    search = Search(
        [traits_of(person) for person in people],
        groups=len(keys),
        fixed=[at.get(person.leads) for person in people],
        now=[at.get(person.now) for person in people],
        weights=WEIGHTS,
    )
    return {person.key: keys[group] for person, group in zip(people, search.run(), strict=True)}


def _contacts(area: Area) -> Seats:
    """Reporters, then collectors: each where there is room and they already sit, else where fewest are."""
    people = area.of(deputies=False)
    seats: Seats = {person.key: area.fixed(person) for person in people if area.fixed(person)}
    sizes = {group.key: list(seats.values()).count(group.key) for group in area.groups}
    for kind in sorted({person.kind for person in people}, reverse=True):
        _deal([person for person in people if person.kind == kind], seats, sizes, whole=len(people))
    return seats


def _deal(people: Sequence[Person], seats: Seats, sizes: dict[str, int], *, whole: int) -> None:
    """Deal one kind out evenly, so that also all kinds together stay even; `seats` and `sizes` grow."""
    own = {key: sum(seats.get(person.key) == key for person in people) for key in sizes}
    room, most = len(people) // len(sizes), -(-whole // len(sizes))

    def sit(person: Person, key: str) -> None:
        seats[person.key] = key
        own[key] += 1
        sizes[key] += 1

    for person in people:
        if person.key not in seats and own.get(person.now, room) < room and sizes[person.now] < most:
            sit(person, person.now)
    for person in people:
        if person.key not in seats:
            sit(person, min(own, key=lambda key: (own[key], sizes[key], key != person.now)))
