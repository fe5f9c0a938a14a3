"""Who is told: users by the grants in force today. Automatic notices go to a unit's clerks, never to its head."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Grant, Unit, User


def clerks_of(unit: Unit) -> QuerySet[Any]:
    """The clerks of a unit, or the people of a dispatch office."""
    return holders(unit_id=unit.pk, roles=(Role.AGENCY_CLERK, Role.DISPATCHER))


def heads_of(unit: Unit) -> QuerySet[Any]:
    """Who signs the unit's replies."""
    return holders(unit_id=unit.pk, roles=(Role.AGENCY_HEAD,))


def station_of(unit: Unit) -> QuerySet[Any]:
    """Head and liaison officers of a station; for a township office its people."""
    found = holders(unit_id=unit.pk, roles=Role.STATION)
    return found | over(unit.region.path, Role.TOWNSHIP, exact=True) if unit.kind == "town_congress" else found


def over(path: str, *roles: str, exact: bool = False) -> QuerySet[Any]:
    """Holders of `roles` whose place holds the one at `path`; `exact`: that place itself."""
    ids = [int(part) for part in path.split("/") if part]
    return _users(region_id__in=ids[-1:] if exact else ids, role__in=roles)


def holders(*, unit_id: int, roles: tuple[str, ...]) -> QuerySet[Any]:
    """Holders of `roles` over one unit."""
    return _users(unit_id=unit_id, role__in=roles)


def _users(**grant: Any) -> QuerySet[Any]:
    found = Grant.objects.in_force(timezone.localdate()).filter(**grant)
    return User.objects.active().filter(pk__in=found.values("user_id"))
