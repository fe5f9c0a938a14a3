"""Who lets a deputy in without a password, and takes it back."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from stations.rules.reception import is_at_station


def can_keep_phones(user: Any, station: Any) -> bool:
    """Prints slips for the deputies of the station and ends their phones: its head and liaison officer,
    its township, staff of the committee over its place."""
    return is_at_station(user, station) or user.scopes.covers(station.unit.region.path, Role.TOWNSHIP, Role.STAFF)
