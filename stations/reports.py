"""Reads that put together what a page of a station shows. Dates come in; nothing asks the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.text import cn_date
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from opinions import limits
from opinions.choices import BADGES, OpinionStatus, Visibility
from opinions.lifeline import Line, lines_for
from opinions.models import Rating
from stations.choices import Route, SlotStatus
from stations.models import DutySlot, Event, Reception, SlotDeputy, Station, StationStaff, Visit, VisitOpinion
from stations.rules import is_overdue

SOON_WD = 3


# --- who may receive ------------------------------------------------------------------------------
def deputies_of(station: Station, also: Collection[int] = ()) -> Any:
    """The deputies who may be on duty: members of the station's groups, and those of its place; and
    those of `also`, who may have left since."""
    in_group = Q(memberships__left_on=None, memberships__group__in=station.groups.values("group_id"))
    of_place = Q(home_region__path__startswith=station.unit.region.path)
    found = Deputy.objects.filter(in_group | of_place | Q(pk__in=also)).values("pk")
    return Deputy.objects.filter(pk__in=found)


@dataclass
class Choice:
    """A deputy to tick, and why they stand where they stand."""

    deputy: Deputy
    note: str = ""


@dataclass
class Choices:
    """Who can be ticked: those of the day first, then the members of the groups, then the others of the place."""

    first: list[Choice] = field(default_factory=list)
    members: list[Choice] = field(default_factory=list)
    others: list[Choice] = field(default_factory=list)

    @property
    def rest(self) -> list[Choice]:
        """Everybody who does not stand first."""
        return self.members + self.others


def choices_for(station: Station, on: date, first: Collection[int] | None = None) -> Choices:
    """Everybody of `deputies_of(station)`, once each, with their highest mandate; four queries at most.

    Those on duty on `on` stand first; or those of `first`, where it is given.
    """
    ahead, why = (on_duty(station, on), "，当天轮值") if first is None else (set(first), "")
    groups = dict(
        GroupMember.objects.current()
        .filter(group__in=station.groups.values("group_id"), deputy__isnull=False)
        .values_list("deputy_id", "group__name")
    )
    found = Choices()
    mandates = Prefetch("mandates", Mandate.objects.in_force(on))
    for deputy in deputies_of(station, first or ()).prefetch_related(mandates).order_by("initials", "id"):
        level = levels_of(deputy)
        if deputy.pk in ahead:
            found.first.append(Choice(deputy, f"{level}{why}"))
        elif deputy.pk in groups:
            found.members.append(Choice(deputy, f"{level}，{groups[deputy.pk]}"))
        else:
            found.others.append(Choice(deputy, level))
    return found


def on_duty(station: Station, on: date) -> set[int]:
    """The deputies whom the rota of `station` has for the day `on`."""
    rows = SlotDeputy.objects.filter(slot__station=station, slot__date=on)
    return set(rows.exclude(slot__status=SlotStatus.CANCELLED).values_list("deputy_id", flat=True))


def slot_to_record(station: Station, on: date, asked: str | None) -> DutySlot | None:
    """The planned day a new reception carries out: the one asked for, if it is not still to come; else today's."""
    rows = DutySlot.objects.filter(station=station, status=SlotStatus.PLANNED)
    if asked and asked.isdecimal() and (found := rows.filter(pk=int(asked), date__lte=on).first()):
        return found
    return rows.filter(date=on).order_by("starts_at").first()


def levels_of(deputy: Deputy) -> str:
    """“县（区）人大代表、乡镇人大代表” from the mandates already fetched."""
    return "、".join(dict.fromkeys(m.get_level_display() for m in deputy.mandates.all())) or "代表"


# --- a station's own page -------------------------------------------------------------------------
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


def visit_counts(visits: Any, reception_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Visits and people of each reception among `visits`; one query."""
    rows = visits.filter(reception_id__in=reception_ids).order_by().values("reception_id")
    rows = rows.annotate(n=Count("pk"), people=Sum("headcount"))
    return {row["reception_id"]: (row["n"], row["people"]) for row in rows}


def visits_of(reception: Reception, visits: Any) -> list[Visit]:
    """The visits of a reception among `visits`, each with what was said; two queries."""
    items = Prefetch("visit_opinions", VisitOpinion.objects.select_related("opinion"))
    rows = visits.filter(reception=reception).select_related("contributor", "entered_by").prefetch_related(items)
    return list(rows.order_by("id"))


def visit_behind(opinion_id: int, user: User) -> Visit | None:
    """The visit that brought the opinion, if there was one and `user` may see it."""
    rows = Visit.objects.visible_to(user).with_list_data()
    return rows.filter(visit_opinions__opinion=opinion_id).first()


@dataclass(frozen=True)
class Correction:
    """One correction of a reception: who, when, why, and each thing as it was and as it is."""

    event: Event
    changes: list[tuple[str, str, str]]


SAID = {
    "held_on": "接待日期",
    "started_at": "开始时间",
    "ended_at": "结束时间",
    "place": "地点",
    "deputies": "接待代表",
}


def corrections_of(reception: Reception) -> list[Correction]:
    """What was put right since it was recorded, the latest first; two queries."""
    events = list(reception.events.filter(step="correct").select_related("actor").order_by("-id"))
    ids = {pk for one in events for facts in one.data.values() for pk in facts["deputies"]}
    names = dict(Deputy.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [Correction(one, _changes(one.data["before"], one.data["after"], names)) for one in events]


def _changes(before: dict[str, Any], after: dict[str, Any], names: dict[int, str]) -> list[tuple[str, str, str]]:
    pairs = [(label, _said(name, before[name], names), _said(name, after[name], names)) for name, label in SAID.items()]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _said(name: str, value: Any, names: dict[int, str]) -> str:
    """A value of the history in words."""
    if name == "deputies":
        return "、".join(names.get(pk, "") for pk in value)
    if name == "held_on":
        return cn_date(date.fromisoformat(value))
    if value and name != "place":
        return f"{time.fromisoformat(value):%H:%M}".removeprefix("0")
    return value or "没有写"


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


# --- what became of it ----------------------------------------------------------------------------
@dataclass
class Standing:
    """One opinion of a visit with its life line; `is_late` where it is held past its day."""

    item: VisitOpinion
    line: Line
    is_late: bool = False
    is_soon: bool = False

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon and word of the status."""
        opinion = self.item.opinion
        return (*BADGES[opinion.status], opinion.get_status_display())


def standings(items: Iterable[VisitOpinion], user: User, on: date) -> list[Standing]:
    """The life line of each, in a number of queries that does not grow with them."""
    rows, calendar = list(items), Calendar.load()
    lines = lines_for([row.opinion for row in rows], user, today=on, calendar=calendar)
    return [_standing(row, lines[row.opinion_id], on, calendar) for row in rows]


def _standing(row: VisitOpinion, line: Line, on: date, calendar: Calendar) -> Standing:
    opinion = row.opinion
    late = is_overdue(opinion, on)
    due = opinion.due_on if opinion.status == OpinionStatus.AT_STATION else None
    soon = due is not None and not late and calendar.left(on, due) <= SOON_WD
    return Standing(row, line, late, soon)


def what_next(visit: Visit) -> str:
    """One sentence for whoever has just saved the visit: what happens now."""
    station = visit.reception.station
    if visit.visibility == Visibility.SEALED:
        return f"已登记，只报{station.reports_to}。本站和乡镇的账号不再看到这一条。"
    due = visit.visit_opinions.values_list("opinion__due_on", flat=True).first()
    limit = limits.latest(due, visit.reception.held_on) if due else ""
    return {
        Route.SETTLED: "已登记，当场答复，这件事办结了。",
        Route.STATION: f"已登记，由本站协调，{limit}办结。办好以后到“我站的意见”里登记。",
        Route.TOWNSHIP: f"已登记，已转{station.township_office}，{limit}办结。您可以在“我站的意见”里看进展。",
        Route.COUNTY: f"已登记，已报{station.reports_to}。怎样办的，会在“我站的意见”里告诉您。",
        Route.SUGGESTION: f"已登记。请代表本人修改、签名，{limit}办好。",
        Route.OTHER: "已登记，已告知其他渠道。",
    }[Route(visit.route)]


def open_ratings(item: VisitOpinion) -> list[Rating]:
    """The ratings asked of the visitor and not given yet; a deputy gives their own."""
    if item.opinion.contributor.deputy_id:
        return []
    rows = Rating.objects.filter(contributor_id=item.opinion.contributor_id, rated_at=None)
    rows = rows.filter(reply__undertaking__status="rating")
    return list(
        rows.select_related(
            "contributor__deputy",
            "reply__undertaking__unit",
            "reply__undertaking__assignment__rule",
            "reply__undertaking__assignment__list__unit__region",
        )
    )


# --- a deputy's own -------------------------------------------------------------------------------
def deputy_of(user: User) -> Deputy | None:
    """The deputy who signed in."""
    return Deputy.objects.filter(user_id=user.pk).first() if user.scopes.has(Role.DEPUTY) else None


def station_of(deputy: Deputy) -> Station | None:
    """The station from which the deputy's group works."""
    groups = GroupMember.objects.current().filter(deputy=deputy).values("group_id")
    return Station.objects.with_list_data().filter(groups__group__in=groups).first()


def next_duties(deputy: Deputy, on: date, limit: int = 5) -> list[SlotDeputy]:
    """The deputy's reception days from `on`, the next one first, each with who else is on duty."""
    rows = SlotDeputy.objects.filter(deputy=deputy, slot__date__gte=on, slot__status=SlotStatus.PLANNED)
    rows = rows.select_related("slot__station__unit", "deputy").prefetch_related("slot__slot_deputies__deputy")
    return list(rows.order_by("slot__date", "slot__starts_at")[:limit])


def rota_of(station: Station, on: date, limit: int = 8) -> list[DutySlot]:
    """The station's next reception days."""
    return list(DutySlot.objects.filter(station=station).upcoming(on).with_list_data()[:limit])
