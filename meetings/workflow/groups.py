"""The groups of a meeting: proposed, moved by hand, worked out again, published and taken back, or put away.

A plan changes no sitting. Publishing puts everybody on the list of their sitting in one transaction:
whoever has spoken, or is on the list of a sitting that has begun, stays where they are.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import cn_number
from meetings import rules
from meetings.actions.roll import link_sittings
from meetings.choices import PlanStatus, SittingKind
from meetings.grouping import Roster, place
from meetings.models import Attendee, GroupPlan, Meeting, PlanGroup, PlanMove, PlanSeat, Sitting
from meetings.workflow.recording import record
from meetings.workflow.roster import roster_of

MOST, BATCH = 20, 500
PLACED = "placed"  # an event beside that of publishing: what it did to the lists
DRAFT = (PlanStatus.DRAFT,)
STEPS: Steps = {
    "move": Step("调整分组", DRAFT, None, rules.keeps_plan, button=False),
    "undo": Step("撤回调整", DRAFT, None, rules.keeps_plan, button=False),
    "fix": Step("固定", DRAFT, None, rules.keeps_plan, button=False),
    "redo": Step("再编一次", DRAFT, None, rules.keeps_plan),
    "publish": Step("公布分组", DRAFT, PlanStatus.PUBLISHED, rules.keeps_plan),
    "withdraw": Step("撤回分组", (PlanStatus.PUBLISHED,), PlanStatus.WITHDRAWN, rules.keeps_plan),
    "discard": Step("作废方案", DRAFT, PlanStatus.DISCARDED, rules.keeps_plan),
}


@transaction.atomic
def propose(meeting: Meeting, *, actor: User, total: int, keep: bool = True, at: datetime | None = None) -> GroupPlan:
    """Draft `total` groups from the roll; returns the draft. The group sittings arranged already are the first.

    With `keep` whoever is on the list of a sitting stays there; else only who has spoken or sits where
    recording has begun. Refused while another draft is open, without people, and for fewer groups than sittings.
    """
    if not rules.may_prepare(actor, meeting):
        raise NotAllowedError("您没有给这次会议分组的权限。")
    moment = at or timezone.now()
    link_sittings(meeting)
    sittings = list(meeting.sittings.filter(kind=SittingKind.GROUP).order_by("id"))
    least = max(len(sittings), 1)
    if not least <= total <= MOST:
        raise RuleError(f"已经安排了 {len(sittings)} 场分组会议，组数请填 {least} 到 {MOST}。", field="total")
    if not meeting.attendees.coming().exists():
        raise RuleError("名单里还没有能参加的人。请先在“签到和请假”里排好名单。")
    try:
        with transaction.atomic():
            plan = GroupPlan.objects.create(meeting=meeting, made_by=actor, made_at=moment)
    except IntegrityError:
        raise StaleError("这次会议已经有一份拟编的方案。请先公布或作废那一份。") from None
    groups = _groups(plan, total, sittings)
    PlanGroup.objects.bulk_create(groups)
    _seat_all(plan, groups, keep=keep)
    record(plan, step="propose", source="", target=PlanStatus.DRAFT, actor=actor, at=moment, data={"groups": total})
    return plan


def _groups(plan: GroupPlan, total: int, sittings: list[Sitting]) -> list[PlanGroup]:
    """A sitting called 第三组 is the third; what has no such name, or is still to be arranged, takes a free number."""
    named = {f"第{cn_number(number)}组": number for number in range(1, MOST + 1)}
    known: dict[int, Sitting] = {}
    for sitting in sittings:
        known.setdefault(named.get(sitting.label, 0), sitting)
    known.pop(0, None)
    taken = {sitting.pk for sitting in known.values()}
    others: list[Sitting | None] = [one for one in sittings if one.pk not in taken]
    others += [None] * (total - len(sittings))
    free = (number for number in range(1, 2 * MOST + 1) if number not in known)
    placed = [*known.items(), *zip(free, others, strict=False)]
    return [_group(plan, number, sitting) for number, sitting in sorted(placed, key=lambda one: one[0])]


def _group(plan: GroupPlan, number: int, sitting: Sitting | None) -> PlanGroup:
    label = (sitting.label if sitting else "") or f"第{cn_number(number)}组"
    return PlanGroup(plan=plan, number=number, label=label, sitting=sitting)


def _seat_all(plan: GroupPlan, groups: list[PlanGroup], *, keep: bool, pinned: dict[int, int] | None = None) -> None:
    """Seats for everybody who comes; `pinned` people stay in the group of that number."""
    roster = roster_of(plan.meeting, groups, keep=keep, pinned=pinned or {})
    seats = place(roster)
    PlanSeat.objects.bulk_create(
        [
            PlanSeat(
                plan=plan,
                group=groups[seats[person.key]],
                attendee_id=int(person.key),
                is_fixed=person.fixed is not None,
                last=person.last,
            )
            for person in roster.people
        ],
        batch_size=BATCH,
    )


@transaction.atomic
def redo(plan: GroupPlan, *, actor: User, at: datetime | None = None) -> GroupPlan:
    """Work the draft out again with the roll as it now is; who is fixed stays. Moves made so far cannot be
    taken back after it."""
    moment = at or timezone.now()
    move(STEPS, "redo", plan, actor=actor, record=record, at=moment)
    pinned = dict(plan.seats.filter(is_fixed=True).values_list("attendee_id", "group__number"))
    PlanMove.objects.filter(plan=plan).delete()
    plan.seats.all().delete()
    _seat_all(plan, list(plan.groups.all()), keep=False, pinned=pinned)
    return plan


@transaction.atomic
def move_seat(seat: PlanSeat, *, target: PlanGroup, actor: User, at: datetime | None = None) -> PlanMove:
    """Put one person into another group, where they then stay fixed. Refused for who has spoken."""
    plan, source, moment = seat.plan, seat.group, at or timezone.now()
    if target.plan_id != plan.pk:
        raise RuleError("这个组不在这份方案里。", field="target")
    if target.pk == source.pk:
        raise RuleError(f"{seat}已经在{target}。", field="target")
    if bound := bound_to(seat.attendee):
        raise RuleError(f"{seat}在{bound.label}已经发言或者会议已经开始，不能换组。", field="target")
    data = {"person": str(seat), "from": source.label, "to": target.label}
    move(STEPS, "move", plan, actor=actor, record=record, at=moment, data=data)
    _reseat(seat, source, target, is_fixed=True)
    return PlanMove.objects.create(plan=plan, seat=seat, source=source, target=target, actor=actor, at=moment)


@transaction.atomic
def undo(plan: GroupPlan, *, actor: User, at: datetime | None = None) -> PlanMove:
    """Take back the actor's own last move, while the person still sits where it put them."""
    last = last_move(plan, actor)
    if last is None:
        raise RuleError("没有可以撤回的调整。")
    moment = at or timezone.now()
    data = {"person": str(last.seat), "from": last.target.label, "to": last.source.label}
    move(STEPS, "undo", plan, actor=actor, record=record, at=moment, data=data)
    if not PlanMove.objects.filter(pk=last.pk, undone_at=None).update(undone_at=moment):
        raise StaleError("这一步已经撤回过了。")
    _reseat(last.seat, last.target, last.source, is_fixed=False)
    return last


def last_move(plan: GroupPlan, actor: User) -> PlanMove | None:
    """The move that `undo` would take back."""
    rows = plan.moves.filter(actor=actor, undone_at=None)
    return rows.select_related("source", "target", "seat__attendee").first()


@transaction.atomic
def fix_seat(seat: PlanSeat, *, actor: User, fixed: bool, at: datetime | None = None) -> PlanSeat:
    """Keep somebody in their group when the plan is worked out again, or let them go; said again, nothing changes."""
    data = {"person": str(seat), "fixed": fixed}
    check(STEPS, "fix", seat.plan, actor)
    if PlanSeat.objects.filter(pk=seat.pk).exclude(is_fixed=fixed).update(is_fixed=fixed):
        move(STEPS, "fix", seat.plan, actor=actor, record=record, at=at, data=data)
    seat.is_fixed = fixed
    return seat


def bound_to(attendee: Attendee) -> Sitting | None:
    """The sitting somebody cannot leave any more: they have spoken there, or it has begun."""
    rows = attendee.participants.filter(sitting__kind=SittingKind.GROUP, sitting__meeting=attendee.meeting_id)
    for row in rows.select_related("sitting"):
        if row.sitting.status != "ready" or row.raised.exists():
            return row.sitting
    return None


def discard(plan: GroupPlan, *, actor: User, at: datetime | None = None) -> None:
    """Put the draft away; it is kept and changes nothing."""
    move(STEPS, "discard", plan, actor=actor, record=record, at=at)


def _reseat(seat: PlanSeat, source: PlanGroup, target: PlanGroup, *, is_fixed: bool) -> None:
    if not PlanSeat.objects.filter(pk=seat.pk, group=source).update(group=target, is_fixed=is_fixed):
        raise StaleError(f"刚刚有人先动了{seat}，请刷新页面看最新情况。")
    seat.group, seat.is_fixed = target, is_fixed


def roster_with(plan: GroupPlan) -> tuple[Roster, dict[str, int]]:
    """The roster of the plan and where everybody sits now, for the measure and its sentences."""
    groups = list(plan.groups.all())
    at = {group.pk: number for number, group in enumerate(groups)}
    seats = {str(seat.attendee_id): at[seat.group_id] for seat in plan.seats.all()}
    found = roster_of(plan.meeting, groups, keep=False, among=plan)
    return found, {person.key: seats[person.key] for person in found.people}
