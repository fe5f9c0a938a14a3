"""Who works at a station. The grants follow: what a person may do at a station is never set by hand."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import Grant, User
from common.errors import RuleError
from deputies.models import Deputy
from stations import rules
from stations.choices import StaffRole
from stations.models import Station, StationStaff
from stations.workflow.recording import require

GRANTS: dict[str, str] = {
    StaffRole.HEAD: Role.STATION_HEAD,
    StaffRole.DEPUTY_HEAD: Role.STATION_LIAISON,
    StaffRole.LIAISON: Role.STATION_LIAISON,
}


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
) -> StationStaff:
    """Somebody works at the station from `started_on` (today); their account gets the role's grant.

    Refuses a second head, the same account twice, and an account that keeps the system.
    """
    require(rules.can_keep_staff, actor, station, "维护站点人员")
    on = started_on or timezone.localdate()
    if user is not None and station.staff.filter(user=user, ended_on=None).exists():
        raise RuleError(f"{user}已经是本站人员。要换职责，请先办离任。", field="user")
    try:
        with transaction.atomic():
            staff = StationStaff.objects.create(
                station=station, name=name.strip(), role=role, user=user, deputy=deputy, started_on=on
            )
    except IntegrityError as error:
        raise RuleError("这个站已经有站长了，请先给原站长办离任。", field="role") from error
    if user is not None:
        accounts.grant(user, GRANTS[role], actor=actor, unit=station.unit, valid_from=on)
    return staff


@transaction.atomic
def end_staff(staff: StationStaff, *, actor: User | None, on: date | None = None) -> StationStaff:
    """Somebody leaves the station; from `on` (today) the account no longer sees it. Leaving twice is refused."""
    require(rules.can_keep_staff, actor, staff.station, "维护站点人员")
    day = on or timezone.localdate()
    if day < staff.started_on:
        raise RuleError("离任日期不能早于到任日期。", field="on")
    won = StationStaff.objects.filter(pk=staff.pk, ended_on=None).update(ended_on=day)
    if not won:
        raise RuleError(f"{staff.name}已经离任。")
    staff.ended_on = day
    if staff.user_id is not None:
        unit = staff.station.unit
        for given in Grant.objects.filter(user_id=staff.user_id, role=GRANTS[staff.role], unit=unit).in_force(day):
            accounts.revoke(given, actor=actor, on=day)
    return staff
