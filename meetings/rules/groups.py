"""The groups of a meeting: drafted, adjusted and published by the staff of the place."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from meetings.rules.place import path_of


def keeps_plan(user: Any, row: Any) -> bool:
    """选工委 staff over the place; `row` is a plan of groups or an appointment of the meeting."""
    return bool(user.scopes.covers(path_of(row.meeting), Role.STAFF))


def can_view_plan(user: Any, row: Any) -> bool:
    """The row's twin of `GroupPlanQuerySet.visible_to`."""
    return keeps_plan(user, row)
