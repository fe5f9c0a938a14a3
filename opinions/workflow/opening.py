"""Undertakings come into being here alone: at issue, by dispatch, by reassignment; with their dates."""

from __future__ import annotations

from datetime import date, datetime

from accounts.calendar import Calendar
from accounts.models import User
from opinions.choices import UndertakingStatus, UnitRole
from opinions.models import Assignment, AssignmentList, HandlingRule, Undertaking
from opinions.workflow.recording import record


def open_all(paper: AssignmentList, *, actor: User, on: date, at: datetime) -> list[Undertaking]:
    """Make the undertakings of every item of a list just issued on `on`, clocks running.

    Units of a government go through its dispatch office (政府办督查室); the others directly.
    """
    calendar = Calendar.load()
    made = []
    items = paper.assignments.select_related("rule").prefetch_related("assignment_units__unit")
    for item in items:
        via: dict[int, Undertaking] = {}
        for row in item.assignment_units.all():
            office = row.unit.dispatch_via_id
            if office is None:
                made.append(open_one(item, row.unit_id, row.role, on=on, actor=actor, at=at, calendar=calendar))
            elif office not in via:
                via[office] = open_one(item, office, UnitRole.DISPATCH, on=on, actor=actor, at=at, calendar=calendar)
                made.append(via[office])
    return made


def open_one(
    item: Assignment,
    unit_id: int,
    role: str,
    *,
    on: date,
    actor: User | None,
    at: datetime,
    calendar: Calendar,
    parent: Undertaking | None = None,
    accept_from: date | None = None,
) -> Undertaking:
    """One undertaking with its dates: `on` starts the answer clock, `accept_from` the acceptance."""
    rule = item.rule
    accept_due = calendar.add_workdays(accept_from or on, rule.accept_wd) if rule.accept_wd else None
    due_on = co_limit(rule, on, calendar) if role == UnitRole.CO else answer_limit(rule, on, calendar)
    undertaking = Undertaking.objects.create(
        assignment=item,
        unit_id=unit_id,
        role=role,
        parent=parent,
        status=UndertakingStatus.TO_DISPATCH if role == UnitRole.DISPATCH else UndertakingStatus.TO_ACCEPT,
        assigned_on=on,
        accept_due=accept_due,
        send_back_due=calendar.add_workdays(accept_from or on, rule.send_back_wd) if rule.send_back_wd else None,
        due_on=due_on,
        clock_on=accept_due or due_on,
    )
    record(undertaking, step="open", actor=actor, at=at, target=undertaking.status)
    return undertaking


def answer_limit(rule: HandlingRule, start: date, calendar: Calendar) -> date:
    """The last day for the answer by the rule."""
    if rule.answer_months:
        return calendar.add_months(start, rule.answer_months)
    return calendar.add_workdays(start, rule.answer_wd or 1)


def co_limit(rule: HandlingRule, start: date, calendar: Calendar) -> date:
    """The last day for a co-unit's opinion; the answer's where the rule sets none."""
    return calendar.add_months(start, rule.co_months) if rule.co_months else answer_limit(rule, start, calendar)
