"""A station begins, its groups come to it, what was written wrongly of its people is put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import Branch, UnitKind
from accounts.models import Region, Unit, User
from common.errors import NotAllowedError, RuleError
from deputies.models import ActivityGroup
from opinions import rules as ledger
from stations import rules
from stations.models import Station, StationGroup, StationStaff
from stations.workflow.recording import record, require
from stations.workflow.staff import GRANTS


@dataclass(frozen=True)
class Site:
    """What a station is called and where it is."""

    name: str
    address: str
    hours: str
    phone: str = ""
    short_name: str = ""


@transaction.atomic
def found_station(
    region: Region, site: Site, *, reports_to: Unit, actor: User | None, at: datetime | None = None
) -> Station:
    """A station begins in `region`: its unit, and that it reports to `reports_to`; the township's congress is found.

    A unit of that name that is registered as a station and has none yet becomes it. Refuses anybody but
    staff over the place, and a name that another unit of the place has.
    """
    if actor is not None and not ledger.staff_over(actor, region.path):
        raise NotAllowedError("您没有“登记联络站”的权限。")
    unit = Unit.objects.filter(region=region, name=site.name).first()
    if unit and (unit.kind != UnitKind.STATION or Station.objects.filter(unit=unit).exists()):
        raise RuleError(f"{region}已经有叫“{site.name}”的单位了。", field="name")
    if unit is None:
        order = Unit.objects.filter(region=region).order_by("-order").values_list("order", flat=True).first() or 0
        facts = {"kind": UnitKind.STATION, "branch": Branch.CONGRESS, "region": region, "order": order + 1}
        short = site.short_name or site.name[: Unit._meta.get_field("short_name").max_length]  # noqa: SLF001
        unit = Unit.objects.create(name=site.name, short_name=short, **facts)
    offices = list(Unit.objects.active().filter(region=region, kind=UnitKind.TOWN_CONGRESS)[:2])
    station = Station.objects.create(
        unit=unit,
        reports_to=reports_to,
        township_office=offices[0] if len(offices) == 1 else None,
        address=site.address,
        hours=site.hours,
        phone=site.phone,
    )
    record(station, step="found", actor=actor, at=at or timezone.now(), note=site.name)
    return station


@transaction.atomic
def let_in(station: Station, group: ActivityGroup, *, actor: User | None, at: datetime | None = None) -> None:
    """The group works from this station from now on, wherever it worked before."""
    require(rules.can_keep_staff, actor, station, "编排进站小组")
    StationGroup.objects.update_or_create(group=group, defaults={"station": station})
    record(station, step="group", actor=actor, at=at or timezone.now(), note=str(group), data={"group": group.pk})


@transaction.atomic
def correct_staff(
    staff: StationStaff, changes: dict[str, Any], *, actor: User | None, at: datetime | None = None
) -> None:
    """What was written wrongly of somebody in a post: name, day, how they came, paper, or an account they lacked.

    Refuses another account than the one they have: somebody else's is another person.
    """
    require(rules.can_keep_staff, actor, staff.station, "维护站点人员")
    user = changes.get("user")
    if user is not None and staff.user_id not in (None, user.pk):
        raise RuleError(f"{staff.name}已经有账号了，换账号请先办离任。", field="user")
    before = {name: str(getattr(staff, name) or "") for name in changes}
    for name, value in changes.items():
        setattr(staff, name, value)
    staff.save(update_fields=list(changes))
    if staff.user is not None and {"user", "started_on"} & set(changes):
        role = GRANTS[staff.role]
        accounts.grant(staff.user, role, actor=actor, unit=staff.station.unit, valid_from=staff.started_on)
    data = {"staff": staff.pk, "before": before}
    record(staff.station, step="staff_correct", actor=actor, at=at or timezone.now(), note=staff.name, data=data)
