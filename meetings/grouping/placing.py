"""The proposal, and what dealing out in turn would give."""

from __future__ import annotations

from common.spreading import Search
from meetings.grouping.measure import WEIGHTS, measure, traits_of
from meetings.grouping.roster import Roster


def place(roster: Roster) -> dict[str, int]:
    """Everybody in one group; whoever is fixed stays. Never worse than `round_robin` by `measure().unmet`: where
    the search should end worse, the dealt-out placement is taken."""
    if roster.groups < 1:
        raise ValueError("there is no group to sit in")
    search = Search(
        [traits_of(person, roster) for person in roster.people],
        groups=roster.groups,
        fixed=[person.fixed for person in roster.people],
        now=[None] * len(roster.people),
        weights=WEIGHTS,
    )
    found = {person.key: group for person, group in zip(roster.people, search.run(), strict=True)}
    return min(found, round_robin(roster), key=lambda seats: measure(roster, seats).unmet)


def round_robin(roster: Roster) -> dict[str, int]:
    """Part by part in the order of the roster, the next person into the next group; whoever is fixed stays."""
    seats = {person.key: person.fixed for person in roster.people if person.fixed is not None}
    parts = dict.fromkeys(person.seat for person in roster.people)
    waiting = [p for part in parts for p in roster.people if p.seat == part and p.fixed is None]
    return seats | {person.key: turn % roster.groups for turn, person in enumerate(waiting)}
