"""A plan of groups becomes the lists of the sittings: each person once, whoever has spoken where they spoke.

Until a sitting of it has begun it can be taken back: the lists are again as they were before.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import notify
from accounts.models import User
from common.errors import RuleError, StaleError
from common.steps import check, move
from common.text import clean_pasted
from meetings.actions.roll import link_sittings
from meetings.actions.sitting import create_sitting
from meetings.choices import AppointmentKind, PlanStatus, SittingStatus
from meetings.models import Attendee, GroupPlan, Participant, PlanGroup, PlanSeat, Sitting
from meetings.workflow.attendance import attendance_of
from meetings.workflow.groups import PLACED, STEPS
from meetings.workflow.people import remove_participant
from meetings.workflow.recording import record
from opinions.models import Contributor

NAMED = 6


@transaction.atomic
def publish(plan: GroupPlan, *, actor: User, at: datetime | None = None) -> GroupPlan:
    """Everybody of the plan onto the list of their sitting; sittings that are missing are arranged.

    Loses politely, and writes nothing, when people came onto the roll after the draft was made. Nobody is
    taken off a list: who was added there by hand stays. Where a plan of the meeting was taken back before,
    whoever has an account and was told of the meeting is told their group.
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
    placed = _put(plan, sittings, begun)
    record(plan, step=PLACED, target=plan.status, actor=actor, at=moment, data=placed)
    put_duties(plan)
    if plan.meeting.group_plans.filter(status=PlanStatus.WITHDRAWN).exists():
        transaction.on_commit(partial(tell_groups, plan, "again"), robust=True)
    return plan


@transaction.atomic
def withdraw(plan: GroupPlan, *, actor: User, reason: str, at: datetime | None = None) -> GroupPlan:
    """Take a published plan back: whom it put on a list goes off it, whom it moved goes back; the sittings stay.

    Whoever has an account and was told of the meeting is told. Refused without a reason, once a sitting of it
    has begun, and for a plan that a later one has replaced.
    """
    reason, moment = clean_pasted(reason).strip()[:200], at or timezone.now()
    check(STEPS, "withdraw", plan, actor)
    if not reason:
        raise RuleError("请写一句为什么撤回。", field="note")
    if plan.meeting.group_plans.filter(status=PlanStatus.PUBLISHED, pk__gt=plan.pk).exists():
        raise RuleError("后来又公布了一份分组，名单按那一份排的。请撤回那一份。")
    for label, sitting in _sittings_of(plan):
        _, status = Sitting.objects.raise_revision(sitting)
        if status != SittingStatus.READY:
            raise RuleError(f"{label}已经开始，分组不能撤回了。要换人的，在那一场的名单里改。")
    move(STEPS, "withdraw", plan, actor=actor, record=record, at=moment, note=reason)
    _put_back(plan, actor)
    transaction.on_commit(partial(tell_groups, plan, "withdrawn"), robust=True)
    return plan


def _sittings_of(plan: GroupPlan) -> list[tuple[str, int]]:
    """Label and number of the sittings of its groups, in the order in which they are locked."""
    rows = plan.groups.exclude(sitting=None).order_by("sitting_id").values_list("label", "sitting_id")
    return [(label, sitting) for label, sitting in rows if sitting is not None]


def _put_back(plan: GroupPlan, actor: User) -> None:
    """The lists as they were: by what publishing wrote down. Who has spoken, or was moved since, stays."""
    event = plan.events.filter(step=PLACED).order_by("-pk").first()
    placed: dict[str, Any] = event.data if event else {"added": [], "moved": {}}
    sittings = [sitting for _, sitting in _sittings_of(plan)]
    here = Participant.objects.filter(sitting__in=sittings, raised=None, scans=None)
    related = ("sitting__occasion__unit__region", "contributor")
    for row in here.filter(pk__in=placed["added"]).select_related(*related):
        remove_participant(row, actor=actor)
    for row in here.filter(pk__in=list(placed["moved"])):
        source = placed["moved"][str(row.pk)]
        Sitting.objects.raise_revision(source)
        Participant.objects.filter(pk=row.pk).update(sitting=source, order=_last_order(source) + 1)


def tell_groups(plan: GroupPlan, what: str) -> None:
    """Each of the plan who has an account and was told of the meeting: their new group, or to wait for it."""
    url = reverse("meetings:my_meetings")
    seats = plan.seats.filter(attendee__told_at__isnull=False).exclude(
        attendee__user=None, attendee__deputy__user=None
    )
    for seat in seats.select_related("group", "attendee__user", "attendee__deputy__user"):
        one = seat.attendee
        account = one.user or (one.deputy.user if one.deputy else None)
        if account is not None:
            told = f"重新分组了，您在{seat.group}" if what == "again" else "分组撤回了，请等新的分组"
            label = f"{plan.meeting}：{told}"
            notify([account], key=f"plan:{plan.pk}:{what}:{one.pk}", label=label, url=url, copy_text=label)


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


def _put(plan: GroupPlan, sittings: dict[int, Sitting], begun: set[int]) -> dict[str, Any]:
    """Everybody onto their list; returns whom it added, and from which list it took whom."""
    placed: dict[str, Any] = {"added": [], "moved": {}}
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
            placed["moved"][str(rows[0].pk)] = rows[0].sitting_id
            Participant.objects.filter(pk=rows[0].pk).update(sitting=target, order=orders[target])
        else:
            placed["added"].append(_add(seat.attendee, target, orders[target]).pk)
    return placed


def _last_order(sitting: int) -> int:
    known = Participant.objects.filter(sitting=sitting).order_by("-order").values_list("order", flat=True).first()
    return known or 0


def _agree(seat: PlanSeat, row: Participant, sittings: dict[int, Sitting]) -> None:
    """The plan says where the person really stays; their list says what the roll says."""
    if sittings[seat.group_id].pk != row.sitting_id:
        group = next(pk for pk, sitting in sittings.items() if sitting.pk == row.sitting_id)
        PlanSeat.objects.filter(pk=seat.pk).update(group=group)
    Participant.objects.filter(pk=row.pk).update(attendance=attendance_of(seat.attendee))


def _add(one: Attendee, sitting: int, order: int) -> Participant:
    person = Contributor.named(one.name, one.capacity, title=one.title, deputy=one.deputy)
    person.save(force_insert=True)
    return Participant.objects.create(
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
