"""What stands on a poster, read for many codes in a number of questions that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from deputies.choices import Level
from deputies.models import GroupMember, Mandate
from stations.codes import address
from stations.models import PublicCode, Station, StationGroup

ORDER = {level: place for place, level in enumerate(Level.values)}


@dataclass(frozen=True)
class Poster:
    """One poster: whose it is, what they are, where to find them. No telephone and no number of a person."""

    address: str
    name: str
    is_deputy: bool
    lines: tuple[str, ...]
    station: str = ""
    where: str = ""
    hours: str = ""


def posters_of(codes: Iterable[PublicCode], on: date, base: str) -> list[Poster]:
    """A poster for every code that is in use, of a deputy in office or of an open station, in the order given.

    Codes out of use, and those of a deputy who is not in office on the day `on`, are left out.
    """
    rows = [code for code in codes if code.is_current]
    ids = [code.deputy_id for code in rows if code.deputy_id]
    mandates, groups = _mandates(ids, on), _groups(ids)
    stations, by_place = _stations(groups.values()), _stations_by_place(rows)
    made = []
    for code in rows:
        where = address(code.token, base)
        if code.station is not None:
            if code.station.unit.is_active:
                made.append(_of_station(where, code.station))
        elif code.deputy is not None and (own := mandates.get(code.deputy.pk)):
            group = groups.get(code.deputy.pk)
            station = stations.get(group[0]) if group else None
            station = station or by_place.get(code.deputy.home_region_id)
            made.append(_of_deputy(where, code.deputy.name, own, group[1] if group else "", station))
    return made


def _of_station(where: str, station: Station) -> Poster:
    place = f"{station.unit.region.name}，{station.address}"
    return Poster(where, station.unit.name, False, (), "", place, station.hours)


def _of_deputy(where: str, name: str, mandates: Sequence[Mandate], group: str, station: Station | None) -> Poster:
    lines = [f"{one}（{one.constituency}）" if one.constituency else str(one) for one in mandates]
    if group:
        lines.append(group)
    if station is None:
        return Poster(where, name, True, tuple(lines))
    place = f"{station.unit.region.name}，{station.address}"
    return Poster(where, name, True, tuple(lines), station.unit.name, place, station.hours)


def _mandates(ids: list[int], on: date) -> dict[int, list[Mandate]]:
    found: dict[int, list[Mandate]] = {}
    rows = Mandate.objects.in_force(on).filter(deputy__in=ids).select_related("region")
    for mandate in sorted(rows, key=lambda one: ORDER[one.level]):
        found.setdefault(mandate.deputy_id, []).append(mandate)
    return found


def _groups(ids: list[int]) -> dict[int, tuple[int, str]]:
    rows = GroupMember.objects.current().filter(deputy__in=ids)
    return {pk: (group, name) for pk, group, name in rows.values_list("deputy_id", "group_id", "group__name")}


def _stations(groups: Iterable[tuple[int, str]]) -> dict[int, Station]:
    """The open station of each group."""
    rows = StationGroup.objects.filter(group__in={pk for pk, _ in groups}, station__unit__is_active=True)
    return {row.group_id: row.station for row in rows.select_related("station__unit__region")}


def _stations_by_place(codes: Iterable[PublicCode]) -> dict[int, Station]:
    """The first open station of the place of each deputy, for those without a group."""
    places = {code.deputy.home_region_id for code in codes if code.deputy is not None}
    rows = Station.objects.filter(unit__is_active=True, unit__region__in=places).select_related("unit__region")
    return {row.unit.region_id: row for row in reversed(rows)}
