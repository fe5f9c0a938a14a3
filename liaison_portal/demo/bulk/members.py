"""Bulk deputies of a county: two activity groups a township, mandates of three levels, who runs its station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Region, Unit
from common.crypto import keyed_hash
from common.text import cn_number, initials
from deputies.choices import GroupRole, Level
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from liaison_portal.demo.accounts import MARK
from liaison_portal.demo.content.people import person
from liaison_portal.demo.people import TERMS
from stations.choices import StaffRole
from stations.models import Station, StationGroup, StationStaff

GROUPS, PER_GROUP = 2, 12
BATCH = 500


@dataclass(frozen=True)
class Place:
    """A township with its congress and its station."""

    region: Region
    office: Unit
    station: Station


def write_members(places: Sequence[Place], *, first: int) -> int:
    """The deputies of the townships of one county; returns how many. `first`: where its persons begin."""
    today = timezone.localdate()
    started = date(today.year - 2, 3, 1)
    groups = ActivityGroup.objects.bulk_create(
        ActivityGroup(region=p.region, number=n, name=f"{p.region.name}第{cn_number(n)}活动小组")
        for p in places
        for n in range(1, GROUPS + 1)
    )
    homes = [(place, group) for place in places for group in groups if group.region_id == place.region.pk]
    StationGroup.objects.bulk_create(StationGroup(station=place.station, group=group) for place, group in homes)
    deputies = Deputy.objects.bulk_create(
        (_deputy(first + n, homes[n // PER_GROUP][0].region) for n in range(len(homes) * PER_GROUP)), batch_size=BATCH
    )
    Mandate.objects.bulk_create(
        (seat for n, one in enumerate(deputies) for seat in _seats(n, one, homes[n // PER_GROUP][0], started)),
        batch_size=BATCH,
    )
    GroupMember.objects.bulk_create(
        (_member(n, one, homes[n // PER_GROUP][1], started) for n, one in enumerate(deputies)), batch_size=BATCH
    )
    _staff(places, deputies, started)
    return len(deputies)


def _deputy(number: int, home: Region) -> Deputy:
    name, gender, profession = person(number)
    phone = f"1380000{number % 10_000:04d}"
    return Deputy(
        name=name,
        initials=initials(name),
        gender=gender,
        post=profession + MARK,
        profession=profession,
        home_region=home,
        phone=phone,
        phone_hash=keyed_hash(phone),
    )


def _seats(number: int, deputy: Deputy, place: Place, started: date) -> list[Mandate]:
    """Everybody sits in the township's congress, every sixth in the county's, every thirtieth in the city's."""
    town = place.region
    regions = {Level.TOWNSHIP: town}
    if number % 6 == 0 and town.parent:
        regions[Level.COUNTY] = town.parent
    if number % 30 == 0 and town.parent and town.parent.parent:
        regions[Level.CITY] = town.parent.parent
    return [
        Mandate(
            deputy=deputy,
            level=level,
            term=TERMS[level],
            region=region,
            unit=place.office if level == Level.TOWNSHIP else None,
            started_on=started,
        )
        for level, region in regions.items()
    ]


def _member(number: int, deputy: Deputy, group: ActivityGroup, joined: date) -> GroupMember:
    role = GroupRole.LEADER if number % PER_GROUP == 0 else GroupRole.MEMBER
    return GroupMember(group=group, deputy=deputy, joined_on=joined, role=role)


def _staff(places: Sequence[Place], deputies: Sequence[Deputy], started: date) -> None:
    """A head and a liaison officer each, without accounts; the head is a deputy of the place."""
    step = GROUPS * PER_GROUP
    StationStaff.objects.bulk_create(
        StationStaff(station=place.station, name=deputies[n * step + of].name, role=role, started_on=started)
        for n, place in enumerate(places)
        for of, role in enumerate((StaffRole.HEAD, StaffRole.LIAISON))
    )
