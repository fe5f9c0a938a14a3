"""Who may do what, asked of a user's grants. Plain predicates; no query of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.choices import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def is_committee_over(user: User, path: str) -> bool:
    """Staff, office or leader of a committee whose region holds the place at `path`."""
    return user.scopes.covers(path, *Role.COMMITTEE)


def is_staff_over(user: User, path: str) -> bool:
    """Clerk of the liaison committee over `path`: keeps the ledger and issues lists."""
    return user.scopes.covers(path, Role.STAFF)


def is_office_over(user: User, path: str) -> bool:
    """办公室核稿 over `path`."""
    return user.scopes.covers(path, Role.OFFICE)


def is_leader_over(user: User, path: str) -> bool:
    """Leader of a standing committee over `path`: signs lists."""
    return user.scopes.covers(path, Role.LEADER)


def is_township_over(user: User, path: str) -> bool:
    """乡镇人大主席团 over `path`."""
    return user.scopes.covers(path, Role.TOWNSHIP)


def is_agency_clerk_of(user: User, unit_id: int | None) -> bool:
    """承办人 of the unit."""
    return unit_id in user.scopes.units(Role.AGENCY_CLERK)


def is_agency_head_of(user: User, unit_id: int | None) -> bool:
    """Head of the unit: signs its replies."""
    return unit_id in user.scopes.units(Role.AGENCY_HEAD)


def is_agency_of(user: User, unit_id: int | None) -> bool:
    """Clerk or head of the unit."""
    return unit_id in user.scopes.units(*Role.AGENCY)


def is_dispatcher_of(user: User, unit_id: int | None) -> bool:
    """政府办（督查室） through which items of a government pass."""
    return unit_id in user.scopes.units(Role.DISPATCHER)


def is_station_staff_of(user: User, unit_id: int | None) -> bool:
    """Head or liaison officer of the station that is this unit."""
    return unit_id in user.scopes.units(*Role.STATION)


def is_station_head_of(user: User, unit_id: int | None) -> bool:
    """站长 of the station that is this unit."""
    return unit_id in user.scopes.units(Role.STATION_HEAD)


def is_deputy(user: User) -> bool:
    return user.scopes.has(Role.DEPUTY)


def is_deputy_only(user: User) -> bool:
    """A deputy without another grant: every page stands in the phone's frame."""
    return user.scopes.only(Role.DEPUTY)


def may_be_bound(user: User) -> bool:
    """Whether a phone may come back as them: a deputy and nothing else. Whoever works here has a password."""
    return user.is_active and is_deputy_only(user)


def is_keeper(user: User) -> bool:
    """One of 系统、安全、审计管理员: sees no business rows."""
    return user.scopes.has(*Role.KEEPERS)


def keeps_users(user: User) -> bool:
    """系统管理员: makes accounts and sets one-time passwords."""
    return user.scopes.has(Role.SYSADMIN)


def keeps_grants(user: User) -> bool:
    """安全管理员: says who may do what."""
    return user.scopes.has(Role.SECADMIN)


def holds_catalogue(user: User | AnonymousUser, kept_by: tuple[str, ...], read_by: tuple[str, ...], verb: str) -> bool:
    """Whether the grants open a catalogue for `verb` (view, add, change, delete)."""
    scopes = getattr(user, "scopes", None)
    if scopes is None or not user.is_active:
        return False
    return scopes.has(*kept_by) or (verb == "view" and scopes.has(*read_by))
