"""Who may give out codes, propose and review public pages, and take the public side down."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from accounts.choices import Role
from stations.rules.reception import OVERSEERS, is_at_station

REVIEWERS = (Role.STAFF, Role.OFFICE)


def path_of(target: Any) -> str:
    """The path of the place in which a deputy or a station is."""
    return str((target.unit.region if hasattr(target, "unit_id") else target.home_region).path)


def target_of(row: Any) -> Any:
    """The deputy or the station of a code or a public page."""
    return row.deputy if row.deputy_id else row.station


def _is_of_station(user: Any, target: Any) -> bool:
    """Its own head or liaison officer; for a deputy, of the station from which their group works."""
    if hasattr(target, "unit_id"):
        return is_at_station(user, target)
    units = user.scopes.units(*Role.STATION)
    if not units:
        return False
    groups = target.memberships.filter(left_on=None).values("group_id")
    rows = apps.get_model("stations", "StationGroup").objects  # no import upward
    return bool(rows.filter(station__unit_id__in=units, group_id__in=groups).exists())


def can_keep_code(user: Any, target: Any) -> bool:
    """Issue, revoke and renew: staff of the committee over the place, and the station's own people for the
    station and the deputies of its groups."""
    return user.scopes.covers(path_of(target), Role.STAFF) or _is_of_station(user, target)


def can_view_public(user: Any, row: Any) -> bool:
    """The row's twin of `TargetQuerySet.visible_to`, for a code and for a public page."""
    target = target_of(row)
    if user.scopes.covers(path_of(target), *OVERSEERS) or _is_of_station(user, target):
        return True
    return row.deputy_id is not None and row.deputy.user_id == user.pk


def can_propose(user: Any, target: Any) -> bool:
    """Ask that a page be published, with which words: whoever may keep its code."""
    return can_keep_code(user, target)


def can_review(user: Any, page: Any) -> bool:
    """Record the 保密审查: staff or office of the committee over the place. That the proposer may not is the verb's."""
    return user.scopes.covers(path_of(target_of(page)), *REVIEWERS)


def can_take_down(user: Any, page: Any) -> bool:
    """One page at once: the committee's staff or office, and the station for its own."""
    return can_review(user, page) or _is_of_station(user, target_of(page))


def can_switch_side(user: Any, region: Any) -> bool:
    """The public side of a place: staff or office over it; all of it (`region` None) the system's keeper, who
    has the night watch and sees nothing of the business by it."""
    if region is None:
        return bool(user.scopes.has(Role.SYSADMIN))
    return user.scopes.covers(region.path, *REVIEWERS)


def can_print_place(user: Any, region: Any) -> bool:
    """All codes of a place in one file, and codes for all of it: staff of the committee over it."""
    return user.scopes.covers(region.path, Role.STAFF)


def can_view_job(user: Any, job: Any) -> bool:
    """The row's twin of `JobQuerySet.visible_to`."""
    return can_print_place(user, job.region)
