"""Templates, the steps of a preparation, papers handed out: who sees, who may."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.choices import StepKind, StepOwner
from meetings.rules.plan import can_view_meeting, may_prepare

# Whose role makes them the owner of a step; staff of the place may take every step.
OWNERS: dict[str, str] = {StepOwner.OFFICE: Role.OFFICE, StepOwner.LEADER: Role.LEADER}


def can_view_template(user: Any, template: Any) -> bool:
    """The row's twin of `TemplateQuerySet.visible_to`."""
    return bool(user.scopes.covers(template.region.path, *Role.COMMITTEE))


def may_keep_template(user: Any, template: Any) -> bool:
    """选工委 staff over the place write its templates and papers."""
    return bool(user.scopes.covers(template.region.path, Role.STAFF))


def can_view_step(user: Any, step: Any) -> bool:
    """The row's twin of `StepQuerySet.visible_to`."""
    return can_view_meeting(user, step.preparation.meeting)


def may_carry(user: Any, step: Any) -> bool:
    """The row's twin of `StepQuerySet.carried_by`: staff every step, office and leaders what is theirs."""
    meeting = step.preparation.meeting
    own = OWNERS.get(step.owner)
    return may_prepare(user, meeting) or bool(own and user.scopes.covers(meeting.occasion.unit.region.path, own))


def may_finish(user: Any, step: Any) -> bool:
    """A step that no body decides on."""
    return step.kind != StepKind.APPROVAL and may_carry(user, step)


def may_decide(user: Any, step: Any) -> bool:
    """Write down what a body decided."""
    return step.kind == StepKind.APPROVAL and may_carry(user, step)


def may_change_course(user: Any, step: Any) -> bool:
    """Leave a step out, or take it up again: staff of the place alone."""
    return may_prepare(user, step.preparation.meeting)


def may_count_day(user: Any, step: Any) -> bool:
    """Give a step whose day was set by hand the counted day again."""
    return bool(step.by_hand) and may_change_course(user, step)


def can_view_receipt(user: Any, receipt: Any) -> bool:
    """The row's twin of `ReceiptQuerySet.visible_to`."""
    return is_addressee(user, receipt) or can_view_meeting(user, receipt.preparation.meeting)


def is_addressee(user: Any, receipt: Any) -> bool:
    """已阅 is pressed by nobody else."""
    return bool(user.scopes.items) and receipt.user_id is not None and receipt.user_id == user.pk


def may_note_paper(user: Any, receipt: Any) -> bool:
    """Staff say that somebody without an account got it printed."""
    return receipt.user_id is None and may_prepare(user, receipt.preparation.meeting)
