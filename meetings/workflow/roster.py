"""The roll of a meeting as the solver of groups reads it: who comes, from where, and who sat together last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from meetings.choices import AppointmentKind, SittingKind, SittingStatus
from meetings.grouping import Person, Roster
from meetings.models import Attendee, GroupPlan, Meeting, Participant, PlanGroup


def roster_of(
    meeting: Meeting,
    groups: Sequence[PlanGroup],
    *,
    keep: bool,
    pinned: Mapping[int, int] | None = None,
    among: GroupPlan | None = None,
) -> Roster:
    """Everybody who comes, or with `among` everybody seated in that plan.

    Fixed: who has spoken or sits where recording has begun, with `keep` who is on the list of a
    sitting at all, who is `pinned` to the group of a number, and the conveners of the groups.
    """
    everybody = meeting.attendees.with_row_data()
    people = everybody.coming() if among is None else everybody.filter(pk__in=among.seats.values("attendee_id"))
    fixed = {**_conveners(meeting), **(pinned or {}), **_seated(meeting, groups, keep=keep)}
    last, units = last_time(meeting), responsible(meeting)
    at = {group.number: place for place, group in enumerate(groups)}
    rows = [_person(one, last, at.get(fixed.get(one.pk, 0)), meeting) for one in people.order_by("id")]
    return Roster(tuple(rows), len(groups), tuple(str(pk) for pk in units))


def _person(one: Attendee, last: Mapping[Any, str], fixed: int | None, meeting: Meeting) -> Person:
    return Person(
        key=str(one.pk),
        name=one.name,
        seat=one.seat,
        region=area_of(one, meeting),
        unit=str(one.unit_id or ""),
        last=last.get(identity(one), ""),
        fixed=fixed,
    )


def area_of(one: Attendee, meeting: Meeting) -> str:
    """The place right below the meeting's own, so that a village counts for its county; nothing for the seat itself."""
    top = str(meeting.occasion.unit.region.path)
    if one.region is None or not one.region.path.startswith(top):
        return ""
    below = one.region.path[len(top) :].split("/")[0]
    return f"{top}{below}/" if below else ""


def identity(person: Any) -> tuple[Any, ...]:
    """Who is the same from meeting to meeting: a deputy of the register, else a name in a capacity."""
    return (person.deputy_id,) if person.deputy_id else (person.name, person.capacity)


def last_time(meeting: Meeting) -> dict[tuple[Any, ...], str]:
    """Who sat in which group at the meeting of the same committee before this one; empty before the first."""
    before = Meeting.objects.filter(
        occasion__unit=meeting.occasion.unit_id,
        occasion__held_on__lt=meeting.occasion.held_on,
        sittings__kind=SittingKind.GROUP,
    )
    previous = before.order_by("-occasion__held_on", "-id").first()
    if previous is None:
        return {}
    rows = Participant.objects.filter(sitting__meeting=previous, sitting__kind=SittingKind.GROUP)
    return {
        identity(row.contributor): row.sitting.label or str(row.sitting_id)
        for row in rows.select_related("contributor", "sitting").order_by("-id")
    }


def responsible(meeting: Meeting) -> list[int]:
    """The bodies that report on or propose an item: somebody of theirs has to hear every group (监督法46)."""
    units = meeting.agenda.exclude(report_unit=None).order_by("order").values_list("report_unit_id", flat=True)
    return list(dict.fromkeys(units))


def _conveners(meeting: Meeting) -> dict[int, int]:
    rows = meeting.appointments.filter(kind=AppointmentKind.CONVENER)
    return {pk: group or 0 for pk, group in rows.values_list("attendee_id", "group")}


def _seated(meeting: Meeting, groups: Sequence[PlanGroup], *, keep: bool) -> dict[int, int]:
    """Attendee → number of the group whose sitting holds them."""
    numbers = {group.sitting_id: group.number for group in groups if group.sitting_id}
    rows = Participant.objects.filter(sitting__in=numbers, attendee__meeting=meeting).select_related("sitting")
    spoken = set(rows.filter(raised__isnull=False).values_list("pk", flat=True))
    return {
        row.attendee_id: numbers[row.sitting_id]
        for row in rows
        if row.attendee_id and (keep or row.pk in spoken or row.sitting.status != SittingStatus.READY)
    }
