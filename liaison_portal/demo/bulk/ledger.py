"""Bulk opinions with where they were heard, who spoke, and their first events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from accounts.models import Region, Unit
from liaison_portal.demo.bulk.ground import Ground
from liaison_portal.demo.content.people import person
from opinions.choices import Capacity, Intent, OccasionKind, OpinionStatus
from opinions.models import Contributor, Event, Occasion, Opinion
from stations.choices import Route
from stations.models import Reception, Visit, VisitOpinion

PER_SITTING, PER_RECEPTION = 60, 4
SITTING_SHARE = 0.6
SPEAKERS = (
    Capacity.MEMBER,
    Capacity.CITY_DEPUTY,
    Capacity.COUNTY_DEPUTY,
    Capacity.GRID,
    Capacity.CITIZEN_REP,
    Capacity.NONVOTING,
)
FRESH_DAYS = 25
# After the fresh days: (status, weight) of what was heard at a sitting, and at a station.
AT_SITTING = (("merged", 88), ("waiting", 4), ("not_assigned", 8))
AT_STATION = (("merged", 34), ("waiting", 3), ("settled", 48), ("not_assigned", 10), ("at_station", 5))
ROUTE_OF = {"settled": Route.SETTLED, "not_assigned": Route.OTHER, "at_station": Route.STATION}


def write_opinions(ground: Ground, ids: Sequence[UUID]) -> list[Opinion]:
    """Write one opinion per id, its occasion and speaker with it; returns them in the order heard."""
    cut = int(len(ids) * SITTING_SHARE)
    rows = [*_at_sittings(ground, ids[:cut]), *_at_receptions(ground, ids[cut:])]
    rows.sort(key=lambda row: row.created_at)
    Opinion.objects.bulk_create(rows, batch_size=500)
    _write_events(ground, rows)
    _write_visits(ground, [row for row in rows if row.occasion and row.occasion.kind == OccasionKind.RECEPTION])
    return rows


def _at_sittings(ground: Ground, ids: Sequence[UUID]) -> list[Opinion]:
    starts = range(0, len(ids), PER_SITTING)
    days = [ground.day(start / len(ids)) for start in starts]
    occasions = Occasion.objects.bulk_create(_sitting(ground, day) for day in days)
    speakers = _speakers(ground, len(ids), SPEAKERS)
    return [
        _opinion(ground, pk, occasions[n // PER_SITTING], speakers[n], channel="sitting", statuses=AT_SITTING)
        for n, pk in enumerate(ids)
    ]


def _sitting(ground: Ground, day: date) -> Occasion:
    region = ground.random.choice(ground.townships)
    return Occasion(
        kind=OccasionKind.FORUM,
        title=f"民意征集座谈会（{region.name}）",
        short_title=f"{region.name}座谈会",
        held_on=day,
        place=f"{region.name}综治中心",
        unit=ground.committee,
        region=region,
    )


def _at_receptions(ground: Ground, ids: Sequence[UUID]) -> list[Opinion]:
    count = -(-len(ids) // PER_RECEPTION)
    stations = [ground.random.choice(ground.stations) for _ in range(count)]
    occasions = [_reception_day(s.unit, ground.day(n / count)) for n, s in enumerate(stations)]
    Occasion.objects.bulk_create(occasions)
    speakers = _speakers(ground, len(ids), (Capacity.RESIDENT,))
    return [
        _opinion(ground, pk, occasions[n // PER_RECEPTION], speakers[n], channel="reception", statuses=AT_STATION)
        for n, pk in enumerate(ids)
    ]


def _reception_day(unit: Unit, day: date) -> Occasion:
    return Occasion(
        kind=OccasionKind.RECEPTION,
        title=f"{unit.name}接待选民",
        short_title=f"{unit.short_name}接待",
        held_on=day,
        place=unit.short_name,
        unit=unit,
        region=unit.region,
    )


def _speakers(ground: Ground, count: int, capacities: Sequence[str]) -> list[Contributor]:
    pick, found = ground.random, []
    for _ in range(count):
        name = person(pick.randrange(100_000, 103_000))[0]
        phone = f"1390000{pick.randrange(10_000):04d}" if ground.chance(0.2) else ""
        found.append(Contributor.named(name, pick.choice(capacities), phone=phone, secrecy=ground.chance(0.1)))
    return Contributor.objects.bulk_create(found, batch_size=500)


def _opinion(
    ground: Ground,
    pk: UUID,
    occasion: Occasion,
    speaker: Contributor,
    *,
    channel: str,
    statuses: Sequence[tuple[str, int]],
) -> Opinion:
    pick, region = ground.random, occasion.region
    fresh = (ground.today - occasion.held_on).days < FRESH_DAYS
    status = _status(ground, statuses, fresh=fresh)
    return Opinion(
        client_id=pk,
        contributor=speaker,
        occasion=occasion,
        channel=ground.channels[channel],
        intent=pick.choice(Intent.values[:3]),
        unit=occasion.unit,
        region=region,
        category=pick.choice(ground.categories),
        heard_on=occasion.held_on,
        **_words(ground, region),
        shared_confirmed=status == OpinionStatus.MERGED,
        entered_by=ground.staff,
        status=status,
        reason="属诉讼、仲裁事项，已告知法定途径。" if status == OpinionStatus.NOT_ASSIGNED else "",
        created_at=ground.moment(occasion.held_on),
        **(_holding(ground, occasion) if status == OpinionStatus.AT_STATION else {}),
    )


def _words(ground: Ground, region: Region) -> dict[str, str]:
    text = ground.text(region.name)
    return {"original": text, "summary": text[:60] if ground.chance(0.3) else "", "shared_text": text}


def _holding(ground: Ground, occasion: Occasion) -> dict[str, Any]:
    """Who has it at the station, and until when."""
    return {"holder": occasion.unit, "due_on": ground.calendar.add_workdays(occasion.held_on, 10)}


def _status(ground: Ground, statuses: Sequence[tuple[str, int]], *, fresh: bool) -> str:
    """Old things have an end; what is fresh waits on the board or at the station."""
    if fresh and ground.chance(0.7):
        return "at_station" if statuses is AT_STATION and ground.chance(0.5) else "waiting"
    if not fresh and statuses is AT_STATION:
        statuses = AT_STATION[:-1]
    return ground.random.choices([name for name, _ in statuses], [weight for _, weight in statuses])[0]


def _write_events(ground: Ground, rows: Sequence[Opinion]) -> None:
    later = timedelta(days=1)
    events = []
    for row in rows:
        first = "waiting" if row.status in ("merged", "waiting") else row.status
        events.append(Event(opinion=row, step="register", target=first, actor=ground.staff, at=row.created_at))
        if row.status == OpinionStatus.MERGED:
            events.append(
                Event(
                    opinion=row,
                    step="merge",
                    source="waiting",
                    target="merged",
                    actor=ground.staff,
                    at=row.created_at + later,
                )
            )
    Event.objects.bulk_create(events, batch_size=1000)


def _write_visits(ground: Ground, rows: Sequence[Opinion]) -> None:
    """A reception per day and station, a visit per opinion."""
    stations = {station.unit_id: station for station in ground.stations}
    hours: dict[tuple[int, date], int] = {}
    receptions: dict[int | None, Reception] = {}
    for row in rows:
        if row.occasion_id not in receptions:
            key = (row.unit_id, row.heard_on)
            hours[key] = hours.get(key, _taken(row)) + 1
            receptions[row.occasion_id] = Reception(
                station=stations[row.unit_id],
                occasion=row.occasion,
                held_on=row.heard_on,
                started_at=time(8 + hours[key] // 60 % 10, hours[key] % 60),
                recorder=ground.staff,
                created_at=row.created_at,
            )
    Reception.objects.bulk_create(receptions.values())
    visits = Visit.objects.bulk_create(
        (_visit(ground, row, receptions[row.occasion_id]) for row in rows), batch_size=500
    )
    VisitOpinion.objects.bulk_create(
        (VisitOpinion(visit=visit, opinion=row) for visit, row in zip(visits, rows, strict=True)), batch_size=500
    )


def _taken(row: Opinion) -> int:
    """How many receptions the station has that day already: no two begin at one time."""
    return Reception.objects.filter(station__unit=row.unit_id, held_on=row.heard_on).count() + 31


def _visit(ground: Ground, row: Opinion, reception: Reception) -> Visit:
    return Visit(
        client_id=uuid5(row.client_id, "visit"),
        reception=reception,
        contributor=row.contributor,
        headcount=ground.random.choice((1, 1, 1, 2, 3)),
        route=ROUTE_OF.get(row.status, Route.COUNTY),
        answer="已当场说明。" if row.status in ("settled", "not_assigned") else "",
        entered_by=ground.staff,
        created_at=row.created_at,
    )
