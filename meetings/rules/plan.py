"""Meetings: who sees and who prepares them."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.place import path_of


def can_view_meeting(user: Any, meeting: Any) -> bool:
    """The row's twin of `MeetingQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(meeting), *Role.COMMITTEE))


def may_prepare(user: Any, meeting: Any) -> bool:
    """选工委 staff over the place keep the meeting, its agenda, drafts and sittings."""
    return bool(user.scopes.covers(path_of(meeting), Role.STAFF))


def prepares_meetings(user: Any) -> bool:
    """Whether there is any place whose meetings the user may prepare."""
    return bool(user.scopes.has(Role.STAFF))


def may_prepare_plenary(user: Any, plenary: Any) -> bool:
    """Who prepares the meeting arranges its 全体会议 and stands at their doors."""
    return may_prepare(user, plenary.meeting)
