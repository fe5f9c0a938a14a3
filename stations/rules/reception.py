"""Who may see and who may do at a station, one predicate each. A step's `may` is one of these."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.choices import Role
from opinions import rules as ledger
from opinions.choices import OpinionStatus, Visibility

OVERSEERS = (*Role.COMMITTEE, Role.TOWNSHIP)


# --- seeing -------------------------------------------------------------------------------------
def is_at_station(user: Any, station: Any) -> bool:
    """Its head or liaison officer."""
    return station.unit_id in user.scopes.units(*Role.STATION)


def oversees(user: Any, station: Any) -> bool:
    """A committee or a township whose place holds the station."""
    return user.scopes.covers(station.unit.region.path, *OVERSEERS)


def can_view_station(user: Any, station: Any) -> bool:
    """The row's twin of `StationQuerySet.visible_to`."""
    if is_at_station(user, station) or oversees(user, station):
        return True
    if not user.scopes.has(Role.DEPUTY):
        return False
    return station.groups.filter(
        group__members__deputy__user_id=user.pk, group__members__left_on=None
    ).exists()


def can_view_slot(user: Any, slot: Any) -> bool:
    """The row's twin of `SlotQuerySet.visible_to`."""
    if is_at_station(user, slot.station) or oversees(user, slot.station):
        return True
    if slot.published_at is None or not user.scopes.has(Role.DEPUTY):
        return False
    return slot.slot_deputies.filter(deputy__user_id=user.pk).exists()


def can_view_reception(user: Any, reception: Any) -> bool:
    """The row's twin of `ReceptionQuerySet.visible_to`."""
    return is_at_station(user, reception.station) or oversees(user, reception.station)


def can_view_visit(user: Any, visit: Any) -> bool:
    """The row's twin of `VisitQuerySet.visible_to`: a sealed one is the committee's alone."""
    return _sees(user, visit.reception.station, visit.visibility)


def can_view_item(user: Any, item: Any) -> bool:
    """The row's twin of `ItemQuerySet.visible_to`."""
    if item.opinion.visibility == Visibility.WITHDRAWN:
        return False
    return _sees(user, item.visit.reception.station, item.opinion.visibility)


def _sees(user: Any, station: Any, visibility: str) -> bool:
    path = station.unit.region.path
    if user.scopes.covers(path, *Role.COMMITTEE):
        return True
    others = is_at_station(user, station) or user.scopes.covers(path, Role.TOWNSHIP)
    return others and visibility == Visibility.NORMAL


# --- stations and their people --------------------------------------------------------------------
def can_keep_station(user: Any, station: Any) -> bool:
    """Address and hours: its head, or staff of the committee."""
    return station.unit_id in user.scopes.units(Role.STATION_HEAD) or can_keep_staff(user, station)


def can_keep_staff(user: Any, station: Any) -> bool:
    """Who works at a station is the committee's to say."""
    return ledger.staff_over(user, station.unit.region.path)


# --- receptions and visits ------------------------------------------------------------------------
def can_record(user: Any, station: Any) -> bool:
    """Receptions are written down by the station's own people."""
    return is_at_station(user, station)


def can_add_visit(user: Any, reception: Any) -> bool:
    return can_record(user, reception.station)


def can_correct(user: Any, reception: Any) -> bool:
    """When, where and who received: the station that wrote it down, and staff over the place."""
    station = reception.station
    return can_record(user, station) or ledger.staff_over(user, station.unit.region.path)


def can_file_scan(user: Any, visit: Any) -> bool:
    """The signed form is filed where it was signed; a sealed one by the committee's staff."""
    if visit.visibility == Visibility.NORMAL and can_record(user, visit.reception.station):
        return True
    return ledger.staff_over(user, visit.reception.station.unit.region.path)


def can_reveal(user: Any, visit: Any) -> bool:
    """Name and telephone behind the mask: staff of the committee, the station that took them, and the
    unit that has in hand what they said."""
    station = visit.reception.station
    if ledger.staff_over(user, station.unit.region.path):
        return True
    if visit.visibility != Visibility.NORMAL:
        return False
    return is_at_station(user, station) or _has_some_of(user, visit)


def _has_some_of(user: Any, visit: Any) -> bool:
    """What becomes of an opinion is the ledger's to say; here only whether any of the visit is with `user`."""
    items = visit.visit_opinions.select_related("opinion__holder", "opinion__unit")
    return any(ledger.has_in_hand(user, item.opinion) for item in items)


# --- what became of it ----------------------------------------------------------------------------
def is_overdue(opinion: Any, on: date) -> bool:
    """站内办理 past its day (the predicate of `overdue`)."""
    return opinion.status == OpinionStatus.AT_STATION and opinion.due_on is not None and opinion.due_on < on


# --- the rota -------------------------------------------------------------------------------------
def can_keep_rota(user: Any, slot: Any) -> bool:
    """Plans, changes and cancels reception days: the station's own people."""
    return is_at_station(user, slot.station)


def can_mark_held(user: Any, slot: Any) -> bool:
    """A reception day follows what is recorded and corrected of its reception."""
    return is_at_station(user, slot.station) or ledger.staff_over(user, slot.station.unit.region.path)
