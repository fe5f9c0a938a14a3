"""Deputies with their mandates, activity groups, legislative contacts: masses without a status, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.choices import Role
from accounts.models import Region
from common.crypto import keyed_hash
from common.text import cn_number, initials
from deputies.choices import ContactKind, GroupRole, Level
from deputies.models import ActivityGroup, Deputy, GroupMember, LegislativeContact, Mandate
from liaison_portal.demo.accounts import MARK
from liaison_portal.demo.content import ParticipantRow
from liaison_portal.demo.content.people import (
    PARTICIPANTS,
    XINCAI_DEPUTIES,
    XINCAI_DEPUTY,
    XINCAI_USERS,
    contacts,
    group_of,
    levels_of,
    person,
)
from liaison_portal.demo.content.regions import REGIONS
from liaison_portal.demo.content.stations import PUYANG_GROUPS
from liaison_portal.demo.world import ONLY_TOWNSHIP, World

PARENTS = {row.code: row.parent for row in REGIONS}
TERMS = {Level.PROVINCE: 14, Level.CITY: 9, Level.COUNTY: 16, Level.TOWNSHIP: 13}
HUALONG = "410902"
YEARS_IN_OFFICE = 2


def invented_phone(number: int) -> str:
    """A number of the form of a mobile's that belongs to the demonstration."""
    return f"1380000{number % 10_000:04d}"


def load_puyang_deputies(world: World) -> None:
    """Who spoke at a sitting as deputy or member of the committee, and the rest of the groups of Puyang."""
    found: list[tuple[Deputy, Sequence[str], bool]] = []
    for number, (key, row) in enumerate(PARTICIPANTS.items(), start=8000):
        is_member = row.capacity == "member"
        if row.levels or is_member:
            deputy = _participant(world, row, number)
            world.deputies[key] = deputy
            found.append((deputy, row.levels or (Level.CITY,), is_member))
    for group in PUYANG_GROUPS:
        if world.is_small and group.region != ONLY_TOWNSHIP:
            continue
        for key in group.members:
            if key.startswith("n"):
                deputy = _invented(int(key[1:]), world.regions[group.region])
                world.deputies[key] = deputy
                found.append((deputy, (Level.TOWNSHIP,), False))
    _save(world, found)
    _load_puyang_groups(world)


def _participant(world: World, row: ParticipantRow, number: int) -> Deputy:
    user = world.users.get(row.account) if row.account else None
    home = world.regions[row.home or HUALONG]
    return _deputy(row.name, row.gender, row.post, home, phone=row.phone or invented_phone(number), user=user)


def _invented(number: int, home: Region) -> Deputy:
    name, gender, profession = person(number)
    return _deputy(name, gender, profession, home, phone=invented_phone(number), profession=profession)


def _with_account(world: World, number: int, home: Region) -> Deputy:
    """The deputy of Xincai who signs in."""
    row = next(row for row in XINCAI_USERS if row.role == Role.DEPUTY)
    user = world.users[row.username]
    return _deputy(row.name, "f", row.post, home, phone=invented_phone(number), profession=row.post, user=user)


def _deputy(name: str, gender: str, post: str, home: Region, *, phone: str, **facts: object) -> Deputy:
    return Deputy(
        name=name,
        initials=initials(name),
        gender=gender,
        post=post + MARK,
        home_region=home,
        phone=phone,
        phone_hash=keyed_hash(phone),
        **facts,
    )


def _save(world: World, rows: Sequence[tuple[Deputy, Sequence[str], bool]]) -> None:
    """The deputies, then a mandate for each of their levels."""
    Deputy.objects.bulk_create([deputy for deputy, _, _ in rows], batch_size=500)
    started = date(world.clock.today.year - YEARS_IN_OFFICE, 3, 1)
    congresses = {unit.region_id: unit for key, unit in world.units.items() if key.endswith("_npc")}
    mandates = []
    for deputy, levels, is_member in rows:
        for level in levels:
            region = _of_level(world, deputy.home_region, level)
            mandates.append(
                Mandate(
                    deputy=deputy,
                    level=level,
                    term=TERMS[Level(level)],
                    unit=congresses.get(region.pk),
                    region=region,
                    constituency=f"{deputy.home_region.name}选区" if level == Level.TOWNSHIP else "",
                    is_member=is_member and level == Level.CITY,
                    started_on=started,
                )
            )
    Mandate.objects.bulk_create(mandates, batch_size=500)


def _of_level(world: World, region: Region, level: str) -> Region:
    """The place of `level` in which `region` lies."""
    code = region.code
    while world.regions[code].level != level and PARENTS[code]:
        code = PARENTS[code]
    return world.regions[code]


def _load_puyang_groups(world: World) -> None:
    joined = date(world.clock.today.year - YEARS_IN_OFFICE, 6, 1)
    for row in PUYANG_GROUPS:
        if world.is_small and row.region != ONLY_TOWNSHIP:
            continue
        group = ActivityGroup.objects.create(region=world.regions[row.region], number=row.number, name=row.name)
        world.groups[row.region, row.number] = group
        members = [world.deputies[key] for key in row.members]
        world.members[row.region, row.number] = members
        GroupMember.objects.bulk_create(_members(group, members, joined))


def _members(group: ActivityGroup, deputies: Iterable[Deputy], joined: date) -> list[GroupMember]:
    roles = [GroupRole.LEADER, GroupRole.DEPUTY_LEADER]
    return [
        GroupMember(
            group=group, deputy=deputy, joined_on=joined, role=roles[place] if place < len(roles) else GroupRole.MEMBER
        )
        for place, deputy in enumerate(deputies)
    ]


def load_xincai_deputies(world: World) -> None:
    """1,994 deputies of four levels, dealt out to 137 groups so that the levels mix."""
    found: list[tuple[Deputy, Sequence[str], bool]] = []
    places: dict[tuple[str, int], list[Deputy]] = {}
    number = 0
    for row in XINCAI_DEPUTIES:
        for index, levels in enumerate(levels_of(row)):
            home = world.regions[row.region]
            own = (row.region, index) == XINCAI_DEPUTY
            deputy = _with_account(world, number, home) if own else _invented(number, home)
            found.append((deputy, levels, False))
            places.setdefault((row.region, group_of(row, index)), []).append(deputy)
            number += 1
    _save(world, found)
    joined = date(world.clock.today.year - YEARS_IN_OFFICE, 6, 1)
    groups = ActivityGroup.objects.bulk_create(
        ActivityGroup(
            region=world.regions[region], number=n, name=f"{world.regions[region].name}第{cn_number(n)}活动小组"
        )
        for region, n in places
    )
    world.groups |= dict(zip(places, groups, strict=True))
    world.members |= places
    GroupMember.objects.bulk_create(
        [m for key, people in places.items() for m in _members(world.groups[key], people, joined)], batch_size=500
    )
    _load_contacts(world, joined)


def _load_contacts(world: World, joined: date) -> None:
    """Advisers stand by themselves; reporters and collectors are in the groups of their township."""
    rows = LegislativeContact.objects.bulk_create(
        LegislativeContact(kind=row.kind, name=row.name, post=row.post + MARK, region=world.regions[row.region])
        for row in contacts()
    )
    by_region: dict[int, list[ActivityGroup]] = {}
    for (region, _), group in world.groups.items():
        by_region.setdefault(world.regions[region].pk, []).append(group)
    joining = [row for row in rows if row.kind != ContactKind.ADVISER]
    GroupMember.objects.bulk_create(
        GroupMember(
            group=by_region[row.region_id][n // 20 % len(by_region[row.region_id])], contact=row, joined_on=joined
        )
        for n, row in enumerate(joining)
    )
