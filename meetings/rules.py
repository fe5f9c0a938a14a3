"""Who may see and who may do in this room, one predicate each. A step's `may` is one of these."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role


def path_of(sitting: Any) -> str:
    """The region of the committee that holds the sitting, wherever it sits."""
    return str(sitting.occasion.unit.region.path)


def can_view_meeting(user: Any, meeting: Any) -> bool:
    """The row's twin of `MeetingQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(meeting), *Role.COMMITTEE))


def can_view_sitting(user: Any, sitting: Any) -> bool:
    """The row's twin of `SittingQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(sitting), *Role.COMMITTEE))


def may_prepare(user: Any, meeting: Any) -> bool:
    """选工委 staff over the place keep the meeting, its agenda, drafts and sittings."""
    return bool(user.scopes.covers(path_of(meeting), Role.STAFF))


def may_record(user: Any, sitting: Any) -> bool:
    """选工委 staff over the place write the record; office and leaders read it."""
    return bool(user.scopes.covers(path_of(sitting), Role.STAFF))


def prepares_meetings(user: Any) -> bool:
    """Whether there is any place whose meetings the user may prepare."""
    return bool(user.scopes.has(Role.STAFF))
