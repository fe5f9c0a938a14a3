"""Reads a place into the roster that `deputies.grouping` works on, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TypeAlias

from django.db.models import Prefetch

from accounts.choices import RegionLevel
from accounts.models import Region
from deputies.choices import ContactKind, GroupRole, Level, MandateStatus
from deputies.grouping import DEPUTY, Group, Person, Roster, Words
from deputies.models import (
    ActivityGroup,
    Deputy,
    GroupingProposal,
    GroupMember,
    LegislativeContact,
    Mandate,
    ProposedSeat,
)

Groupable: TypeAlias = Deputy | LegislativeContact
LEADERS = (GroupRole.LEADER, GroupRole.DEPUTY_LEADER)
GROUPED = (ContactKind.REPORTER, ContactKind.COLLECTOR)  # advisers stand by themselves


@dataclass(frozen=True)
class Found:
    """A place on a day: who is to be grouped, who rests (暂停执行职务), who has no mandate any more.

    `seats` holds the current memberships of everyone in the roster, by the person's key.
    """

    roster: Roster
    resting: tuple[str, ...]
    leaving: tuple[GroupMember, ...]
    seats: dict[str, list[GroupMember]]

    @property
    def fingerprint(self) -> str:
        """Changes with whatever would make the proposal another one."""
        people = [(p.key, p.area, p.kind, p.levels, p.leads, p.now) for p in self.roster.people]
        groups = [(group.key, group.area) for group in self.roster.groups]
        members = sorted((m.pk, m.role) for m in (*self.leaving, *(m for row in self.seats.values() for m in row)))
        return sha256(repr((people, groups, members)).encode()).hexdigest()


def roster_of(place: Region, on: date) -> Found:
    """Deputies with a mandate in force, reporters, collectors and groups of `place`, in the order of their ids."""
    deputies = list(_deputies_of(place, on))
    contacts = list(_contacts_of(place))
    serving = [one for one in deputies if one.mandates.all()]
    active = [one for one in contacts if one.is_active]
    suspended = set(Mandate.objects.filter(status=MandateStatus.SUSPENDED).values_list("deputy_id", flat=True))
    idle = [one for one in deputies if not one.mandates.all()]
    resting = [one for one in idle if one.pk in suspended]
    gone: list[Groupable] = [one for one in idle if one.pk not in suspended]
    gone += [one for one in contacts if not one.is_active]
    gone_members = [member for one in gone for member in one.memberships.all()]
    grouped: list[Groupable] = [*serving, *active]
    seats = {key_of(one): list(one.memberships.all()) for one in grouped}
    people = [person_of(one, _seat(seats[key_of(one)])) for one in grouped]
    return Found(Roster(tuple(people), groups_of(place)), tuple(d.name for d in resting), tuple(gone_members), seats)


def groups_of(place: Region) -> tuple[Group, ...]:
    """The groups there are, in official order."""
    rows = ActivityGroup.objects.filter(region__path__startswith=place.path).select_related("region")
    return tuple(Group(f"g{group.pk}", group.region.path, group.name) for group in rows)


def key_of(person: Groupable) -> str:
    """Deputies and contacts in one list."""
    return f"{'d' if isinstance(person, Deputy) else 'c'}{person.pk}"


def person_of(one: Groupable, seat: tuple[str, str] = ("", "")) -> Person:
    """A row as the solver sees it; `seat` is the group they sit in now and their role there."""
    now, role = seat
    leads = now if role in LEADERS else ""
    if isinstance(one, LegislativeContact):
        return Person(key_of(one), one.region.path, one.kind, one.name, now=now, leads=leads)
    held = {mandate.level for mandate in one.mandates.all()}
    return Person(
        key_of(one),
        one.home_region.path,
        DEPUTY,
        one.name,
        levels=tuple(level for level in Level.values if level in held),
        is_woman=one.gender == "f",
        profession=one.profession,
        leads=leads,
        now=now,
    )


def seats_of(proposal: GroupingProposal, **which: object) -> list[ProposedSeat]:
    """The seats of a proposal with all that is shown or measured of them, in three queries."""
    mandates = Prefetch("deputy__mandates", Mandate.objects.in_force(proposal.on))
    near = ("group__region", "deputy__home_region", "contact__region")
    rows = proposal.seats.filter(**which).select_related(*near).defer("deputy__phone", "contact__phone")
    return list(rows.prefetch_related(mandates))


def words_of(regions: Iterable[Region]) -> Words:
    """What the sentences call things."""
    return Words(
        areas={region.path: region.name for region in regions},
        levels={level.value: str(level.label) for level in Level},
        kinds={kind.value: str(kind.label) for kind in ContactKind},
    )


def township_of(region: Region) -> str:
    """The path of the township that a home lies in; empty for a wider one."""
    if region.level == RegionLevel.TOWNSHIP:
        return region.path
    above = region.path.rstrip("/").rpartition("/")[0]
    return f"{above}/" if region.level == RegionLevel.VILLAGE else ""


def _deputies_of(place: Region, on: date) -> Iterable[Deputy]:
    in_force = Prefetch("mandates", Mandate.objects.in_force(on))
    now = Prefetch("memberships", GroupMember.objects.current())
    rows = Deputy.objects.filter(home_region__path__startswith=place.path).select_related("home_region").defer("phone")
    return rows.prefetch_related(in_force, now).order_by("pk")


def _contacts_of(place: Region) -> Iterable[LegislativeContact]:
    now = Prefetch("memberships", GroupMember.objects.current())
    rows = LegislativeContact.objects.filter(region__path__startswith=place.path, kind__in=GROUPED)
    return rows.select_related("region").defer("phone").prefetch_related(now).order_by("pk")


def _seat(members: list[GroupMember]) -> tuple[str, str]:
    return (f"g{members[0].group_id}", members[0].role) if members else ("", "")
