"""What the public pages say of a deputy and of a station. No telephone and no number of a person is read here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Region
from deputies import reports as deputies
from deputies.choices import Level
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from deputies.reports import DutyCount
from stations.choices import PageStatus, StaffRole
from stations.models import DutySlot, PublicCode, PublicPage, SideClosure, Station
from stations.reports.deputy import rota_of

NEXT_DAYS = 3


@dataclass(frozen=True)
class Day:
    """A reception day to come, and who of those on duty is named in public."""

    slot: DutySlot
    named: list[Deputy]


@dataclass(frozen=True)
class DeputyFacts:
    """Who a deputy is and what they did this year, as far as the law publishes it (代表法58)."""

    deputy: Deputy
    mandates: list[Mandate]
    group: ActivityGroup | None
    record: list[DutyCount]
    own_day: Day | None
    days: list[Day]
    introduction: str
    year: int
    on: date


def deputy_facts(deputy: Deputy, station: Station | None, page: PublicPage, on: date) -> DeputyFacts:
    """Mandates in force, group, the year's duties by kind, the station's next reception days."""
    order = {level: place for place, level in enumerate(Level.values)}
    mandates = deputy.mandates.in_force(on).select_related("region")
    days = public_rota(station, on) if station else []
    own = next((day for day in days if deputy in day.named), None)
    return DeputyFacts(
        deputy=deputy,
        mandates=sorted(mandates, key=lambda one: order[one.level]),
        group=deputies.group_of(deputy),
        record=deputies.public_record(deputy, on.year),
        own_day=own,
        days=days[:NEXT_DAYS],
        introduction=page.introduction,
        year=on.year,
        on=on,
    )


def public_rota(station: Station, on: date) -> list[Day]:
    """The next reception days with who is on duty, less those whose page was taken down."""
    slots = rota_of(station, on)
    on_duty = {row.deputy_id for slot in slots for row in slot.slot_deputies.all()}
    hidden = _hidden(on_duty)
    return [
        Day(slot, [row.deputy for row in slot.slot_deputies.all() if row.deputy_id not in hidden]) for slot in slots
    ]


def _hidden(deputy_ids: set[int]) -> set[int]:
    """The deputies whose page was taken down: they are named nowhere on the public side."""
    rows = PublicPage.objects.filter(deputy__in=deputy_ids, status=PageStatus.DOWN)
    return set(rows.values_list("deputy_id", flat=True))


@dataclass
class Listed:
    """A deputy in the list of a station; `token` leads to their page where it is published."""

    deputy: Deputy
    levels: str
    token: str = ""


@dataclass(frozen=True)
class StationFacts:
    """A station as residents see it."""

    station: Station
    days: list[Day]
    groups: list[tuple[ActivityGroup, list[Listed]]] = field(default_factory=list)
    staff: list[tuple[str, int]] = field(default_factory=list)
    natures: list[str] = field(default_factory=list)
    introduction: str = ""


def station_facts(station: Station, page: PublicPage, on: date) -> StationFacts:
    """Groups with their deputies in office, next reception days, posts by number, what else the station is."""
    return StationFacts(
        station=station,
        days=public_rota(station, on)[:NEXT_DAYS],
        groups=_groups(station, on),
        staff=_posts(station),
        natures=natures_said(station),
        introduction=page.introduction,
    )


def natures_said(station: Station) -> list[str]:
    """What the station is beside a 联络站, in words."""
    flags = ("is_model_point", "is_legislative_point", "is_collection_point")
    kept: Any = Station._meta  # noqa: SLF001 - public API
    return [str(kept.get_field(name).verbose_name) for name in flags if getattr(station, name)]


def _posts(station: Station) -> list[tuple[str, int]]:
    """How many hold each post: the posts are published, the persons are not."""
    held = list(station.staff.current().values_list("role", flat=True))
    return [(str(role.label), held.count(role)) for role in StaffRole if role in held]


def _groups(station: Station, on: date) -> list[tuple[ActivityGroup, list[Listed]]]:
    groups = ActivityGroup.objects.filter(pk__in=station.groups.values("group_id"))
    rows = GroupMember.objects.current().filter(group__in=groups, deputy__isnull=False)
    members = list(rows.select_related("deputy", "group").order_by("group__number", "id"))
    ids = {row.deputy_id for row in members}
    levels, hidden, tokens = _levels(ids, on), _hidden(ids), _tokens(ids)
    found: dict[int, tuple[ActivityGroup, list[Listed]]] = {}
    for row in members:
        if row.deputy_id in levels and row.deputy_id not in hidden:
            _, listed = found.setdefault(row.group_id, (row.group, []))
            listed.append(Listed(row.deputy, levels[row.deputy_id], tokens.get(row.deputy_id, "")))
    return list(found.values())


def _levels(ids: set[int], on: date) -> dict[int, str]:
    """The levels of each deputy in office."""
    order = {level: place for place, level in enumerate(Level.values)}
    found: dict[int, list[str]] = {}
    for pk, level in Mandate.objects.in_force(on).filter(deputy__in=ids).values_list("deputy_id", "level"):
        found.setdefault(pk, []).append(level)
    sorted_own = {pk: sorted(set(own), key=lambda one: order[one]) for pk, own in found.items()}
    return {pk: "、".join(str(Level(one).label) for one in own) for pk, own in sorted_own.items()}


def _tokens(ids: set[int]) -> dict[int, str]:
    """The code in use of each deputy whose page is published."""
    published = PublicPage.objects.published().filter(deputy__in=ids).values("deputy_id")
    return dict(PublicCode.objects.current().filter(deputy__in=published).values_list("deputy_id", "token"))


# --- the switch -----------------------------------------------------------------------------------
def is_down(path: Callable[[], str]) -> bool:
    """Whether the public side of the place at `path()` is down now; one query while nothing is.

    Without a path (the start page, the list of stations) it is down when all of it is, or every
    place that has an open station.
    """
    standing = list(SideClosure.objects.standing().select_related("region"))
    if not standing:
        return False
    if any(one.region is None for one in standing):
        return True
    closed, place = [one.region.path for one in standing if one.region], path()
    if place:
        return place.startswith(tuple(closed))
    left = Station.objects.filter(unit__is_active=True)
    for one in closed:
        left = left.exclude(unit__region__path__startswith=one)
    return not left.exists()


def closed_places() -> list[Region]:
    """The places whose public side is down."""
    return [one.region for one in SideClosure.objects.standing().select_related("region") if one.region]
