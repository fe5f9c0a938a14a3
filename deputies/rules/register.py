"""Who may see a deputy, a group and a deputy's telephone, one predicate each."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role

OVERSEERS = (*Role.COMMITTEE, Role.TOWNSHIP)


def can_view_deputy(user: Any, deputy: Any) -> bool:
    """The row's twin of `DeputyQuerySet.visible_to`."""
    if deputy.user_id is not None and deputy.user_id == user.pk:
        return True
    if _is_over(user, deputy.home_region):
        return True
    mine = {"group__members__deputy__user_id": user.pk, "group__members__left_on": None}
    return deputy.memberships.filter(left_on=None, **mine).exists()


def can_view_group(user: Any, group: Any) -> bool:
    """The row's twin of `GroupQuerySet.visible_to`."""
    if _is_over(user, group.region):
        return True
    return group.members.filter(deputy__user_id=user.pk, left_on=None).exists()


def can_reveal_phone(user: Any, deputy: Any) -> bool:
    """Committee staff, the township and the station of the deputy's place; a fellow deputy asks in person."""
    region = deputy.home_region
    return user.scopes.covers(region.path, Role.STAFF, Role.TOWNSHIP) or _has_station_in(user, region)


def can_group(user: Any, region: Any) -> bool:
    """Who proposes, adjusts and publishes the groups of a place: staff over it."""
    return user.scopes.covers(region.path, Role.STAFF)


def can_change_proposal(user: Any, proposal: Any) -> bool:
    """The row's twin of `ProposalQuerySet.visible_to`."""
    return can_group(user, proposal.region)


def keeps_roster(user: Any) -> bool:
    """选工委 staff: they import and export the roster of their own place."""
    return bool(user.scopes.has(Role.STAFF))


def can_view_draft(user: Any, draft: Any) -> bool:
    """The row's twin of `RosterDraftQuerySet.visible_to`."""
    return bool(draft.owner_id == user.pk)


def _is_over(user: Any, region: Any) -> bool:
    return user.scopes.covers(region.path, *OVERSEERS) or _has_station_in(user, region)


def _has_station_in(user: Any, region: Any) -> bool:
    units = user.scopes.units(*Role.STATION)
    return bool(units) and region.units.filter(pk__in=units).exists()


def can_view_place(user: Any, region: Any) -> bool:
    """Committee and township over the place, and the station in it."""
    return _is_over(user, region)


def can_enter_place(user: Any, region: Any) -> bool:
    """Who writes into the files of a place's deputies: staff, the township, the station in it."""
    return user.scopes.covers(region.path, Role.STAFF, Role.TOWNSHIP) or _has_station_in(user, region)
