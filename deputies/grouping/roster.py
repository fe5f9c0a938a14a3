"""Who is to be grouped, into what, and where each may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Person:
    """One to be seated once, whatever the number of mandates.

    `area` is a path such as `/1/2/3/`: whoever lives in a village belongs to its township, whoever
    is registered with the county alone may go to any group in it. `kind` is `DEPUTY` or the kind of
    a legislative contact. `leads` names the group whose leader the person is and stays; `now` the
    group they sit in today.
    """

    key: str
    area: str
    kind: str = DEPUTY
    name: str = ""
    levels: tuple[str, ...] = ()
    is_woman: bool = False
    profession: str = ""
    leads: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the area with this path."""

    key: str
    area: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """All people and all groups of a place, in their official order."""

    people: tuple[Person, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Person → group, everyone once; `homeless` are those for whose place there is no group."""

    seats: Mapping[str, str]
    homeless: tuple[str, ...] = ()


@dataclass(slots=True)
class Area:
    """A township with its groups and those who belong in one of them."""

    path: str
    groups: list[Group] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def crowding(self) -> float:
        """People for each group."""
        return len(self.people) / len(self.groups)

    def of(self, *, deputies: bool) -> list[Person]:
        """The deputies of the area, or its legislative contacts."""
        return [person for person in self.people if (person.kind == DEPUTY) == deputies]

    def fixed(self, person: Person) -> str:
        """The group of this area that the person leads, or nothing."""
        return person.leads if any(group.key == person.leads for group in self.groups) else ""


def fits(person: Person, group: Group) -> bool:
    """Whether the group is of the person's area."""
    return bool(person.area) and (person.area.startswith(group.area) or group.area.startswith(person.area))


def settle(roster: Roster) -> tuple[list[Area], list[Person]]:
    """Every person in one area, and those for whom there is none.

    The nearest area above one's home; with a wider home the area of the group one leads or sits
    in, else the least crowded one of it.
    """
    areas: dict[str, Area] = {}
    for group in roster.groups:
        areas.setdefault(group.area, Area(group.area)).groups.append(group)
    places = {group.key: group for group in roster.groups}
    wide, homeless = [], []
    for person in roster.people:
        above = [path for path in areas if person.area.startswith(path)]
        if above:
            areas[max(above, key=len)].people.append(person)
        elif any(fits(person, group) for group in roster.groups):
            wide.append(person)
        else:
            homeless.append(person)
    for person in wide:
        near = [places[key] for key in (person.leads, person.now) if key in places and fits(person, places[key])]
        open_to = [area for area in areas.values() if area.path.startswith(person.area)]
        chosen = areas[near[0].area] if near else min(open_to, key=lambda area: area.crowding)
        chosen.people.append(person)
    return list(areas.values()), homeless
