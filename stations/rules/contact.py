"""Who sees whom a deputy keeps in touch with, and who writes it down."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from opinions import rules as ledger
from stations.rules.reception import OVERSEERS


def can_view_household(user: Any, household: Any) -> bool:
    """The row's twin of `HouseholdQuerySet.visible_to`."""
    return can_keep_contacts(user, household.deputy) or ledger.staff_over(user, household.deputy.home_region.path)


def can_view_link(user: Any, link: Any) -> bool:
    """The row's twin of `MemberLinkQuerySet.visible_to`."""
    if user.pk in {link.deputy.user_id, link.member.user_id}:
        return True
    return bool(user.scopes.covers(link.deputy.home_region.path, *OVERSEERS))


def can_keep_contacts(user: Any, deputy: Any) -> bool:
    """The deputy, or for them (marked) the station of their place."""
    if deputy.user_id is not None and deputy.user_id == user.pk:
        return True
    units = user.scopes.units(*Role.STATION)
    return bool(units) and deputy.home_region.units.filter(pk__in=units).exists()


def can_open_contacts(user: Any, deputy: Any) -> bool:
    """Who keeps them, and staff over the place."""
    return can_keep_contacts(user, deputy) or ledger.staff_over(user, deputy.home_region.path)


def can_link_members(user: Any, deputy: Any) -> bool:
    """Which member keeps in touch with a deputy is staff's to say."""
    return ledger.staff_over(user, deputy.home_region.path)
