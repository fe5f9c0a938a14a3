"""The stations as a table: columns that the import reads, so that what goes out comes back as it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.models import User
from common.errors import NotAllowedError
from common.xlsx import Column, write_xlsx
from deputies import rules
from deputies.imports.groups import words_for
from deputies.imports.places import Places
from deputies.models import ActivityGroup
from stations.imports import columns as c
from stations.imports.lines import SEVERAL
from stations.imports.register import kept_stations
from stations.models import Station, StationStaff

WIDE = 26
WIDTHS = {c.KEY: 9, **dict.fromkeys((c.NAME, c.ADDRESS, c.HOURS, c.GROUPS), WIDE)}


@dataclass(frozen=True)
class ExportLine:
    """Somebody at a station, or a station where nobody is."""

    station: Station
    staff: StationStaff | None
    home: str
    groups: str
    kinds: frozenset[str]


def _of_staff(getter: Callable[[StationStaff], Any]) -> Callable[[ExportLine], Any]:
    return lambda line: getter(line.staff) if line.staff else ""


def _is(kind: str) -> Callable[[ExportLine], Any]:
    return lambda line: kind in line.kinds


GETTERS: dict[str, Callable[[ExportLine], Any]] = {
    c.KEY: lambda line: line.station.pk,
    c.NAME: lambda line: line.station.unit.name,
    c.SHORT: lambda line: line.station.unit.short_name,
    c.HOME: lambda line: line.home,
    c.ADDRESS: lambda line: line.station.address,
    c.HOURS: lambda line: line.station.hours,
    c.PHONE: lambda line: line.station.phone,
    c.MODEL: _is(c.MODEL),
    c.LEGISLATIVE: _is(c.LEGISLATIVE),
    c.COLLECTION: _is(c.COLLECTION),
    c.GROUPS: lambda line: line.groups,
    c.PERSON: _of_staff(lambda one: one.name),
    c.ROLE: _of_staff(lambda one: one.get_role_display()),
    c.STARTED: _of_staff(lambda one: one.started_on),
    c.CHOSEN: _of_staff(lambda one: one.get_chosen_by_display()),
    c.PAPER: _of_staff(lambda one: one.document),
    c.ACCOUNT: _of_staff(lambda one: one.user.username if one.user else ""),
}
COLUMNS = tuple(Column(c.HEADINGS[name], getter, WIDTHS.get(name, 14)) for name, getter in GETTERS.items())


def station_roster(user: User, *, request: HttpRequest | None = None) -> bytes:
    """The stations of the user's region with who works there now; logged. Refuses who keeps no roster."""
    if not rules.keeps_roster(user):
        raise NotAllowedError("您不能导出名册。")
    rows = kept_stations(user).order_by("unit__region__order", "unit__region__code", "id")
    lines = list(_lines(rows, Places(user)))
    accounts.audit(user, AuditAction.EXPORT, "联络站名册", f"{len(lines)} 行", request)
    return write_xlsx(COLUMNS, lines, sheet="联络站")


def _lines(stations: Any, places: Places) -> Iterator[ExportLine]:
    for station in stations:
        region = station.unit.region
        groups = "、".join(_words(row.group, station) for row in station.groups_now)
        kinds = frozenset(row.kind for row in station.natures_now)
        for staff in station.people or [None]:
            yield ExportLine(station, staff, places.full_name(region), groups, kinds)


def _words(group: ActivityGroup, station: Station) -> str:
    """A group by its name; by its number where a name would fall apart in the cell."""
    words = words_for(group, station.unit.region)
    return f"{group.region}/第{group.number}组" if SEVERAL.search(words) else words
