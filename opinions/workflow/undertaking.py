"""承办: passed on by the dispatcher, accepted, urged, helped with, assessed, revoked; and the table of every step.

What a unit asks for and staff decide, 退办 and 延期, is in `requests`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import Unit, User
from common.errors import RuleError
from common.steps import Step, Steps, move
from opinions import rules, tasks
from opinions.choices import StartsOn, UndertakingStatus, UnitRole
from opinions.models import AssignmentList, CoOpinion, Undertaking
from opinions.workflow.opening import answer_limit, co_limit, open_one
from opinions.workflow.recording import record

U = UndertakingStatus
LAST_ROUND = 2  # it is done again once (办法第二十二条)

STEPS: Steps = {
    "dispatch": Step("转办", (U.TO_DISPATCH,), U.DISPATCHED, rules.is_dispatcher_of),
    "accept": Step("签收", (U.TO_ACCEPT,), U.DOING, rules.is_clerk_of),
    "ask_send_back": Step("申请退办", (U.TO_ACCEPT, U.DOING), None, rules.is_clerk_of),
    "refuse_send_back": Step("不同意退办", (U.TO_ACCEPT, U.DOING), None, rules.is_staff_of, button=False),
    "reassign": Step("改派", (U.TO_ACCEPT, U.DOING), U.REASSIGNED, rules.is_staff_of, button=False),
    "ask_extension": Step("申请延期", (U.DOING, U.REDO), None, rules.is_lead_clerk),
    "grant_extension": Step("同意延期", (U.DOING, U.REDO), None, rules.is_staff_of, button=False),
    "refuse_extension": Step("不同意延期", (U.DOING, U.REDO), None, rules.is_staff_of, button=False),
    "progress": Step("登记进展", (U.DOING, U.REDO), None, rules.is_clerk_of),
    "co_opinion": Step("提协办意见", (U.DOING,), U.CO_GIVEN, rules.is_co_clerk),
    "urge": Step("催办", tuple(U.WITH_UNIT), None, rules.is_staff_of),
    "deliver": Step("送达答复", (U.DOING, U.REDO), U.CHECKING, rules.is_lead_clerk, button=False),
    "return_reply": Step("退回答复", (U.CHECKING,), U.DOING, rules.is_staff_of, button=False),
    "return_redo": Step("退回答复", (U.CHECKING,), U.REDO, rules.is_staff_of, button=False),
    "pass_reply": Step("审核通过", (U.CHECKING,), U.RATING, rules.is_staff_of, button=False),
    "close_checked": Step("审核通过并办结", (U.CHECKING,), U.CLOSED, rules.is_staff_of, button=False),
    "close": Step("办结", (U.RATING,), U.CLOSED, rules.nobody, by_system=True, button=False),
    "reopen": Step("重新办理", (U.RATING,), U.REDO, rules.nobody, by_system=True, button=False),
    "to_assess": Step("转评估", (U.RATING,), U.ASSESSING, rules.nobody, by_system=True, button=False),
    "assess": Step("登记评估结论", (U.ASSESSING,), U.CLOSED, rules.is_staff_of),
    "revoke": Step(
        "撤销",
        (U.TO_DISPATCH, U.DISPATCHED, U.TO_ACCEPT, U.DOING, U.REDO, U.CHECKING, U.RATING, U.ASSESSING, U.CO_GIVEN),
        U.REVOKED,
        rules.is_staff_of,
        by_system=True,
        button=False,
    ),
}


@transaction.atomic
def dispatch(
    undertaking: Undertaking,
    *,
    actor: User,
    leads: Iterable[Unit],
    cos: Iterable[Unit] = (),
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> list[Undertaking]:
    """转办 by 政府办（督查室）: child lead and co rows. The answer clock runs from 交办, not from here.

    Refused without a lead (unless a unit outside the office leads the item), without any unit, for
    a unit that may not lead, and for a unit outside the office's own.
    """
    leads, cos = list(leads), list(cos)
    if not leads and not (cos and _led_elsewhere(undertaking)):
        raise RuleError("请选主办单位。", field="leads")
    for unit in [*leads, *cos]:
        if unit.dispatch_via_id != undertaking.unit_id or not unit.may_lead:
            raise RuleError(f"{unit.name}不归本办公室转办。", field="leads")
    if {u.pk for u in leads} & {u.pk for u in cos}:
        raise RuleError("同一个单位不能既主办又协办。", field="cos")
    moment = at or timezone.now()
    today = on or timezone.localdate(moment)
    move(STEPS, "dispatch", undertaking, actor=actor, record=record, at=moment, note=note, clock_on=None)
    made = _open_children(undertaking, leads, cos, on=today, actor=actor, at=moment)
    transaction.on_commit(partial(tasks.tell_undertakings.delay, [u.pk for u in made]), robust=True)
    return made


def _led_elsewhere(undertaking: Undertaking) -> bool:
    """Whether the list gave the lead to a unit that does not pass this office: a court, an enterprise."""
    units = undertaking.assignment.assignment_units.filter(role=UnitRole.LEAD)
    return units.exclude(unit__dispatch_via_id=undertaking.unit_id).exists()


def _open_children(
    parent: Undertaking, leads: list[Unit], cos: list[Unit], *, on: date, actor: User, at: datetime
) -> list[Undertaking]:
    calendar = Calendar.load()
    return [
        open_one(
            parent.assignment,
            unit.pk,
            role,
            on=parent.assigned_on,
            accept_from=on,
            actor=actor,
            at=at,
            calendar=calendar,
            parent=parent,
        )
        for role, units in ((UnitRole.LEAD, leads), (UnitRole.CO, cos))
        for unit in units
    ]


def accept(undertaking: Undertaking, *, actor: User, handler_name: str = "", at: datetime | None = None) -> Undertaking:
    """签收: the unit has it; the answer clock is the one shown from now on.

    A limit 自收到之日起 runs from this day, at the latest from the last day for 签收: whoever
    accepts late gains no time.
    """
    moment = at or timezone.now()
    due_on = _due_when_received(undertaking, timezone.localdate(moment))
    move(
        STEPS,
        "accept",
        undertaking,
        actor=actor,
        record=record,
        at=moment,
        accepted_at=moment,
        handler_name=handler_name.strip() or actor.name,
        due_on=due_on,
        clock_on=due_on,
    )
    return undertaking


def _due_when_received(undertaking: Undertaking, day: date) -> date:
    rule = undertaking.assignment.rule
    if rule.starts_on != StartsOn.RECEIPT:
        return undertaking.due_on
    start = min(day, undertaking.accept_due or day)
    limit = co_limit if undertaking.role == UnitRole.CO else answer_limit
    return limit(rule, start, Calendar.load())


def record_progress(undertaking: Undertaking, *, actor: User, text: str, at: datetime | None = None) -> Undertaking:
    """登记进展: a line in the history that the committee reads."""
    if not text.strip():
        raise RuleError("请写一两句进展。", field="text")
    move(STEPS, "progress", undertaking, actor=actor, record=record, at=at, note=text.strip())
    return undertaking


@transaction.atomic
def give_co_opinion(undertaking: Undertaking, *, actor: User, text: str, at: datetime | None = None) -> CoOpinion:
    """协办意见 to the lead, who gives the one answer and states it."""
    if not text.strip():
        raise RuleError("请写协办意见。", field="text")
    moment = at or timezone.now()
    move(STEPS, "co_opinion", undertaking, actor=actor, record=record, at=moment, clock_on=None, closed_at=moment)
    given = CoOpinion.objects.create(undertaking=undertaking, text=text.strip(), given_by=actor, given_at=moment)
    transaction.on_commit(partial(tasks.tell_lead.delay, undertaking.pk), robust=True)
    return given


def urge(undertaking: Undertaking, *, actor: User, note: str, at: datetime | None = None) -> Undertaking:
    """催办: staff's own verb; the unit's clerks get the sentence."""
    if not note.strip():
        raise RuleError("请写催办的话，单位会照原文收到。", field="note")
    move(STEPS, "urge", undertaking, actor=actor, record=record, at=at, note=note.strip())
    transaction.on_commit(partial(tasks.tell_unit.delay, undertaking.pk, "urge"), robust=True)
    return undertaking


def assess(undertaking: Undertaking, *, actor: User, result: str, at: datetime | None = None) -> Undertaking:
    """评估 after a second 不满意: the written result closes the item."""
    if not result.strip():
        raise RuleError("请写评估结论。", field="result")
    moment = at or timezone.now()
    move(
        STEPS,
        "assess",
        undertaking,
        actor=actor,
        record=record,
        at=moment,
        note=result.strip(),
        outcome="assessed",
        outcome_note=result.strip(),
        closed_at=moment,
        clock_on=None,
    )
    return undertaking


def revoke_all(paper: AssignmentList, *, at: datetime, note: str) -> None:
    """Take back every undertaking of an annulled list that is still in force."""
    rows = Undertaking.objects.filter(assignment__list=paper, status__in=STEPS["revoke"].sources)
    for undertaking in rows.select_related("assignment__list__unit__region"):
        move(STEPS, "revoke", undertaking, actor=None, record=record, at=at, note=note, clock_on=None)
