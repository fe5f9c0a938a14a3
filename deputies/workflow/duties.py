"""The life of a duty record: entered by hand, looked at, audited once; confirmed or objected to by the deputy.

seen by a room: 已记入;  by hand: (待小组长看 →) 待审核 → 已记入 | 未通过;  已记入 → 有异议 → 已记入 | 不计
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.steps import Step, Steps, check, move
from common.steps import open_steps as open_of
from common.text import cn_date
from deputies import rules, tasks
from deputies.choices import DutyStatus, ObjectionGround, ObjectionOutcome
from deputies.models import Deputy, DutyObjection, DutyRecord
from deputies.reports import BY_HAND, has_other_leader, setting_of
from deputies.workflow.recording import record as write

S = DutyStatus
YEARS_BACK = 1

STEPS: Steps = {
    "pass_on": Step("属实，送审核", (S.GROUP,), S.WAITING, rules.can_look_first),
    "turn_down": Step("不属实，退回", (S.GROUP,), S.REFUSED, rules.can_look_first),
    "approve": Step("审核通过", (S.WAITING,), S.COUNTED, rules.can_audit),
    "refuse": Step("不通过", (S.WAITING,), S.REFUSED, rules.can_audit),
    "take_back": Step("撤回", S.OPEN, S.WITHDRAWN, rules.can_take_back),
    "confirm": Step("是我做的", (S.COUNTED,), None, rules.is_own),
    "object": Step("我有异议", (S.COUNTED,), S.OBJECTED, rules.is_own),
    "keep": Step("照原样记", (S.OBJECTED,), S.COUNTED, rules.can_decide),
    "amend": Step("改正后记入", (S.OBJECTED,), S.COUNTED, rules.can_decide),
    "remove": Step("这条不计", (S.OBJECTED,), S.REMOVED, rules.can_decide),
}
OUTCOMES = {ObjectionOutcome.KEPT: "keep", ObjectionOutcome.AMENDED: "amend", ObjectionOutcome.REMOVED: "remove"}


def open_steps(record: DutyRecord, user: Any, today: date) -> list[str]:
    """The buttons: as the table says; a record confirmed, decided or past its days offers no objection."""
    found = open_of(STEPS, record, user)
    if "confirm" in found and (record.confirmed_at or record.entered_by_id == user.pk):
        found.remove("confirm")
    if "object" in found and not may_still_object(record, today):
        found.remove("object")
    return found


def objection_until(record: DutyRecord) -> date:
    """The last day on which the deputy may object."""
    days = setting_of(record.deputy.home_region).objection_days
    return timezone.localdate(record.created_at) + timedelta(days=days)


def may_still_object(record: DutyRecord, today: date) -> bool:
    """Somebody else wrote it, nothing was decided on it yet, and its days are not over."""
    own = record.entered_by_id is not None and record.entered_by_id == record.deputy.user_id
    return not own and not hasattr(record, "objection") and today <= objection_until(record)


# --- entering by hand -----------------------------------------------------------------------------
@transaction.atomic
def enter(
    deputy: Deputy, *, kind: str, on: date, title: str, client_id: UUID, actor: User, at: datetime | None = None
) -> DutyRecord:
    """What no room saw, entered by the deputy or for them; sent twice it is one record.

    Refuses strangers, a day to come, one before last year, a kind that is written by itself, and the very
    same entry again. A photo is never asked for.
    """
    moment = at or timezone.now()
    if not rules.can_enter_for(actor, deputy):
        raise NotAllowedError("您不能替这名代表录入。")
    found = DutyRecord.objects.filter(source_key=_key(deputy, client_id)).first()
    if found is not None:
        return found
    _check_entry(deputy, kind, on, title.strip(), timezone.localdate(moment))
    first = setting_of(deputy.home_region).group_first and has_other_leader(deputy)
    status = S.GROUP if first else S.WAITING
    facts = {"kind": kind, "on": on, "title": title.strip(), "status": status, "entered_by": actor}
    try:
        with transaction.atomic():
            made = DutyRecord.objects.create(
                deputy=deputy, source_key=_key(deputy, client_id), by_hand=True, created_at=moment, **facts
            )
    except IntegrityError:  # the other of two clicks was first
        return DutyRecord.objects.get(source_key=_key(deputy, client_id))
    write(made, step="enter", actor=actor, at=moment, target=status)
    _tell(made, "entered")
    return made


def _key(deputy: Deputy, client_id: UUID) -> str:
    return f"hand:{deputy.pk}:{client_id.hex}"


def _check_entry(deputy: Deputy, kind: str, on: date, title: str, today: date) -> None:
    if kind not in BY_HAND:
        raise RuleError("这一类由系统自动记录，不用手工录入。", field="kind")
    if not title:
        raise RuleError("请写明做了什么，如：调解西街村两户宅基地纠纷。", field="title")
    if on > today:
        raise RuleError("日期不能晚于今天。还没有做的事，做完再记。", field="on")
    if on.year < today.year - YEARS_BACK:
        raise RuleError(f"只能补记{today.year - YEARS_BACK}年1月1日以后的。", field="on")
    same = DutyRecord.objects.filter(deputy=deputy, kind=kind, on=on, title=title)
    if same.exclude(status__in=(S.WITHDRAWN, S.REFUSED, S.REMOVED)).exists():
        raise RuleError(f"{cn_date(on)}这一条已经录过了，一件事只记一次。", field="title")


@transaction.atomic
def look(record: DutyRecord, *, actor: User, passed: bool, note: str = "", at: datetime | None = None) -> None:
    """The leader of the group: it is so, or it is not and why."""
    _needs_note(note, wanted=not passed)
    name = "pass_on" if passed else "turn_down"
    move(STEPS, name, record, actor=actor, record=write, at=at, note=note.strip())
    if not passed:
        _tell(record, "refused")


@transaction.atomic
def audit(record: DutyRecord, *, actor: User, passed: bool, note: str = "", at: datetime | None = None) -> None:
    """The committee's staff, once: counted, or not and why. The row is won by compare-and-set."""
    _needs_note(note, wanted=not passed)
    move(STEPS, "approve" if passed else "refuse", record, actor=actor, record=write, at=at, note=note.strip())
    if not passed:
        _tell(record, "refused")


def take_back(record: DutyRecord, *, actor: User, note: str = "", at: datetime | None = None) -> None:
    """Before it is audited: by whoever entered it, or by the deputy who did not do it."""
    move(STEPS, "take_back", record, actor=actor, record=write, at=at, note=note.strip())


# --- the deputy's word ----------------------------------------------------------------------------
@transaction.atomic
def confirm(record: DutyRecord, *, actor: User, at: datetime | None = None) -> None:
    """“是我做的”; said twice it stays as it was. Whoever says nothing has not objected."""
    moment = at or timezone.now()
    check(STEPS, "confirm", record, actor)
    if DutyRecord.objects.filter(pk=record.pk, confirmed_at=None, status=S.COUNTED).update(confirmed_at=moment):
        record.confirmed_at = moment
        write(record, step="confirm", actor=actor, at=moment, source=record.status, target=record.status)


@transaction.atomic
def confirm_year(deputy: Deputy, year: int, *, actor: User, at: datetime | None = None) -> int:
    """All of a year that somebody else wrote and the deputy has not answered; how many."""
    rows = DutyRecord.objects.counted().of_year(year).filter(deputy=deputy, confirmed_at=None)
    found = [row for row in rows.select_related("deputy") if row.entered_by_id != actor.pk]
    for row in found:
        confirm(row, actor=actor, at=at)
    return len(found)


@transaction.atomic
def object_to(record: DutyRecord, *, ground: str, words: str, actor: User, at: datetime | None = None) -> None:
    """“不是我做的” and the like, once and within the days; it counts for nothing until it is decided."""
    moment = at or timezone.now()
    check(STEPS, "object", record, actor)
    if ground not in ObjectionGround.values:
        raise RuleError("请选哪里不对。", field="ground")
    if not words.strip():
        raise RuleError("请写一句话，方便工作人员核对。", field="words")
    if not may_still_object(record, timezone.localdate(moment)):
        raise RuleError(f"这一条只能在{cn_date(objection_until(record))}以前提一次异议。请直接联系选工委。")
    facts: dict[str, Any] = {"note": words.strip(), "data": {"ground": ground}, "confirmed_at": None}
    move(STEPS, "object", record, actor=actor, record=write, at=moment, **facts)
    DutyObjection.objects.create(record=record, ground=ground, words=words.strip(), raised_at=moment)
    _tell(record, "objected")


@transaction.atomic
def decide(
    record: DutyRecord,
    *,
    outcome: str,
    answer: str,
    actor: User,
    on: date | None = None,
    kind: str = "",
    at: datetime | None = None,
) -> None:
    """Answer the objection, once: keep, amend (another day or kind), or not count. An answer is always written."""
    moment = at or timezone.now()
    if outcome not in OUTCOMES:
        raise RuleError("请选怎么处理。", field="outcome")
    if not answer.strip():
        raise RuleError("请写一句答复，代表看得到。", field="answer")
    changes = _amended(record, on, kind, timezone.localdate(moment)) if outcome == ObjectionOutcome.AMENDED else {}
    data = {"outcome": outcome, **{name: str(value) for name, value in changes.items()}}
    name = OUTCOMES[ObjectionOutcome(outcome)]
    move(STEPS, name, record, actor=actor, record=write, at=moment, note=answer.strip(), data=data, **changes)
    decided = {"outcome": outcome, "answer": answer.strip(), "decided_by": actor, "decided_at": moment}
    DutyObjection.objects.filter(record=record, outcome="").update(**decided)
    _tell(record, "decided")


def _amended(record: DutyRecord, on: date | None, kind: str, today: date) -> dict[str, Any]:
    """What is put right; refused when nothing is."""
    changes: dict[str, Any] = {}
    if on is not None and on != record.on:
        changes["on"] = on
    if kind and kind != record.kind:
        changes["kind"] = kind
    if not changes:
        raise RuleError("请把日期或者类别改成对的；不用改的，请选“照原样记”。", field="on")
    if changes.get("on", record.on) > today:
        raise RuleError("日期不能晚于今天。", field="on")
    return changes


def _needs_note(note: str, *, wanted: bool) -> None:
    if wanted and not note.strip():
        raise RuleError("请写明原因，录入的人看得到。", field="note")


def _tell(record: DutyRecord, what: str) -> None:
    transaction.on_commit(partial(tasks.tell_of_duty.delay, record.pk, what), robust=True)
