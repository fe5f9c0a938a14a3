"""Who is to be spread over the groups of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Seats = Mapping[str, int]  # person → number of the group, from 0


@dataclass(frozen=True, slots=True)
class Person:
    """One to be seated once.

    `seat` is their part in the meeting, `region` where they come from, `unit` their body where it is
    responsible for an item, `last` the group they sat in at the meeting before. `fixed` is the group
    they stay in whatever the rest does.
    """

    key: str
    name: str = ""
    seat: str = ""
    region: str = ""
    unit: str = ""
    last: str = ""
    fixed: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """All people in their official order, how many groups there are, and which bodies have to be in each."""

    people: tuple[Person, ...]
    groups: int
    units: tuple[str, ...] = field(default=())
