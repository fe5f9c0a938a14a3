"""Who prepares the notice for listeners, who lets it be public, and who reads what an applicant wrote."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.groups import keeps_plan
from meetings.rules.place import path_of
from meetings.rules.plan import can_view_meeting

REVIEWERS = (Role.STAFF, Role.OFFICE)


def can_view_notice(user: Any, notice: Any) -> bool:
    """The row's twin of `AudienceNoticeQuerySet.visible_to`."""
    return can_view_meeting(user, notice.meeting)


def keeps_notice(user: Any, notice: Any) -> bool:
    """选工委 staff over the place write it and submit it."""
    return keeps_plan(user, notice)


def checks_notice(user: Any, notice: Any) -> bool:
    """The row's twin of `AudienceNoticeQuerySet.checked_by`: staff or office, and not who submitted it."""
    return can_take_down(user, notice) and notice.submitted_by_id != user.pk


def can_take_down(user: Any, notice: Any) -> bool:
    """Off the public side at once: staff or office over the place, whoever they are."""
    return bool(user.scopes.covers(path_of(notice.meeting), *REVIEWERS))


def can_reveal_applicant(user: Any, application: Any) -> bool:
    """Number, telephone and address of an applicant: who qualifies them, for a reason that is logged."""
    return keeps_plan(user, application)
