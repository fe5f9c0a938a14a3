"""How many groups each area gets when there are to be so many in all."""

from __future__ import annotations

from collections.abc import Mapping


def apportion(people: Mapping[str, int], present: Mapping[str, int], total: int) -> dict[str, int]:
    """Groups per area: those present stay, an area with people has one at least, each further one goes
    where most people share a group. `total` below what must be is raised to it.
    """
    groups = {area: max(present.get(area, 0), 1 if people[area] else 0) for area in people}
    for _ in range(total - sum(groups.values())):
        crowded = max(people, key=lambda area: people[area] / max(groups[area], 1), default=None)
        if crowded is None or not people[crowded]:
            break
        groups[crowded] += 1
    return groups
