"""The roll of a meeting: who reads it, who ticks, and what everybody says for themselves."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.place import path_of


def is_self(user: Any, attendee: Any) -> bool:
    """Whether the line of the roll is the user's own."""
    if user.pk is None:
        return False
    return bool(attendee.user_id == user.pk or (attendee.deputy_id and attendee.deputy.user_id == user.pk))


def can_view_attendee(user: Any, attendee: Any) -> bool:
    """The row's twin of `AttendeeQuerySet.visible_to`."""
    return is_self(user, attendee) or bool(user.scopes.covers(path_of(attendee.meeting), *Role.COMMITTEE))


def keeps_roll(user: Any, attendee: Any) -> bool:
    """选工委 staff over the place keep the roll."""
    return bool(user.scopes.covers(path_of(attendee.meeting), Role.STAFF))


def keeps_roll_or_self(user: Any, attendee: Any) -> bool:
    """Staff for everybody, and everybody for themselves."""
    return keeps_roll(user, attendee) or is_self(user, attendee)


def keeps_presence(user: Any, presence: Any) -> bool:
    """Who keeps the roll keeps each line of it, 全体会议 by 全体会议."""
    return keeps_roll(user, presence.attendee)


def keeps_presence_or_self(user: Any, presence: Any) -> bool:
    """Staff for everybody, and everybody for themselves."""
    return keeps_roll_or_self(user, presence.attendee)
