"""Speeches and their confirmation: who reads one, who sends it out, whose words they are."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.place import path_of


def is_speaker(user: Any, raised: Any) -> bool:
    """Whose words they are, signed in: the deputy, else who holds the account of the line on the roll."""
    deputy, line = raised.participant.contributor.deputy, raised.participant.attendee
    if deputy is not None:
        return deputy.user_id == user.pk and bool(user.scopes.has(Role.DEPUTY))
    return user.pk is not None and line is not None and line.user_id == user.pk


def can_view_speech(user: Any, raised: Any) -> bool:
    """The row's twin of `RaisedQuerySet.visible_to`: the committee over the sitting; a speaker, once asked."""
    if raised.deleted_at is not None:
        return False
    if user.scopes.covers(path_of(raised.sitting), *Role.COMMITTEE):
        return True
    return raised.status != "recorded" and is_speaker(user, raised)


def may_release(user: Any, raised: Any) -> bool:
    """A leader over the sitting, who annuls the issue in which it stands."""
    return bool(user.scopes.covers(path_of(raised.sitting), Role.LEADER))


def may_confirm_for(user: Any, raised: Any) -> bool:
    """选工委 staff over the sitting send it to its speaker, and enter what was signed on paper."""
    return bool(user.scopes.covers(path_of(raised.sitting), Role.STAFF))
