"""Sittings: who sees and who writes the record."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.place import path_of


def can_view_sitting(user: Any, sitting: Any) -> bool:
    """The row's twin of `SittingQuerySet.visible_to`."""
    return bool(user.scopes.covers(path_of(sitting), *Role.COMMITTEE))


def may_record(user: Any, sitting: Any) -> bool:
    """选工委 staff over the place write the record; office and leaders read it."""
    return bool(user.scopes.covers(path_of(sitting), Role.STAFF))
