"""What a unit asks for and staff decide: 退办, with the reassignment that follows, and 延期."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import move
from opinions import rules, tasks
from opinions.choices import RequestStatus
from opinions.models import Extension, SendBack, Undertaking
from opinions.workflow.opening import open_one
from opinions.workflow.recording import record
from opinions.workflow.undertaking import STEPS


@transaction.atomic
def ask_send_back(
    undertaking: Undertaking,
    *,
    actor: User,
    reason: str,
    suggested_unit: Unit | None = None,
    at: datetime | None = None,
) -> SendBack:
    """申请退办, with a reason, within the rule's limit from 交办; one open request at a time."""
    moment = at or timezone.now()
    if not reason.strip():
        raise RuleError("请写退办理由。", field="reason")
    limit = undertaking.send_back_due
    if limit is None or timezone.localdate(moment) > limit:
        until = f"退办期限是{limit.month}月{limit.day}日（含当日），" if limit else ""
        raise RuleError(f"{until}已经不能申请退办。确有困难的，请与选工委联系。")
    move(STEPS, "ask_send_back", undertaking, actor=actor, record=record, at=moment, note=reason)
    request = SendBack(
        undertaking=undertaking,
        reason=reason.strip(),
        suggested_unit=suggested_unit,
        asked_by=actor,
        asked_at=moment,
    )
    _create_once(request, "已有一份退办申请在审核，请等结果。")
    transaction.on_commit(partial(tasks.tell_staff.delay, undertaking.pk, "send_back"), robust=True)
    return request


@transaction.atomic
def decide_send_back(
    request: SendBack,
    *,
    actor: User,
    agree: bool,
    note: str,
    new_unit: Unit | None = None,
    at: datetime | None = None,
) -> Undertaking | None:
    """同意 → 改派 to `new_unit` (its acceptance runs from today, the answer from 交办); or refuse with a note."""
    moment = at or timezone.now()
    undertaking = request.undertaking
    if not agree and not note.strip():
        raise RuleError("不同意退办，请写明原因。", field="note")
    if agree and new_unit is None:
        raise RuleError("请选改由哪个单位办理。", field="new_unit")
    _decide(request, actor=actor, agree=agree, note=note, at=moment, new_unit=new_unit)
    if not agree or new_unit is None:
        move(STEPS, "refuse_send_back", undertaking, actor=actor, record=record, at=moment, note=note)
        transaction.on_commit(partial(tasks.tell_unit.delay, undertaking.pk, "send_back_refused"), robust=True)
        return None
    return _reassign(undertaking, new_unit, actor=actor, note=note, at=moment)


def _reassign(undertaking: Undertaking, unit: Unit, *, actor: User, note: str, at: datetime) -> Undertaking:
    if not unit.may_lead:
        raise RuleError(f"{unit.name}不能承办交办事项。", field="new_unit")
    if unit.pk == undertaking.unit_id:
        raise RuleError("要改派给另一个单位。", field="new_unit")
    move(
        STEPS,
        "reassign",
        undertaking,
        actor=actor,
        record=record,
        at=at,
        note=note,
        clock_on=None,
        data={"to": unit.pk},
    )
    fresh = open_one(
        undertaking.assignment,
        unit.pk,
        undertaking.role,
        on=undertaking.assigned_on,
        accept_from=timezone.localdate(at),
        actor=actor,
        at=at,
        calendar=Calendar.load(),
        parent=undertaking.parent,
    )
    transaction.on_commit(partial(tasks.tell_undertakings.delay, [fresh.pk]), robust=True)
    return fresh


@transaction.atomic
def ask_extension(
    undertaking: Undertaking, *, actor: User, reason: str, until: date, at: datetime | None = None
) -> Extension:
    """申请延期, with a reason, until a day within the rule's longest limit."""
    moment = at or timezone.now()
    if not reason.strip():
        raise RuleError("请写延期理由。", field="reason")
    _check_until(undertaking, until)
    move(STEPS, "ask_extension", undertaking, actor=actor, record=record, at=moment, note=reason)
    request = Extension(
        undertaking=undertaking, reason=reason.strip(), requested_until=until, asked_by=actor, asked_at=moment
    )
    _create_once(request, "已有一份延期申请在审核，请等结果。")
    transaction.on_commit(partial(tasks.tell_staff.delay, undertaking.pk, "extension"), robust=True)
    return request


@transaction.atomic
def decide_extension(
    request: Extension,
    *,
    actor: User,
    agree: bool,
    note: str = "",
    until: date | None = None,
    at: datetime | None = None,
) -> Extension:
    """同意 (maybe until another day) → the answer clock moves; or refuse with a note."""
    moment = at or timezone.now()
    undertaking = request.undertaking
    if not agree and not note.strip():
        raise RuleError("不同意延期，请写明原因。", field="note")
    granted = until or request.requested_until
    if agree:
        _check_until(undertaking, granted)
    _decide(request, actor=actor, agree=agree, note=note, at=moment, granted_until=granted if agree else None)
    step = "grant_extension" if agree else "refuse_extension"
    changes: dict[str, Any] = {"due_on": granted, "clock_on": granted} if agree else {}
    data = {"until": granted.isoformat()} if agree else None
    move(STEPS, step, undertaking, actor=actor, record=record, at=moment, note=note, data=data, **changes)
    kind = "extension_granted" if agree else "extension_refused"
    transaction.on_commit(partial(tasks.tell_unit.delay, undertaking.pk, kind), robust=True)
    return request


def _check_until(undertaking: Undertaking, until: date) -> None:
    if until <= undertaking.due_on:
        raise RuleError("延到的日期要晚于现在的期限。", field="until")
    longest = undertaking.assignment.rule.answer_max_months
    if longest is None:
        raise RuleError("这一类事项按规则不能延期。", field="until")
    last = Calendar.load().add_months(undertaking.assigned_on, longest)
    if until > last:
        raise RuleError(
            f"最长可以延到{last.year}年{last.month}月{last.day}日（自交办之日起{longest}个月，含当日）。", field="until"
        )


def _create_once(request: SendBack | Extension, sentence: str) -> None:
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise RuleError(sentence) from error


def _decide(
    request: SendBack | Extension, *, actor: User, agree: bool, note: str, at: datetime, **fields: Any
) -> None:
    """Win the request by compare-and-set."""
    if not rules.is_staff_of(actor, request.undertaking):
        raise NotAllowedError("您没有审核的权限。")
    status = RequestStatus.AGREED if agree else RequestStatus.REFUSED
    won = (
        type(request)
        .objects.filter(pk=request.pk, status=RequestStatus.ASKED)
        .update(status=status, decided_by=actor, decided_at=at, decision_note=note.strip(), **fields)
    )
    if not won:
        raise StaleError("这份申请刚刚已经有人审核过了，请刷新。")
    request.refresh_from_db()
