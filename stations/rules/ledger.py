"""Who hands in a month and who sets the form of the ledger."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from stations.rules.reception import can_record, can_view_reception


def can_view_report(user: Any, report: Any) -> bool:
    """The row's twin of `ReportQuerySet.visible_to`."""
    return can_view_reception(user, report)


def can_hand_in(user: Any, station: Any) -> bool:
    """The station's own people."""
    return can_record(user, station)


def can_set_layout(user: Any, unit: Any) -> bool:
    """Staff of the committee office to which stations report."""
    return user.scopes.covers(unit.region.path, Role.STAFF)
