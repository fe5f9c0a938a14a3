"""A plan of groups becomes the lists of the sittings: each person once, whoever has spoken where they spoke."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import StaleError
from common.steps import move
from meetings.actions.roll import link_sittings
from meetings.actions.sitting import create_sitting
from meetings.choices import AppointmentKind, SittingStatus
from meetings.models import Attendee, GroupPlan, Participant, PlanGroup, PlanSeat, Sitting
from meetings.workflow.attendance import attendance_of
from meetings.workflow.groups import STEPS, record
from opinions.models import Contributor

NAMED = 6


@transaction.atomic
def publish(plan: GroupPlan, *, actor: User, at: datetime | None = None) -> GroupPlan:
    """Everybody of the plan onto the list of their sitting; sittings that are missing are arranged.

    Loses politely, and writes nothing, when people came onto the roll after the draft was made. Nobody is
    taken off a list: who was added there by hand stays.
    """
    moment = at or timezone.now()
    move(STEPS, "publish", plan, actor=actor, record=record, at=moment, published_at=moment)
    _check_everybody(plan)
    sittings = {group.pk: _sitting(plan, group, actor) for group in plan.groups.select_related("sitting")}
    begun = set()
    for sitting in sorted(sittings.values(), key=lambda one: one.pk):
        _, status = Sitting.objects.raise_revision(sitting.pk)
        if status != SittingStatus.READY:
            begun.add(sitting.pk)
    link_sittings(plan.meeting)
    _put(plan, sittings, begun)
    put_duties(plan)
    return plan


def _check_everybody(plan: GroupPlan) -> None:
    late = plan.meeting.attendees.coming().exclude(pk__in=plan.seats.values("attendee_id"))
    names = list(late.order_by("id").values_list("name", flat=True))
    if names:
        more = " 等" if len(names) > NAMED else ""
        raise StaleError(
            f"方案编好以后，名单里又有 {len(names)} 人没有分组：{'、'.join(names[:NAMED])}{more}。请点“再编一次”。"
        )


def _sitting(plan: GroupPlan, group: PlanGroup, actor: User) -> Sitting:
    if group.sitting is not None:
        return group.sitting
    occasion = plan.meeting.occasion
    made = create_sitting(
        actor=actor,
        unit=occasion.unit,
        meeting=plan.meeting,
        held_on=occasion.held_on,
        region=occasion.region,
        label=group.label,
    )
    PlanGroup.objects.filter(pk=group.pk).update(sitting=made)
    return made


def _put(plan: GroupPlan, sittings: dict[int, Sitting], begun: set[int]) -> None:
    here = Participant.objects.filter(sitting__in=[one.pk for one in sittings.values()], attendee__isnull=False)
    spoken = set(here.filter(raised__isnull=False).values_list("pk", flat=True))
    seated: dict[int | None, list[Participant]] = {}
    for row in here.order_by("id"):
        seated.setdefault(row.attendee_id, []).append(row)
    orders = {one.pk: _last_order(one.pk) for one in sittings.values()}
    for seat in plan.seats.select_related("attendee__meeting__occasion__unit__region", "attendee__deputy", "group"):
        rows, target = seated.get(seat.attendee_id, []), sittings[seat.group_id].pk
        stays = [row for row in rows if row.pk in spoken or row.sitting_id in begun or row.sitting_id == target]
        if stays:
            _agree(seat, stays[0], sittings)
            continue
        orders[target] += 1
        if rows:
            Participant.objects.filter(pk=rows[0].pk).update(sitting=target, order=orders[target])
        else:
            _add(seat.attendee, target, orders[target])


def _last_order(sitting: int) -> int:
    known = Participant.objects.filter(sitting=sitting).order_by("-order").values_list("order", flat=True).first()
    return known or 0


def _agree(seat: PlanSeat, row: Participant, sittings: dict[int, Sitting]) -> None:
    """The plan says where the person really stays; their list says what the roll says."""
    if sittings[seat.group_id].pk != row.sitting_id:
        group = next(pk for pk, sitting in sittings.items() if sitting.pk == row.sitting_id)
        PlanSeat.objects.filter(pk=seat.pk).update(group=group)
    Participant.objects.filter(pk=row.pk).update(attendance=attendance_of(seat.attendee))


def _add(one: Attendee, sitting: int, order: int) -> None:
    person = Contributor.named(one.name, one.capacity, title=one.title, deputy=one.deputy)
    person.save(force_insert=True)
    Participant.objects.create(
        sitting_id=sitting, contributor=person, attendee=one, order=order, attendance=attendance_of(one)
    )


def put_duties(plan: GroupPlan) -> None:
    """Conveners and key speakers chosen for the meeting, as marks on the lists of its group sittings."""
    chosen = plan.meeting.appointments.decided()
    people = Participant.objects.filter(sitting__in=plan.groups.values("sitting_id"))
    numbers = dict(plan.groups.values_list("number", "sitting_id"))
    for one in chosen.filter(kind=AppointmentKind.CONVENER):
        people.filter(attendee=one.attendee_id, sitting=numbers.get(one.group)).update(is_convener=True)
    keys = chosen.filter(kind=AppointmentKind.KEY).values("attendee_id")
    people.filter(attendee__in=keys).update(is_key_speaker=True)
