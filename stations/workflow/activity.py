"""An activity from its plan to the archive: planned, invited, held, filed; or cancelled for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import RuleError, StaleError
from common.steps import Step, Steps, check, move
from deputies.models import ActivityGroup
from opinions.choices import OccasionKind
from opinions.models import Occasion
from stations import rules, tasks
from stations.choices import ActivityKind, ActivityStatus
from stations.models import Activity, PlanItem, Station
from stations.workflow.recording import record, require

S = ActivityStatus
NOT_YET = (S.PLANNED, S.NOTIFIED)
OPEN = (*NOT_YET, S.HELD)

STEPS: Steps = {
    "invite": Step("邀请", OPEN, None, rules.can_keep_activity, by_system=True),
    "send": Step("发出邀请", NOT_YET, S.NOTIFIED, rules.can_keep_activity, by_system=True),
    "change": Step("改时间地点", NOT_YET, None, rules.can_keep_activity),
    "hold": Step("登记已经举行", NOT_YET, S.HELD, rules.can_keep_activity, by_system=True),
    "attend": Step("登记到会", (S.HELD,), None, rules.can_keep_activity, by_system=True),
    "write": Step("写纪要", (S.HELD,), None, rules.can_keep_activity, by_system=True),
    "archive": Step("归档", (S.HELD,), S.ARCHIVED, rules.can_keep_activity, by_system=True),
    "reopen": Step("退回补充", (S.ARCHIVED,), S.HELD, rules.can_keep_activity),
    "cancel": Step("取消活动", NOT_YET, S.CANCELLED, rules.can_keep_activity, by_system=True),
}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What is planned: all of it can be changed until the day was held."""

    kind: str
    theme: str
    held_on: date
    starts_at: time
    place: str
    ends_at: time | None = None
    plan: str = ""
    station: Station | None = None
    group: ActivityGroup | None = None
    item: PlanItem | None = None

    def facts(self) -> dict[str, Any]:
        """As columns, texts without blanks at their ends."""
        texts = {name: getattr(self, name).strip() for name in ("theme", "place", "plan")}
        return {**vars(self), **texts}


@transaction.atomic
def plan_activity(
    planned: Planned, *, organiser: Unit, client_id: UUID, actor: User | None, at: datetime | None = None
) -> Activity:
    """Write an activity down, to come or already held; the same `client_id` again is the same activity.

    Refuses an end before its start, a group that is not the organiser's to speak for, and a plan item of
    another group or unit.
    """
    if actor is not None and not (rules.can_organise(actor, organiser) or rules.leads(actor, planned.group)):
        require(lambda *_: False, actor, organiser, "安排活动")
    found = Activity.objects.filter(client_id=client_id).first()
    if found is not None:
        return found
    _check(planned, organiser, actor)
    moment = at or timezone.now()
    try:
        with transaction.atomic():
            made = _create(planned, organiser, client_id, actor, moment)
    except IntegrityError:
        return Activity.objects.get(client_id=client_id)
    record(made, step="plan", actor=actor, at=moment, target=made.status)
    return made


def _create(planned: Planned, organiser: Unit, client_id: UUID, actor: User | None, at: datetime) -> Activity:
    facts = planned.facts()
    occasion = Occasion.objects.create(
        kind=OccasionKind.ACTIVITY,
        title=facts["theme"],
        short_title=_short(planned, organiser),
        held_on=planned.held_on,
        place=facts["place"],
        unit=organiser,
        region=organiser.region,
    )
    made: Activity = Activity.objects.create(
        client_id=client_id, occasion=occasion, organiser=organiser, created_by=actor, created_at=at, **facts
    )
    return made


def _short(planned: Planned, organiser: Unit) -> str:
    return f"{organiser.short_name or organiser.name}{ActivityKind(planned.kind).label}"[:60]


def _check(planned: Planned, organiser: Unit, actor: User | None) -> None:
    if not planned.theme.strip():
        raise RuleError("请写活动主题。", field="theme")
    if planned.ends_at is not None and planned.ends_at <= planned.starts_at:
        raise RuleError("结束时间要晚于开始时间。", field="ends_at")
    if planned.group and actor and not rules.can_plan_group(actor, planned.group):
        raise RuleError("这个小组不归您安排，请重新选。", field="group")
    if planned.item is None:
        return
    plan = planned.item.plan
    of_group = plan.group_id is not None and planned.group is not None and plan.group_id == planned.group.pk
    if not of_group and plan.unit_id != organiser.pk:
        raise RuleError("这一项不在这个小组、这个单位的计划里，请重新选。", field="item")


@transaction.atomic
def change_activity(
    activity: Activity, planned: Planned, *, version: int, actor: User, at: datetime | None = None
) -> Activity:
    """When, where and what, until it was held; who was told is told again. `version` is the one the page
    showed: if another hand was first, StaleError, nothing written. Refuses no change at all."""
    moment = at or timezone.now()
    check(STEPS, "change", activity, actor)
    if version != activity.version:
        raise StaleError("这次活动刚被别人改过。请看一下现在的安排，再决定怎样改。")
    _check(planned, activity.organiser, actor)
    facts = planned.facts()
    before = {name: getattr(activity, name) for name in facts}
    changed = [name for name, value in facts.items() if before[name] != value]
    if not changed:
        raise RuleError("和原来的一样，没有要改的。")
    told = {name: str(before[name] or "") for name in changed}
    move(STEPS, "change", activity, actor=actor, record=record, at=moment, data={"before": told}, **facts)
    shown = {"title": facts["theme"], "short_title": _short(planned, activity.organiser)}
    rows = Occasion.objects.filter(pk=activity.occasion_id)
    rows.update(held_on=planned.held_on, place=facts["place"], **shown)
    if activity.status == S.NOTIFIED and {"held_on", "starts_at", "place"} & set(changed):
        _tell(activity, f"changed{activity.version}")
    return activity


@transaction.atomic
def send_invitations(activity: Activity, *, actor: User | None, at: datetime | None = None) -> int:
    """Tell everybody invited and not told yet, once; returns how many. Refuses with nobody to tell."""
    moment = at or timezone.now()
    check(STEPS, "send", activity, actor)
    untold = activity.invitations.filter(told_at=None)
    if not untold.exists():
        raise RuleError("请先选好请谁，再发出邀请。已经通知过的不会再收到一遍。")
    move(STEPS, "send", activity, actor=actor, record=record, at=moment)
    told: int = untold.update(told_at=moment)
    _tell(activity, "invited")
    return told


def _tell(activity: Activity, kind: str) -> None:
    transaction.on_commit(partial(tasks.tell_of_activity.delay, activity.pk, kind), robust=True)


@transaction.atomic
def hold_activity(activity: Activity, *, actor: User | None, at: datetime | None = None) -> Activity:
    """It took place. Refused before its day."""
    moment = at or timezone.now()
    if activity.held_on > timezone.localdate(moment):
        raise RuleError("活动的日子还没有到。改了日期的，请先改时间地点。")
    move(STEPS, "hold", activity, actor=actor, record=record, at=moment)
    return activity


@transaction.atomic
def cancel_activity(activity: Activity, *, reason: str, actor: User | None, at: datetime | None = None) -> Activity:
    """It falls away, for a reason; who was told is told."""
    text = reason.strip()
    if not text:
        raise RuleError("请写一句为什么取消，收到邀请的人会看到。", field="reason")
    was_told = activity.status == S.NOTIFIED
    move(STEPS, "cancel", activity, actor=actor, record=record, at=at, note=text, reason=text)
    if was_told:
        _tell(activity, "cancelled")
    return activity


@transaction.atomic
def archive_activity(activity: Activity, *, actor: User | None, at: datetime | None = None) -> Activity:
    """File it. Refused without attendance or minutes: there would be nothing to read."""
    check(STEPS, "archive", activity, actor)
    if not activity.invitations.exclude(attendance="").exists():
        raise RuleError("还没有登记谁到会，登记以后再归档。")
    if not activity.minutes.exists():
        raise RuleError("还没有写纪要，写几句以后再归档。")
    move(STEPS, "archive", activity, actor=actor, record=record, at=at)
    return activity


@transaction.atomic
def reopen_activity(activity: Activity, *, reason: str, actor: User, at: datetime | None = None) -> Activity:
    """Take it out of the archive to put something right, for a reason."""
    if not reason.strip():
        raise RuleError("请写一句要补充什么。", field="reason")
    move(STEPS, "reopen", activity, actor=actor, record=record, at=at, note=reason.strip())
    return activity
