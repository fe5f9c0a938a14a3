"""How stations stand with the checklist: what is missing, what was found, no order of merit. Dates come in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from accounts.models import Unit
from stations.choices import CheckKind
from stations.models import CheckResult, GivenGrade, StandardItem, Station, StationCheck


def items_of(unit: Unit, on: date) -> list[StandardItem]:
    """What is asked about on the day, in the order of the list."""
    return list(StandardItem.objects.filter(unit=unit).in_force(on))


def _latest(on_item: Any) -> Any:
    """The newest result of an item at a station."""
    rows = CheckResult.objects.filter(check_of__station=OuterRef("check_of__station"), item=on_item)
    return rows.order_by("-check_of__on", "-check_of_id").values("pk")[:1]


def missing(stations: Any, on: date) -> Any:
    """The results that say what is missing: a no that is the last word on its item, and not made good yet."""
    rows = CheckResult.objects.filter(is_met=False, remedied_on=None, check_of__station__in=stations)
    rows = rows.filter(Q(item__valid_to=None) | Q(item__valid_to__gte=on))
    return rows.filter(pk=Subquery(_latest(OuterRef("item"))))


def missing_at(station: Station, on: date) -> list[CheckResult]:
    """What the station still has to see to, in the order of the list."""
    rows = missing(Station.objects.filter(pk=station.pk).values("pk"), on)
    return list(rows.select_related("item", "check_of").order_by("item__order", "item_id"))


def remedied_at(station: Station, year: int) -> list[CheckResult]:
    """What was made good in the year, the latest first."""
    rows = CheckResult.objects.filter(check_of__station=station, remedied_on__year=year)
    return list(rows.select_related("item", "check_of").order_by("-remedied_on", "-id"))


def with_counts(checks: Any) -> Any:
    """Checks with how many items they asked about and how many were met."""
    return checks.annotate(asked=Count("results"), met=Count("results", filter=Q(results__is_met=True)))


@dataclass(frozen=True)
class Standing:
    """A station on the page of all: when it was looked at last, its grade, how much is missing."""

    station: Station
    self_checked: date | None
    inspected: date | None
    grade: str
    lacks: int


def standings_of(stations: Iterable[Station], on: date) -> list[Standing]:
    """Of each station, in the order they come; three queries for any number."""
    rows = list(stations)
    pks = [one.pk for one in rows]
    days: dict[tuple[int, str], date] = {}
    checks = StationCheck.objects.filter(station__in=pks).order_by("on")
    for pk, kind, day in checks.values_list("station", "kind", "on"):
        days[pk, kind] = day
    graded = GivenGrade.objects.filter(station__in=pks, since__lte=on).order_by("since", "id")
    grades = {one.station_id: one.get_grade_display() for one in graded}
    counted = missing(pks, on).order_by().values("check_of__station").annotate(n=Count("pk"))
    lacks = {row["check_of__station"]: row["n"] for row in counted}
    return [
        Standing(
            one,
            days.get((one.pk, CheckKind.SELF)),
            days.get((one.pk, CheckKind.INSPECTION)),
            grades.get(one.pk, ""),
            lacks.get(one.pk, 0),
        )
        for one in rows
    ]
