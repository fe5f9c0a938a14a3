"""Who may see, enter, audit and answer for a duty record; who keeps the settings and the mandates."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from deputies.choices import DutyStatus, GroupRole
from deputies.rules.register import can_enter_place, can_view_place


def can_view_record(user: Any, record: Any) -> bool:
    """The row's twin of `DutyQuerySet.visible_to`."""
    if is_own(user, record) or can_view_place(user, record.deputy.home_region):
        return True
    return record.status == DutyStatus.GROUP and can_look_first(user, record)


def can_view_file(user: Any, deputy: Any) -> bool:
    """A deputy's whole file: their own, or of a place one is over. Fellow deputies see none of it."""
    return is_deputy(user, deputy) or can_view_place(user, deputy.home_region)


def is_deputy(user: Any, deputy: Any) -> bool:
    """Whether the user is this very deputy."""
    return deputy.user_id is not None and deputy.user_id == user.pk


def is_own(user: Any, record: Any) -> bool:
    """The deputy's own record."""
    return is_deputy(user, record.deputy)


def can_enter_for(user: Any, deputy: Any) -> bool:
    """The deputy, or for them the station of the place, the township, the committee's staff."""
    return is_deputy(user, deputy) or can_enter_place(user, deputy.home_region)


def can_audit(user: Any, record: Any) -> bool:
    """Committee staff over the place, never for themselves."""
    return user.scopes.covers(record.deputy.home_region.path, Role.STAFF) and not is_own(user, record)


def can_look_first(user: Any, record: Any) -> bool:
    """The leader of the deputy's group, never for themselves."""
    return leads_group_of(user, record.deputy)


def can_take_back(user: Any, record: Any) -> bool:
    """Whoever entered it, or the deputy whose it is said to be."""
    return is_own(user, record) or (record.entered_by_id is not None and record.entered_by_id == user.pk)


def can_decide(user: Any, record: Any) -> bool:
    """Who answers an objection: whoever entered the record, or the committee's staff."""
    if is_own(user, record):
        return False
    return can_audit(user, record) or (record.entered_by_id is not None and record.entered_by_id == user.pk)


def leads_group_of(user: Any, deputy: Any) -> bool:
    """Whether the user leads the group of the deputy and is somebody else."""
    if is_deputy(user, deputy):
        return False
    mine = {"group__members__deputy__user_id": user.pk, "group__members__left_on": None}
    return deputy.memberships.filter(left_on=None, group__members__role=GroupRole.LEADER, **mine).exists()


def can_change_mandate(user: Any, mandate: Any) -> bool:
    """Staff of a committee over the place of the mandate: a county does not touch a city's seat."""
    return user.scopes.covers(mandate.region.path, Role.STAFF)


def keeps_setting(user: Any, setting: Any) -> bool:
    """The row's twin of `SettingQuerySet.visible_to`: the committee's own staff."""
    return keeps_unit(user, setting.unit)


def keeps_unit(user: Any, unit: Any) -> bool:
    """Staff of this very committee, not of one above it."""
    return unit.region.path in user.scopes.paths(Role.STAFF)
