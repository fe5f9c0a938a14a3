"""接待公告: out in time and once, put right when the day moves, taken down at once when it must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from opinions.workflow.numbering import next_number
from stations import rules, tasks
from stations.choices import NoticeKind, SlotStatus
from stations.models import DayNotice, DutySlot
from stations.reports.notices import current, due_on, missing, named, pending, tells, with_notices
from stations.workflow.recording import record, require

SERIES = "接待公告"
MORNING = time(7, 30)


@transaction.atomic
def issue_notice(slot: DutySlot, *, actor: User | None, at: datetime | None = None) -> DayNotice:
    """The notice goes out; for a day announced otherwise before, a correction under a new number.

    Said twice it is the same notice. Refuses a day that is not planned, has begun, has nobody on
    duty, or was not looked over by a second person.
    """
    require(rules.can_keep_rota, actor, slot, "发公告")
    moment = at or timezone.now()
    slot = _fresh(slot, moment)
    if slot.status != SlotStatus.PLANNED or moment >= slot.begins:
        raise RuleError("这一天已经接待过、开始了或者取消了，不用再公告。")
    if not slot.slot_deputies.all() or slot.published_at is None or slot.cleared_at is None:
        raise RuleError(f"{missing(slot)}，公告还不能发。")
    latest = slot.notices.first()
    if latest is not None and latest.withdrawn_at is None and tells(latest, slot):
        return latest
    kind = NoticeKind.FIRST if latest is None or tells(latest, slot) else NoticeKind.CORRECTION
    return _write(slot, kind, latest, actor, moment)


def _fresh(slot: DutySlot, at: datetime) -> DutySlot:
    found: DutySlot = with_notices(DutySlot.objects.filter(pk=slot.pk), timezone.localdate(at)).get()
    return found


def _write(slot: DutySlot, kind: str, latest: DayNotice | None, actor: User | None, at: datetime) -> DayNotice:
    """One edition more; two hands at once make one."""
    year = timezone.localdate(at).year
    facts = latest if kind == NoticeKind.CANCELLED and latest is not None else slot
    made = DayNotice(
        slot=slot,
        edition=latest.edition + 1 if latest else 1,
        kind=kind,
        year=year,
        date=facts.date,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        place=slot.station.address,
        deputies=[list(one) for one in named(slot)],
        issued_at=at,
        issued_by=actor,
    )
    try:
        with transaction.atomic():
            made.number = next_number(slot.station.unit, series=SERIES, year=year)
            made.save(force_insert=True)
    except IntegrityError:
        return DayNotice.objects.get(slot=slot, edition=made.edition)
    data = {"number": made.number, "year": made.year, "edition": made.edition, "kind": kind}
    record(slot, step="notice", actor=actor, at=at, data=data)
    return made


def put_right(slot: DutySlot, *, actor: User | None, at: datetime) -> None:
    """A moved day was looked over: what was announced before is corrected at once."""
    if (notice := current(slot)) is not None and not tells(notice, slot):
        issue_notice(slot, actor=None if actor is None or not rules.can_keep_rota(actor, slot) else actor, at=at)


def announce_cancelled(slot: DutySlot, *, actor: User | None, at: datetime) -> None:
    """A day that was announced is cancelled: the public reads so at once; that needs no second person."""
    latest = slot.notices.first()
    if latest is not None and latest.withdrawn_at is None:
        _write(_fresh(slot, at), NoticeKind.CANCELLED, latest, actor, at)


@transaction.atomic
def withdraw_notice(slot: DutySlot, *, actor: User, note: str, at: datetime | None = None) -> None:
    """撤下: the public no longer reads the notice, for a reason. It may go out again after another look.

    The station and whoever oversees it may. Refuses a day without a notice, and no reason.
    """
    require(lambda user, one: rules.can_see_rota(user, one.station), actor, slot, "撤下公告")
    moment = at or timezone.now()
    if not note.strip():
        raise RuleError("请写一句为什么撤下。", field="note")
    out = DayNotice.objects.filter(slot=slot, withdrawn_at=None)
    if not out.update(withdrawn_at=moment):
        raise RuleError("这一天没有在公示的公告。")
    DutySlot.objects.filter(pk=slot.pk).update(cleared_at=None, cleared_by=None)
    record(slot, step="notice_down", actor=actor, at=moment, note=note.strip())


# --- the daily round ------------------------------------------------------------------------------
@dataclass
class Round:
    """What one round did; a second round of the same day does nothing."""

    issued: int = 0
    told: int = 0


def run(day: date) -> Round:
    """Send out what is due on `day`; tell the station what holds a notice up, and its township when it is late."""
    done, at = Round(), datetime.combine(day, MORNING, tzinfo=timezone.get_current_timezone())
    for slot in pending(day):
        is_due = due_on(slot) <= day
        ready = slot.published_at is not None and slot.cleared_at is not None and slot.slot_deputies.all()
        if is_due and ready and at < slot.begins:
            issue_notice(slot, actor=None, at=at)
            done.issued += 1
        elif not ready:
            kind = "late" if is_due else "soon"
            transaction.on_commit(partial(tasks.tell_of_notice.delay, slot.pk, kind), robust=True)
            done.told += 1
    return done
