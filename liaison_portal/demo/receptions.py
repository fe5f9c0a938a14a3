"""Receptions and visits as the stations wrote them down, and what became of what visitors said."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.actions import grant
from accounts.choices import Role, UnitKind
from accounts.models import User
from deputies.models import Deputy
from liaison_portal.demo.accounts import silent_user
from liaison_portal.demo.clock import at, clock_time
from liaison_portal.demo.content import ReceptionRow, VisitRow
from liaison_portal.demo.content.people import XINCAI_STATION, unit_people
from liaison_portal.demo.content.receptions import RECEPTIONS
from liaison_portal.demo.content.stations import PUYANG_STATIONS, xincai_stations
from liaison_portal.demo.matters import category
from liaison_portal.demo.stations import deputies_at
from liaison_portal.demo.world import World
from opinions.choices import FeedbackHow
from stations.choices import Route
from stations.models import Reception, VisitOpinion
from stations.workflow import Handling, Said, Visitor, plan_slot, record_reception, record_visit, settle, tell_visitor

ROUTES = {"other_channel": Route.OTHER}
SETTLED_AFTER = 6  # days after which a station had dealt with what it took on itself
LEFT_OPEN = ("township", "suggestion")  # at the stations of the accounts these stay, for somebody to deal with
LIVE_STATIONS = ("py_st_qingzu", XINCAI_STATION)


def load_receptions(world: World) -> None:
    """Every reception in the order of its days: planned, held, written down, dealt with."""
    rows = [row for row in RECEPTIONS if row.station in world.stations]
    for row in sorted(rows, key=lambda r: -r.days_ago):
        reception = _reception(world, row)
        for number, visit in enumerate(row.visits):
            item = _visit(world, row, reception, visit, number)
            _deal_with(world, row, visit, item)


def _reception(world: World, row: ReceptionRow) -> Reception:
    station, actor = world.stations[row.station], world.recorders.get(row.station)
    day = world.clock.ago(row.days_ago)
    deputies = [_deputy(world, row.station, key) for key in row.deputies]
    plan_slot(
        station,
        day=day,
        starts_at=clock_time(row.starts),
        ends_at=clock_time(row.ends),
        deputies=deputies,
        actor=actor,
        at=at(world.clock.back(day - timedelta(days=10)), 15),
    )
    return record_reception(
        station, held_on=day, started_at=clock_time(row.starts), deputies=deputies, actor=actor, at=_entered(world, row)
    )


def _deputy(world: World, station: str, key: str) -> Deputy:
    """A deputy by key, or `#1`: the first who works from the station."""
    if not key.startswith("#"):
        return world.deputies[key]
    row = next(r for r in (*PUYANG_STATIONS, *xincai_stations()) if r.key == station)
    return deputies_at(world, row)[int(key[1:]) - 1]


def _entered(world: World, row: ReceptionRow, minute: int = 0) -> datetime:
    day = world.clock.ago(row.days_ago)
    later = world.clock.calendar.roll(day + timedelta(days=row.entered_after))
    return at(later, 16, minute) if row.entered_after else at(day, clock_time(row.ends).hour, 30 + minute)


def _visit(world: World, row: ReceptionRow, reception: Reception, visit: VisitRow, number: int) -> VisitOpinion:
    key = f"{row.station}:{row.days_ago}:{number}"
    made = record_visit(
        reception,
        Visitor(name=visit.visitor, phone=visit.phone, secrecy=visit.secret, headcount=visit.heads),
        [Said(original=visit.words, summary=visit.summary, category=category(visit.category))],
        Handling(ROUTES.get(visit.route, visit.route), visit.note, visit.sealed, visit.elsewhere),
        client_id=_client_id(key),
        actor=world.recorders.get(row.station),
        at=_entered(world, row, number),
    )
    item = VisitOpinion.objects.with_list_data().get(visit=made)
    world.opinions[key] = item.opinion
    return item


def _client_id(key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo:{key}")


def _deal_with(world: World, row: ReceptionRow, visit: VisitRow, item: VisitOpinion) -> None:
    """A station keeps its word: what it took on is settled and the visitor told, where there was time."""
    actor = handler_of(world, row.station, item)
    done = world.clock.back(world.clock.ago(row.days_ago) + timedelta(days=SETTLED_AFTER + row.entered_after))
    if done >= world.clock.today or visit.route not in ("station", "township", "suggestion"):
        return
    if row.station in LIVE_STATIONS and visit.route in LEFT_OPEN:
        return
    note = "已由代表整理成建议，随会议提交。" if visit.route == "suggestion" else f"已办结：{visit.note}"
    entered = _entered(world, row)
    settle(item, actor=actor, note=note, at=max(at(done, 10), entered + timedelta(hours=1)))
    if visit.route == "station":
        _tell(item, actor, visit, max(at(done, 15), entered + timedelta(hours=2)))


def handler_of(world: World, station: str, item: VisitOpinion) -> User:
    """Who has it in hand: the recorder of the station, or somebody of the township it was passed to."""
    office = item.opinion.holder
    if office is None or office.kind != UnitKind.TOWN_CONGRESS:
        return world.recorders[station]
    found = User.objects.filter(grants__role=Role.TOWNSHIP, grants__region=office.region).first()
    if found is None:
        found = silent_user(f"{station}_town", unit_people(2000 + office.pk)[1], f"{office.short_name}负责人", office)
        grant(found, Role.TOWNSHIP, actor=None, unit=office, region=office.region)
    return found


def _tell(item: VisitOpinion, actor: User, visit: VisitRow, moment: datetime) -> None:
    how = FeedbackHow.PHONE if visit.phone else FeedbackHow.VISIT
    tell_visitor(item, actor=actor, how=how, note="已把办理情况告诉本人。", at=moment)
