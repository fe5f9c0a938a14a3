"""What a scanned code leads to now. A poster outlives what it was printed for, so nobody is left at a dead end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models.functions import Coalesce

from accounts.models import Region
from deputies.models import Deputy, GroupMember
from stations.models import PublicCode, PublicPage, Station


@dataclass(frozen=True)
class Found:
    """Where a code leads on a day.

    `deputy` is in office; `station` is the code's own, or that of the deputy. `left` is a deputy
    who is not in office any more, whose station is shown instead. Without deputy and station there
    are the `stations` of `place` to choose from. `revoked` says that the printed code was taken out
    of use; with neither successor nor place nothing else is set. `page` is the published page of
    the deputy or the station, None until two persons have let it be.
    """

    code: PublicCode
    deputy: Deputy | None = None
    station: Station | None = None
    left: Deputy | None = None
    place: Region | None = None
    stations: list[Station] = field(default_factory=list)
    revoked: bool = False
    page: PublicPage | None = None

    @property
    def is_dead(self) -> bool:
        """The code was revoked and nothing has taken its place."""
        return self.revoked and self.deputy is None and self.station is None

    @property
    def may_say(self) -> bool:
        """Whether there is somebody here to whom a message can go."""
        return self.deputy is not None or self.station is not None

    @property
    def name(self) -> str:
        """Whom a message goes to, in words; a deputy is named on a published page alone."""
        if self.deputy is not None:
            return f"{self.deputy}代表" if self.page else "代表"
        return self.station.unit.name if self.station else ""

    @property
    def path(self) -> str:
        """The path of the place, for the switch that takes the public side of a place down."""
        where = self.station.unit.region if self.station else self.deputy.home_region if self.deputy else self.place
        return where.path if where else ""


def find(token: str, on: date) -> Found | None:
    """What `token` leads to on the day `on`; None for an address that was never given out.

    A revoked code leads to what the code in use of the same deputy or station leads to; without
    one it is dead. A deputy without a mandate in force (ended, suspended) leads to the station of
    the last group, else of the place; a closed station to the open ones of its township, else of
    its county.
    """
    codes = PublicCode.objects.with_target().select_related("station__unit__region__parent")
    code = codes.filter(token=token).first()
    if code is None:
        return None
    revoked = not code.is_current
    if revoked:
        successor = codes.current().filter(deputy=code.deputy, station=code.station).first()
        if successor is None:
            return Found(code, revoked=True)
        code = successor
    if code.station is not None:
        return _at_station(code, code.station, revoked=revoked)
    deputy = code.deputy
    station = station_of(deputy)
    if deputy.mandates.in_force(on).exists():
        page = PublicPage.objects.published().filter(deputy=deputy).first()
        return Found(code, deputy=deputy, station=station, revoked=revoked, page=page)
    return _at_station(code, station, left=deputy, revoked=revoked)


def station_of(deputy: Deputy) -> Station | None:
    """The open station of the deputy's group now, else of the group they left last, else the first of their place."""
    rows = Station.objects.filter(unit__is_active=True).select_related("unit__region__parent")
    groups = GroupMember.objects.filter(deputy=deputy).order_by("left_on", "-id").values_list("group_id", "left_on")
    now = [group for group, left in groups if left is None]
    before = [group for group, left in groups if left is not None]
    for group in (*now, *reversed(before)):
        if found := rows.filter(groups__group=group).first():
            return found
    return rows.filter(unit__region=deputy.home_region_id).first()


def _at_station(code: PublicCode, station: Station | None, *, left: Deputy | None = None, revoked: bool) -> Found:
    """The station if it is open; else those of its place to choose from."""
    if station is not None and station.unit.is_active:
        page = PublicPage.objects.published().filter(station=station).first()
        return Found(code, station=station, left=left, revoked=revoked, page=page)
    place = station.unit.region if station is not None else left.home_region if left else None
    while place is not None:
        if stations := stations_in(place):
            return Found(code, left=left, place=place, stations=stations, revoked=revoked)
        place = place.parent
    return Found(code, left=left, revoked=revoked)


def stations_in(place: Region) -> list[Station]:
    """The open stations of a place and what lies below it."""
    rows = Station.objects.filter(unit__is_active=True, unit__region__path__startswith=place.path)
    return list(rows.select_related("unit__region"))


def path_of(*, token: str | None = None, station: int | None = None) -> str:
    """The path of the place to which a code or a station belongs; empty for neither."""
    if station is not None:
        rows = Station.objects.filter(pk=station).values_list("unit__region__path", flat=True)
        return rows.first() or ""
    if token is None:
        return ""
    place = Coalesce("station__unit__region__path", "deputy__home_region__path")
    return PublicCode.objects.filter(token=token).values_list(place, flat=True).first() or ""


def address(token: str, base: str) -> str:
    """The whole address that a code carries. It never changes: it is printed."""
    return f"{base}/p/c/{token}/"
