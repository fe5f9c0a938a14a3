"""The rota: reception days planned, who is on duty, carried out or cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from deputies.models import Deputy
from stations import rules, tasks
from stations.choices import SlotStatus
from stations.models import DutySlot, SlotDeputy, Station
from stations.reports import deputies_of
from stations.workflow.notice import announce_cancelled
from stations.workflow.recording import record, require
from stations.workflow.swap import lapse

S = SlotStatus

STEPS: Steps = {
    "assign": Step("安排代表", (S.PLANNED,), None, rules.can_keep_rota, by_system=True),
    "move": Step("改期", (S.PLANNED,), None, rules.can_keep_rota, by_system=True),
    "cancel": Step("取消这一天", (S.PLANNED,), S.CANCELLED, rules.can_keep_rota, by_system=True),
    "hold": Step("接待", (S.PLANNED,), S.HELD, rules.can_mark_held, by_system=True, button=False),
    "release": Step("改回待接待", (S.HELD,), S.PLANNED, rules.can_mark_held, button=False),
    "fill": Step("排代表", (S.PLANNED,), None, rules.can_keep_rota, by_system=True, button=False),
    "publish": Step("公布", (S.PLANNED,), None, rules.can_keep_rota, by_system=True, button=False),
    "clear": Step("审核公告", (S.PLANNED,), None, rules.can_clear_notice, by_system=True, button=False),
}
CHANGED_MEANWHILE = "刚刚有人改过这一天，请刷新页面看最新情况。"


@transaction.atomic
def plan_slot(
    station: Station,
    *,
    day: date,
    starts_at: time,
    ends_at: time,
    deputies: Iterable[Deputy] = (),
    actor: User | None,
    at: datetime | None = None,
) -> DutySlot:
    """A reception day to come, by hand; with `deputies` it is published to them at once.

    Refuses a day that is over, an end before its start, a day planned twice.
    """
    require(rules.can_record, actor, station, "安排接待日")
    moment, chosen = at or timezone.now(), list(deputies)
    _check_times(day, starts_at, ends_at, moment)
    published = {"published_at": moment, "published_by": actor} if chosen else {}
    try:
        with transaction.atomic():
            slot = DutySlot.objects.create(station=station, date=day, starts_at=starts_at, ends_at=ends_at, **published)
    except IntegrityError as error:
        raise RuleError("这个时间已经排了接待日。", field="starts_at") from error
    record(slot, step="plan", actor=actor, at=moment, target=slot.status)
    if chosen:
        assign_deputies(slot, chosen, actor=actor, at=moment)
    return slot


def _check_times(day: date, starts_at: time, ends_at: time, at: datetime) -> None:
    if day < timezone.localdate(at):
        raise RuleError("接待日要排在今天或今天以后。", field="day")
    if ends_at <= starts_at:
        raise RuleError("结束时间要晚于开始时间。", field="ends_at")


@transaction.atomic
def assign_deputies(
    slot: DutySlot,
    deputies: Iterable[Deputy],
    *,
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
) -> DutySlot:
    """Who is on duty that day, all of them; who stays keeps the confirmation.

    Once the day is published, who is put on it and who is taken off it hears so. Refuses strangers
    to the station, and a page (`version`) older than the day.
    """
    moment, wanted = at or timezone.now(), {deputy.pk for deputy in deputies}
    check(STEPS, "assign", slot, actor)
    check_version(slot, version)
    before = set(slot.slot_deputies.values_list("deputy_id", flat=True))
    if deputies_of(slot.station, before).filter(pk__in=wanted).count() != len(wanted):
        raise RuleError("有一位代表不在本站的小组里，也不是本地代表，请重新勾选。", field="deputies")
    move(STEPS, "assign", slot, actor=actor, record=record, at=moment, data={"before": sorted(before)})
    put_on_day(slot, wanted, before)
    lapse(slot, at=moment, askers=before - wanted)
    if slot.published_at is not None:
        tell(slot, "planned", wanted - before)
        tell(slot, "released", before - wanted)
    return slot


def put_on_day(slot: DutySlot, wanted: set[int], before: set[int]) -> None:
    """Make the rows of a day agree with `wanted`; who is put on it has said nothing yet."""
    slot.slot_deputies.exclude(deputy_id__in=wanted).delete()
    rows = [SlotDeputy(slot=slot, deputy_id=pk) for pk in sorted(wanted - before)]
    SlotDeputy.objects.bulk_create(rows, ignore_conflicts=True)


def check_version(slot: DutySlot, version: int | None) -> None:
    """Refuse a page that was opened before the day was last changed."""
    if version is not None and version != slot.version:
        raise StaleError(CHANGED_MEANWHILE)


def tell(slot: DutySlot, kind: str, deputy_ids: Iterable[int]) -> None:
    """After commit, the deputies hear of it."""
    if ids := sorted(deputy_ids):
        transaction.on_commit(partial(tasks.tell_of_slot.delay, slot.pk, kind, ids, slot.version), robust=True)


@transaction.atomic
def move_slot(
    slot: DutySlot,
    *,
    day: date,
    starts_at: time,
    ends_at: time,
    note: str,
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
) -> DutySlot:
    """改期: the same day, at another time. Its deputies are told and asked anew.

    The public notice has to be looked over again. Refuses no reason, a day that has begun, one that
    is over, a time already taken, and a page older than the day.
    """
    moment = at or timezone.now()
    check_version(slot, version)
    check_not_begun(slot, moment)
    if not note.strip():
        raise RuleError("请写一句为什么改期，代表会看到。", field="note")
    _check_times(day, starts_at, ends_at, moment)
    if (day, starts_at, ends_at) == (slot.date, slot.starts_at, slot.ends_at):
        raise RuleError("时间没有变。要换代表，请到“改安排”。", field="day")
    return relocate(slot, day=day, starts_at=starts_at, ends_at=ends_at, actor=actor, at=moment, note=note.strip())


def check_not_begun(slot: DutySlot, at: datetime) -> None:
    """Refuse what is said of a day that is under way or over."""
    if at >= slot.begins:
        raise RuleError("这一天的接待已经开始或者过去，不能再改。")


def relocate(
    slot: DutySlot,
    *,
    day: date,
    starts_at: time,
    ends_at: time,
    actor: User | None,
    at: datetime,
    note: str,
    **more: Any,
) -> DutySlot:
    """Lay a day to another time; what was said about the old time falls away."""
    before = {"date": slot.date.isoformat(), "hours": slot.hours}
    published = {"published_by": actor} if slot.published_at else {}
    try:
        with transaction.atomic():
            move(
                STEPS, "move", slot, actor=actor, record=record, at=at, note=note, data=before,
                date=day, starts_at=starts_at, ends_at=ends_at, cleared_at=None, cleared_by=None, **published, **more,
            )  # fmt: skip
    except IntegrityError as error:
        raise RuleError("这个时间已经排了接待日。", field="day") from error
    slot.slot_deputies.update(confirmed_at=None)
    slot.absences.all().delete()
    lapse(slot, at=at)
    if slot.published_at is not None:
        tell(slot, "moved", slot.slot_deputies.values_list("deputy_id", flat=True))
    return slot


@transaction.atomic
def cancel_slot(slot: DutySlot, *, actor: User | None, note: str, at: datetime | None = None) -> DutySlot:
    """The day falls away, for a reason; the deputies on duty are told. Refuses no reason."""
    moment = at or timezone.now()
    check(STEPS, "cancel", slot, actor)
    if not note.strip():
        raise RuleError("请写一句为什么取消，代表会看到。", field="note")
    move(STEPS, "cancel", slot, actor=actor, record=record, at=moment, note=note.strip())
    lapse(slot, at=moment)
    announce_cancelled(slot, actor=actor, at=moment)
    if slot.published_at is not None:
        tell(slot, "cancelled", slot.slot_deputies.values_list("deputy_id", flat=True))
    return slot


def hold(slot: DutySlot, *, actor: User | None, at: datetime) -> None:
    """A reception was recorded for the day."""
    move(STEPS, "hold", slot, actor=actor, record=record, at=at)


def release(slot: DutySlot, *, actor: User, at: datetime) -> None:
    """The reception recorded for the day was held on another: the day waits again."""
    move(STEPS, "release", slot, actor=actor, record=record, at=at)


@transaction.atomic
def confirm_duty(slot_deputy: SlotDeputy, *, actor: User, at: datetime | None = None) -> SlotDeputy:
    """“我能去”, said by the deputy alone; said twice it stays as it was. Refused once the day is over or cancelled."""
    moment, slot = at or timezone.now(), slot_deputy.slot
    if slot_deputy.deputy.user_id != actor.pk:
        raise NotAllowedError("只有排到的代表本人能确认。")
    if slot.status != S.PLANNED or slot.date < timezone.localdate(moment):
        raise RuleError("这个接待日已经结束或者取消，不用再确认。")
    won = SlotDeputy.objects.filter(pk=slot_deputy.pk, confirmed_at=None).update(confirmed_at=moment)
    if won:
        slot_deputy.confirmed_at = moment
        record(slot, step="confirm", actor=actor, at=moment, data={"deputy": slot_deputy.deputy_id})
        return slot_deputy
    found = SlotDeputy.objects.filter(pk=slot_deputy.pk).first()
    if found is None:
        raise StaleError("站里刚刚改了这一天的安排，不用您去了。")
    slot_deputy.confirmed_at = found.confirmed_at
    return slot_deputy
