"""The rota: reception days planned, who is on duty, carried out or cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.steps import Step, Steps, check, move
from deputies.models import Deputy
from stations import rules, tasks
from stations.choices import SlotStatus
from stations.models import DutySlot, SlotDeputy, Station
from stations.reports import deputies_of
from stations.workflow.recording import record, require

S = SlotStatus

STEPS: Steps = {
    "assign": Step("安排代表", (S.PLANNED,), None, rules.can_keep_rota, by_system=True),
    "cancel": Step("取消这一天", (S.PLANNED,), S.CANCELLED, rules.can_keep_rota),
    "hold": Step("接待", (S.PLANNED,), S.HELD, rules.can_mark_held, by_system=True, button=False),
    "release": Step("改回待接待", (S.HELD,), S.PLANNED, rules.can_mark_held, button=False),
}


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
    """A reception day to come. Refuses a day that is over, an end before its start, a day planned twice."""
    require(rules.can_record, actor, station, "安排接待日")
    moment = at or timezone.now()
    if day < timezone.localdate(moment):
        raise RuleError("接待日要排在今天或今天以后。", field="day")
    if ends_at <= starts_at:
        raise RuleError("结束时间要晚于开始时间。", field="ends_at")
    try:
        with transaction.atomic():
            slot = DutySlot.objects.create(station=station, date=day, starts_at=starts_at, ends_at=ends_at)
    except IntegrityError as error:
        raise RuleError("这个时间已经排了接待日。", field="starts_at") from error
    record(slot, step="plan", actor=actor, at=moment, target=slot.status)
    chosen = list(deputies)
    if chosen:
        assign_deputies(slot, chosen, actor=actor, at=moment)
    return slot


@transaction.atomic
def assign_deputies(
    slot: DutySlot, deputies: Iterable[Deputy], *, actor: User | None, at: datetime | None = None
) -> DutySlot:
    """Who is on duty that day, all of them; who stays keeps the confirmation. Refuses strangers to the station."""
    moment, wanted = at or timezone.now(), {deputy.pk for deputy in deputies}
    check(STEPS, "assign", slot, actor)
    before = set(slot.slot_deputies.values_list("deputy_id", flat=True))
    if deputies_of(slot.station, before).filter(pk__in=wanted).count() != len(wanted):
        raise RuleError("有一位代表不在本站的小组里，也不是本地代表，请重新勾选。", field="deputies")
    move(STEPS, "assign", slot, actor=actor, record=record, at=moment, data={"before": sorted(before)})
    slot.slot_deputies.exclude(deputy_id__in=wanted).delete()
    rows = [SlotDeputy(slot=slot, deputy_id=pk) for pk in sorted(wanted - before)]
    SlotDeputy.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(tasks.tell_of_slot.delay, slot.pk, "planned"), robust=True)
    return slot


@transaction.atomic
def cancel_slot(slot: DutySlot, *, actor: User, note: str = "", at: datetime | None = None) -> DutySlot:
    """The day falls away; the deputies on duty are told."""
    move(STEPS, "cancel", slot, actor=actor, record=record, at=at, note=note.strip())
    transaction.on_commit(partial(tasks.tell_of_slot.delay, slot.pk, "cancelled"), robust=True)
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
    else:
        slot_deputy.refresh_from_db(fields=["confirmed_at"])
    return slot_deputy
