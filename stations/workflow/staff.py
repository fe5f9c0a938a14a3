"""Who works at a station. The grants follow: what a person may do at a station is never set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import RuleError, StaleError
from deputies.models import Deputy
from stations import rules
from stations.choices import StaffRole
from stations.models import Station, StationStaff
from stations.workflow.recording import record, require

GRANTS: dict[str, str] = {
    StaffRole.HEAD: Role.STATION_HEAD,
    StaffRole.DEPUTY_HEAD: Role.STATION_LIAISON,
    StaffRole.LIAISON: Role.STATION_LIAISON,
}


@dataclass(frozen=True)
class Newcomer:
    """Somebody who takes a post: by name, with an account or as a deputy where they have or are one."""

    name: str
    user: User | None = None
    deputy: Deputy | None = None
    chosen_by: str = ""
    document: str = ""


@transaction.atomic
def add_staff(
    station: Station,
    *,
    name: str,
    role: str,
    actor: User | None,
    user: User | None = None,
    deputy: Deputy | None = None,
    started_on: date | None = None,
    chosen_by: str = "",
    document: str = "",
) -> StationStaff:
    """Somebody works at the station from `started_on` (today); their account gets the role's grant.

    Refuses a second head, the same account twice, and an account that keeps the system.
    """
    require(rules.can_keep_staff, actor, station, "维护站点人员")
    newcomer = Newcomer(name.strip(), user, deputy, chosen_by, document.strip())
    return _begin(station, role, newcomer, started_on or timezone.localdate(), actor=actor, at=timezone.now())


def _begin(
    station: Station, role: str, newcomer: Newcomer, on: date, *, actor: User | None, at: datetime
) -> StationStaff:
    user = newcomer.user
    if user is not None and station.staff.filter(user=user, ended_on=None).exists():
        raise RuleError(f"{user}已经是本站人员。要换职责，请先办离任。", field="user")
    try:
        with transaction.atomic():
            staff = StationStaff.objects.create(station=station, role=role, started_on=on, **vars(newcomer))
    except IntegrityError as error:
        raise RuleError("这个站已经有站长了。要换人，请用“换人”。", field="role") from error
    if user is not None:
        accounts.grant(user, GRANTS[role], actor=actor, unit=station.unit, valid_from=on)
    record(station, step="staff", actor=actor, at=at, target=role, note=staff.name, data={"staff": staff.pk})
    return staff


@transaction.atomic
def end_staff(staff: StationStaff, *, actor: User | None, on: date | None = None) -> StationStaff:
    """Somebody leaves the station; from `on` (today) the account no longer sees it. Leaving twice is refused.

    What they had in hand is the station's: it waits for whoever works there, nothing is handed over by hand.
    """
    require(rules.can_keep_staff, actor, staff.station, "维护站点人员")
    day = on or timezone.localdate()
    if day < staff.started_on:
        raise RuleError("离任日期不能早于到任日期。", field="on")
    if not StationStaff.objects.filter(pk=staff.pk, ended_on=None).update(ended_on=day):
        raise RuleError(f"{staff.name}已经离任。")
    staff.ended_on = day
    if staff.user_id is not None:
        unit = staff.station.unit
        for given in Grant.objects.filter(user_id=staff.user_id, role=GRANTS[staff.role], unit=unit).in_force(day):
            accounts.revoke(given, actor=actor, on=day)
    facts: dict[str, Any] = {"source": staff.role, "note": staff.name, "data": {"staff": staff.pk}}
    record(staff.station, step="staff_end", actor=actor, at=timezone.now(), **facts)
    return staff


@transaction.atomic
def succeed(staff: StationStaff, newcomer: Newcomer, *, on: date, actor: User | None) -> StationStaff:
    """`newcomer` follows `staff` in the same post on the day `on`: one leaves and one comes, or neither.

    Whoever worked at the station in another post (a deputy head who becomes head) leaves that one.
    Refuses a post that is empty already, the same person, and what `add_staff` refuses.
    """
    require(rules.can_keep_staff, actor, staff.station, "维护站点人员")
    if newcomer.user is not None and newcomer.user.pk == staff.user_id:
        raise RuleError(f"{staff.name}已经在这个岗位上。", field="user")
    _end_once(staff, actor=actor, on=on)
    if newcomer.user is not None:
        for other in staff.station.staff.current().filter(user=newcomer.user):
            end_staff(other, actor=actor, on=on)
    return _begin(staff.station, staff.role, newcomer, on, actor=actor, at=timezone.now())


def _end_once(staff: StationStaff, *, actor: User | None, on: date) -> None:
    """As `end_staff`; that somebody else was first is told as such."""
    if StationStaff.objects.filter(pk=staff.pk).exclude(ended_on=None).exists():
        raise StaleError(f"刚才已经有人给{staff.name}办了离任，请看看现在的人员再办。")
    end_staff(staff, actor=actor, on=on)
