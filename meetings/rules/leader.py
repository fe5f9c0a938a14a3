"""领导讲话: who sees, writes, approves and publishes it."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.place import path_of


def can_view_leader_speech(user: Any, speech: Any) -> bool:
    """The row's twin of `SpeechQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(speech.sitting), *Role.COMMITTEE))


def may_write_leader_speech(user: Any, speech: Any) -> bool:
    """选工委 staff over the place write it down."""
    return bool(user.scopes.covers(path_of(speech.sitting), Role.STAFF))


def has_written(user: Any, speech: Any) -> bool:
    """Wrote it down, or changed a word since: nobody reads their own words for others."""
    return speech.recorder_id == user.pk or bool(speech.events.filter(step="edit", actor_id=user.pk).exists())


def may_approve_leader_speech(user: Any, speech: Any) -> bool:
    """办公室 or a leader says that these are the words; whoever wrote them down or changed them does not."""
    covered = user.scopes.covers(path_of(speech.sitting), Role.OFFICE, Role.LEADER)
    return bool(covered) and not has_written(user, speech)


def may_publish_leader_speech(user: Any, speech: Any) -> bool:
    """The 保密审查, after it was approved: staff or 办公室 who did not write it."""
    return may_withdraw_leader_speech(user, speech) and not has_written(user, speech)


def may_withdraw_leader_speech(user: Any, speech: Any) -> bool:
    """Staff or 办公室, the recorder too: what must go, goes at once."""
    return bool(user.scopes.covers(path_of(speech.sitting), Role.STAFF, Role.OFFICE))
