"""The groups of a meeting as pages read them: cards, sums, what could not be met, who served how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import Region, Unit
from deputies.models import Mandate
from meetings.choices import Seat
from meetings.grouping import Measure, Words, measure, say
from meetings.models import Appointment, Attendee, Event, GroupPlan, Meeting, Participant, PlanGroup, PlanSeat
from meetings.workflow.groups import PLACED, STEPS, roster_with
from meetings.workflow.roster import identity

ORDER = {str(seat): number for number, seat in enumerate(Seat)}


@dataclass(frozen=True)
class Card:
    """A group with its people in their order, and where else each could go."""

    group: PlanGroup
    seats: list[PlanSeat]
    others: list[PlanGroup]

    @property
    def sums(self) -> str:
        """“组成人员 5、列席人员 3、…”."""
        counts = Counter(seat.attendee.seat for seat in self.seats)
        return "、".join(f"{one.label} {counts[str(one)]}" for one in Seat if counts[str(one)])


def cards_of(plan: GroupPlan) -> list[Card]:
    """Every group of the plan, members first."""
    groups = list(plan.groups.select_related("sitting__occasion"))
    seats = list(plan.seats.select_related("attendee__deputy", "attendee__unit", "attendee__region"))
    seats.sort(key=lambda seat: (ORDER[seat.attendee.seat], seat.attendee_id))
    return [
        Card(group, [one for one in seats if one.group_id == group.pk], [one for one in groups if one.pk != group.pk])
        for group in groups
    ]


def plan_says(plan: GroupPlan, groups: Sequence[PlanGroup]) -> tuple[Measure, list[str]]:
    """The figures of the plan as it stands now, and what was not met, in sentences."""
    roster, seats = roster_with(plan)
    units = dict(Unit.objects.filter(pk__in=roster.units).values_list("pk", "short_name"))
    paths = {person.region for person in roster.people if person.region}
    regions = dict(Region.objects.filter(path__in=paths).values_list("path", "name"))
    words = Words(
        [group.label for group in groups],
        {str(seat): str(seat.label) for seat in Seat},
        regions,
        {str(pk): name for pk, name in units.items()},
    )
    without = [group.label for group in groups if group.number not in _convened(plan.meeting)]
    said = say(roster, seats, words)
    if without:
        said.append(f"{'、'.join(without)}还没有召集人。请在“召集人和重点发言人”里拟定。")
    return measure(roster, seats), said


def _convened(meeting: Meeting) -> set[int | None]:
    return set(meeting.appointments.conveners().values_list("group", flat=True))


def history_of(plan: GroupPlan) -> list[dict[str, Any]]:
    """For the timeline, newest first."""
    labels = {"propose": "编出方案", **{name: step.label for name, step in STEPS.items()}}
    events = plan.events.exclude(step=PLACED).select_related("actor").order_by("-at", "-id")[:100]
    return [{"text": _line(one, labels), "time": one.at, "icon": "dot", "note": one.note} for one in events]


def _line(event: Event, labels: dict[str, str]) -> str:
    who = event.actor.name if event.actor else "系统"
    data = event.data
    if event.step in ("move", "undo"):
        return f"{who}{labels[event.step]}：{data['person']} {data['from']} → {data['to']}"
    if event.step == "fix":
        return f"{who}{'固定' if data['fixed'] else '不再固定'}：{data['person']}"
    return f"{who}{labels.get(event.step, event.step)}"


@dataclass(frozen=True)
class Candidate:
    """A member who could convene: in how many terms they serve, how often they convened before."""

    attendee: Attendee
    terms: int
    times: int

    @property
    def words(self) -> str:
        terms = f"任 {self.terms} 届" if self.terms else "届数没有登记"
        return f"{terms}，召集过 {self.times} 次" if self.times else f"{terms}，没有召集过"


def candidates_of(meeting: Meeting) -> list[Candidate]:
    """The members on the roll, those of several terms first, then those who convened least; the register tells
    the terms, the lists of earlier sittings the times."""
    people = list(meeting.attendees.members().coming().select_related("deputy").order_by("id"))
    deputies = [one.deputy_id for one in people if one.deputy_id]
    terms = dict(_terms(deputies))
    times = Counter(identity(row.contributor) for row in _convened_before(meeting))
    found = [Candidate(one, terms.get(one.deputy_id or 0, 0), times[identity(one)]) for one in people]
    return sorted(found, key=lambda one: (-one.terms, one.times, one.attendee.pk))


def _terms(deputies: list[int]) -> Any:
    rows = Mandate.objects.filter(deputy__in=deputies).order_by()
    return rows.values_list("deputy").annotate(Count("term", distinct=True))


def _convened_before(meeting: Meeting) -> Any:
    earlier = Participant.objects.filter(
        is_convener=True,
        sitting__occasion__unit=meeting.occasion.unit_id,
        sitting__occasion__held_on__lt=meeting.occasion.held_on,
    )
    return earlier.select_related("contributor")


def appointments_of(meeting: Meeting) -> tuple[list[Appointment], list[Appointment]]:
    """Conveners by group, key speakers by topic in the order in which they speak."""
    rows = list(meeting.appointments.with_row_data())
    keys = [one for one in rows if one.topic is not None]
    keys.sort(key=lambda one: (one.topic.order if one.topic else 0, one.pk))
    return [one for one in rows if one.topic is None], keys
