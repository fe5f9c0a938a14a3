"""Stations with their staff and their groups."""

from __future__ import annotations

from typing import Any

from accounts.choices import Branch, UnitKind
from accounts.models import Unit
from deputies.models import Deputy
from liaison_portal.demo.accounts import silent_user
from liaison_portal.demo.content import StationRow
from liaison_portal.demo.content.receptions import RECEPTIONS
from liaison_portal.demo.content.regions import REGIONS
from liaison_portal.demo.content.stations import PUYANG_STATIONS, xincai_stations
from liaison_portal.demo.content.units import UNITS
from liaison_portal.demo.world import ONLY_TOWNSHIP, World
from stations.choices import Chosen, NatureKind
from stations.models import Station, StationGroup, StationStaff
from stations.workflow import add_staff, grant_nature

CHOSEN = {"head": Chosen.APPOINTED, "deputy_head": Chosen.ELECTED, "liaison": Chosen.APPOINTED}
NATURES = {  # every how many stations, by whom, by which paper
    NatureKind.MODEL: (5, "市人大常委会", "濮人常〔2022〕6号"),
    NatureKind.LEGISLATIVE: (7, "省人大常委会法制工作委员会", "豫人法工〔2022〕3号"),
    NatureKind.COLLECTION: (3, "市人大常委会法制工作委员会", "濮人法工〔2022〕2号"),
}


def load_stations(world: World) -> None:
    """Units, stations, the groups that work from them; staff by the verb where somebody signs in."""
    served = {row.station for row in RECEPTIONS}
    rows = PUYANG_STATIONS if world.is_small else (*PUYANG_STATIONS, *xincai_stations())
    for order, row in enumerate(rows, start=500):
        if world.is_small and row.region != ONLY_TOWNSHIP:
            continue
        station = _station(world, row, order)
        world.stations[row.key] = station
        StationGroup.objects.bulk_create(
            StationGroup(station=station, group=world.groups[row.region, number]) for number in row.groups
        )
        _add_staff(world, row, station, has_user=row.key in served)


def _station(world: World, row: StationRow, order: int) -> Station:
    region = world.regions[row.region]
    county = world.regions[next(r.parent for r in REGIONS if r.code == row.region)]
    unit = Unit.objects.create(
        name=f"{county.name}{row.name}",
        short_name=row.name,
        kind=UnitKind.STATION,
        branch=Branch.CONGRESS,
        region=region,
        order=order,
    )
    world.units[row.key] = unit
    office = next((u for u in UNITS if u.region == row.region and u.kind == UnitKind.TOWN_CONGRESS), None)
    reports_to = next(u for u in UNITS if u.region == county.code and u.key.endswith("_liaison"))
    station = Station.objects.create(
        unit=unit,
        reports_to=world.units[reports_to.key],
        township_office=world.units[office.key] if office else None,
        address=row.address,
        hours=row.hours,
    )
    for kind, (every, granted_by, paper) in NATURES.items():
        if order % every == 0:
            since = world.clock.ago(800 + order)
            grant_nature(station, kind, actor=None, granted_by=granted_by, document=f"{paper}（示例）", since=since)
    return station


def _add_staff(world: World, row: StationRow, station: Station, *, has_user: bool) -> None:
    """Every post of a station; its liaison officer has an account where receptions were recorded."""
    started = world.clock.ago(700)
    silent = []
    for person in row.staff:
        user = world.users.get(person.account)
        if user is None and has_user and person.role == "liaison":
            user = silent_user(row.key, person.name, person.post, station.unit)
        facts: dict[str, Any] = {"name": person.name, "role": person.role, "started_on": started}
        facts["chosen_by"] = CHOSEN[person.role]
        if user is None:
            silent.append(StationStaff(station=station, **facts))
            continue
        if user.unit_id is None:
            user.unit = station.unit
            user.save(update_fields=["unit"])
        add_staff(station, actor=None, user=user, **facts)
        if person.role == "liaison":
            world.recorders[row.key] = user
    StationStaff.objects.bulk_create(silent)


def deputies_at(world: World, row: StationRow) -> list[Deputy]:
    """The deputies of the groups that work from a station, group by group."""
    return [deputy for number in row.groups for deputy in world.members[row.region, number]]
