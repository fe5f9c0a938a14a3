"""Who may look into a station's box, and who files papers in it."""

from __future__ import annotations

from typing import Any

from opinions import rules as ledger
from stations.rules.reception import is_at_station, oversees


def can_open_box(user: Any, station: Any) -> bool:
    """The station's own people, and the committees and townships over it; a deputy has a file of their own."""
    return is_at_station(user, station) or oversees(user, station)


def can_file(user: Any, station: Any) -> bool:
    """The station's own people, and staff over the place."""
    return is_at_station(user, station) or ledger.staff_over(user, station.unit.region.path)
