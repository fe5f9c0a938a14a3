"""Who worked at a station before, and what a station is. Dates come in; nothing asks the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from stations.choices import FLAGS, NatureKind
from stations.models import Station, StationNature, StationStaff


def former_staff(station: Station) -> list[StationStaff]:
    """Who worked there before, the last to leave first."""
    return list(station.staff.exclude(ended_on=None).order_by("-ended_on", "-id"))


@dataclass(frozen=True)
class Nature:
    """One thing a station is; `row` says by whose decision, where that was written down."""

    label: str
    row: StationNature | None = None


def natures_of(station: Station) -> list[Nature]:
    """All that a station is today, 联络站 first: every station is one; one query."""
    rows = {row.kind: row for row in station.natures.filter(until=None)}
    kinds = [kind for kind in NatureKind if kind == NatureKind.LIAISON or kind in rows]
    return [Nature(str(kind.label), rows.get(kind)) for kind in kinds]


def natures_in(stations: Any) -> dict[str, int]:
    """How many of `stations` are what; "" for all. One query."""
    counts: dict[str, Any] = {str(kind): Count("pk", filter=Q(**{flag: True})) for kind, flag in FLAGS.items()}
    found = stations.order_by().aggregate(every=Count("pk"), **counts)
    return {"": found.pop("every"), **found}
