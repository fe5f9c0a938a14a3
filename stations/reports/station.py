"""What a station's own page and desk show. Dates come in; nothing asks the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum

from accounts.calendar import Calendar
from accounts.models import User
from deputies.models import ActivityGroup, GroupMember
from opinions.choices import OpinionStatus
from stations.choices import SlotStatus
from stations.models import DutySlot, Reception, Station, StationStaff, Visit, VisitOpinion

SOON_WD = 3


def staff_of(station: Station) -> list[StationStaff]:
    """Who works there now, head first."""
    order = {"head": 0, "deputy_head": 1, "liaison": 2}
    return sorted(station.staff.current().select_related("deputy"), key=lambda one: order[one.role])


def groups_of(station: Station) -> list[ActivityGroup]:
    """The groups that work from the station, each with its members now."""
    members = Prefetch("members", GroupMember.objects.current().select_related("deputy", "contact"))
    rows = ActivityGroup.objects.filter(pk__in=station.groups.values("group_id"))
    return list(rows.select_related("region").prefetch_related(members))


@dataclass(frozen=True)
class Figures:
    """The five numbers every station reports, of a span of days."""

    receptions: int
    visits: int
    people: int
    opinions: int
    settled: int


def figures_of(receptions: Any) -> Figures:
    """Counts over `receptions` (a queryset already narrowed to what the reader may see)."""
    visits = Visit.objects.filter(reception__in=receptions.values("pk"))
    sums = visits.aggregate(n=Count("pk"), people=Sum("headcount"))
    opinions = VisitOpinion.objects.filter(visit__in=visits.values("pk"))
    done = Count("pk", filter=Q(opinion__status__in=(OpinionStatus.SETTLED, OpinionStatus.FED_BACK)))
    found = opinions.aggregate(n=Count("pk"), settled=done)
    return Figures(receptions.count(), sums["n"], sums["people"] or 0, found["n"], found["settled"])


@dataclass(frozen=True)
class Pending:
    """What waits at a station: in hand, soon due, overdue, settled and the visitor not told."""

    in_hand: int
    soon: int
    overdue: int
    untold: int


def pending_of(user: User, on: date) -> Pending:
    """What waits for whoever signed in, over all stations they see; three queries."""
    last, due = Calendar.load().add_workdays(on, SOON_WD), "opinion__due_on"
    rows = VisitOpinion.objects.visible_to(user)
    sums = rows.at_station().aggregate(
        in_hand=Count("pk"),
        soon=Count("pk", filter=Q(**{f"{due}__range": (on, last)})),
        overdue=Count("pk", filter=Q(**{f"{due}__lt": on})),
    )
    return Pending(**sums, untold=rows.untold().count())


def days_of(user: User, on: date) -> list[DutySlot]:
    """The reception days of `on` at the stations where `user` works."""
    stations = Station.objects.staffed_by(user)
    rows = DutySlot.objects.filter(date=on, station__in=stations.values("pk")).exclude(status=SlotStatus.CANCELLED)
    return list(rows.with_list_data().order_by("starts_at"))


def recent_receptions(user: User, limit: int = 5) -> list[Reception]:
    """The latest receptions `user` may see."""
    rows = Reception.objects.visible_to(user).with_list_data().order_by("-held_on", "-id")
    return list(rows[:limit])
