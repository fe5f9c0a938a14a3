"""简报: who reads one, who edits, checks, signs and issues it."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role


def _path(briefing: Any) -> str:
    return str(briefing.unit.region.path)


def can_view_briefing(user: Any, briefing: Any) -> bool:
    """The row's twin of `BriefingQuerySet.visible_to`."""
    return bool(user.scopes.covers(_path(briefing), *Role.COMMITTEE))


def can_edit_briefing(user: Any, briefing: Any) -> bool:
    """选工委 staff over the printing unit's place."""
    return bool(user.scopes.covers(_path(briefing), Role.STAFF))


def can_check_briefing(user: Any, briefing: Any) -> bool:
    """核稿 by the general office, never by the editor."""
    return bool(user.scopes.covers(_path(briefing), Role.OFFICE)) and briefing.edited_by_id != user.pk


def leads_briefing(user: Any, briefing: Any) -> bool:
    """A leader over the place, never the editor."""
    return bool(user.scopes.covers(_path(briefing), Role.LEADER)) and briefing.edited_by_id != user.pk


def can_sign_briefing(user: Any, briefing: Any) -> bool:
    """签发 by a leader, once."""
    return not briefing.signed_by and leads_briefing(user, briefing)


def can_enter_signature(user: Any, briefing: Any) -> bool:
    """Staff enter a signature given on paper, where there is none yet."""
    return not briefing.signed_by and can_edit_briefing(user, briefing)


def can_annul_briefing(user: Any, briefing: Any) -> bool:
    """作废 by a leader, as with an assignment list; never the editor."""
    return leads_briefing(user, briefing)


def can_return_briefing(user: Any, briefing: Any) -> bool:
    """Whoever has it before them: the office while it checks, the leader until it is printed."""
    return leads_briefing(user, briefing) if briefing.status == "signing" else can_check_briefing(user, briefing)


def can_issue_briefing(user: Any, briefing: Any) -> bool:
    """Staff, once a leader has signed."""
    return bool(briefing.signed_by) and can_edit_briefing(user, briefing)
