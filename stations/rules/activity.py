"""Who may see and who may keep an activity, its questions, a plan and a pin, one predicate each."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from deputies.choices import GroupRole
from opinions import rules as ledger
from stations.choices import ActivityStatus

OVERSEERS = (*Role.COMMITTEE, Role.TOWNSHIP)
KEEPERS = (Role.STAFF, Role.TOWNSHIP)
LEADS = (GroupRole.LEADER, GroupRole.DEPUTY_LEADER)


def leads(user: Any, group: Any) -> bool:
    """组长 or 副组长 of the group."""
    if group is None or not user.scopes.has(Role.DEPUTY):
        return False
    return group.members.filter(deputy__user_id=user.pk, left_on=None, role__in=LEADS).exists()


# --- activities -----------------------------------------------------------------------------------
def sees_by_office(user: Any, activity: Any) -> bool:
    """Committee or township over the place, or the station that organises or houses it."""
    scopes, station = user.scopes, activity.station
    own = scopes.units(*Role.STATION)
    if scopes.covers(activity.organiser.region.path, *OVERSEERS) or activity.organiser_id in own:
        return True
    if station is None:
        return False
    return station.unit_id in own or scopes.covers(station.unit.region.path, *OVERSEERS)


def can_view_activity(user: Any, activity: Any) -> bool:
    """The row's twin of `ActivityQuerySet.visible_to`."""
    if sees_by_office(user, activity) or leads(user, activity.group):
        return True
    if activity.status == ActivityStatus.PLANNED:
        return False
    rows = activity.invitations
    if rows.filter(deputy__user_id=user.pk).exists() or rows.filter(staff__user_id=user.pk).exists():
        return True
    group = activity.group
    return group is not None and group.members.filter(deputy__user_id=user.pk, left_on=None).exists()


def can_keep_activity(user: Any, activity: Any) -> bool:
    """Plans, invites, writes down: the organiser's own people, staff or township over it, the group's leaders."""
    scopes = user.scopes
    if activity.organiser_id in scopes.units(*Role.STATION):
        return True
    return scopes.covers(activity.organiser.region.path, *KEEPERS) or leads(user, activity.group)


def can_organise(user: Any, unit: Any) -> bool:
    """In the name of one's own station, township office or committee, or of a unit below it."""
    return unit.pk in user.scopes.units(*Role.STATION) or user.scopes.covers(unit.region.path, *KEEPERS)


# --- questions ------------------------------------------------------------------------------------
def can_view_inquiry(user: Any, inquiry: Any) -> bool:
    """The row's twin of `InquiryQuerySet.visible_to`."""
    activity = inquiry.activity
    return sees_by_office(user, activity) or leads(user, activity.group) or _follows(user, inquiry)


def can_keep_inquiry(user: Any, inquiry: Any) -> bool:
    """Writes down what was answered and promised: whoever keeps the activity."""
    return can_keep_activity(user, inquiry.activity)


def can_follow(user: Any, inquiry: Any) -> bool:
    """Says whether a promise was kept: the unit that follows it up, or whoever keeps the activity."""
    return _follows(user, inquiry) or can_keep_inquiry(user, inquiry)


def _follows(user: Any, inquiry: Any) -> bool:
    return inquiry.follower_id in user.scopes.units(*Role.STATION, *KEEPERS)


# --- plans and pins -------------------------------------------------------------------------------
def can_plan_group(user: Any, group: Any) -> bool:
    """The plan of a group: its leaders, the station of its place, the township, staff."""
    scopes = user.scopes
    if scopes.covers(group.region.path, *KEEPERS) or leads(user, group):
        return True
    units = scopes.units(*Role.STATION)
    return bool(units) and group.region.units.filter(pk__in=units).exists()


def can_plan_unit(user: Any, unit: Any) -> bool:
    """The trainings of a committee or a township: its own people."""
    return unit.pk in user.scopes.units(*KEEPERS)


def can_keep_plan(user: Any, plan: Any) -> bool:
    return can_plan_group(user, plan.group) if plan.group_id else can_plan_unit(user, plan.unit)


def can_view_plan(user: Any, plan: Any) -> bool:
    """The row's twin of `PlanQuerySet.visible_to`."""
    region = plan.group.region if plan.group_id else plan.unit.region
    if user.scopes.covers(region.path, *OVERSEERS):
        return True
    if not plan.group_id:
        return False
    units = user.scopes.units(*Role.STATION)
    if units and region.units.filter(pk__in=units).exists():
        return True
    return plan.group.members.filter(deputy__user_id=user.pk, left_on=None).exists()


def can_pin(user: Any, station: Any) -> bool:
    """What stands first on a station's page is the committee's to say."""
    return ledger.staff_over(user, station.unit.region.path)
