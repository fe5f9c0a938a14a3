"""Who keeps the checklist, who checks, who gives a grade."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from opinions import rules as ledger
from stations.rules.reception import is_at_station, oversees


def can_view_check(user: Any, check: Any) -> bool:
    """The row's twin of `CheckQuerySet.visible_to`."""
    return is_at_station(user, check.station) or oversees(user, check.station)


def can_keep_standard(user: Any, unit: Any) -> bool:
    """The checklist is the committee's whose stations it holds for."""
    return ledger.staff_over(user, unit.region.path)


def can_self_check(user: Any, station: Any) -> bool:
    """The station's own people."""
    return is_at_station(user, station)


def can_inspect(user: Any, station: Any) -> bool:
    """The township over the station, and staff of the committee."""
    return bool(user.scopes.covers(station.unit.region.path, Role.STAFF, Role.TOWNSHIP))


def can_grade(user: Any, station: Any) -> bool:
    """Staff of the committee alone."""
    return ledger.staff_over(user, station.unit.region.path)


def can_remedy(user: Any, station: Any) -> bool:
    """Who works at the station says what was made good; staff may write it down for them."""
    return is_at_station(user, station) or ledger.staff_over(user, station.unit.region.path)
