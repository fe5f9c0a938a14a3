"""Who keeps the rota and its rule, and who looks over a public notice."""

from __future__ import annotations

from typing import Any

from stations.rules.reception import is_at_station, oversees


def can_keep_rule(user: Any, station: Any) -> bool:
    """When the station receives: its own people."""
    return is_at_station(user, station)


def can_see_rota(user: Any, station: Any) -> bool:
    """The rota with what is only planned: the station's own people, and the township and committee above."""
    return is_at_station(user, station) or oversees(user, station)


def can_clear_notice(user: Any, slot: Any) -> bool:
    """保密审查 of a notice: the station or who oversees it, but not who published the rota (two persons)."""
    return can_see_rota(user, slot.station) and user.pk != slot.published_by_id


def is_asked(user: Any, swap: Any) -> bool:
    """The deputy who was asked answers, nobody for them."""
    return swap.asked.user_id == user.pk


def is_asker(user: Any, swap: Any) -> bool:
    """The deputy who asked takes it back."""
    return swap.asker.user_id == user.pk
