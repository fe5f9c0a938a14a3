"""Who keeps in touch with whom, in the order of the register: counts, no order of merit. Dates come in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from accounts.models import Region
from deputies.models import Deputy, GroupMember
from stations.models import ContactTarget, Household, HouseholdContact, MemberLink, Station


def target_over(region: Region) -> ContactTarget | None:
    """What the nearest committee over the place asks for, if it has said so."""
    above = [int(pk) for pk in region.path.strip("/").split("/")]
    rows = ContactTarget.objects.filter(unit__region_id__in=above).order_by("-unit__region__path")
    return rows.first()


def households_of(deputy: Deputy) -> Any:
    """Whom the deputy keeps in touch with, each with how often and when last."""
    counted = Q(contacts__taken_back_at=None)
    rows = Household.objects.filter(deputy=deputy)
    return rows.annotate(times=Count("contacts", filter=counted), last=Max("contacts__on", filter=counted))


def contacts_of(household: Household) -> list[HouseholdContact]:
    """Each time in touch, the latest first; what was taken back stays, marked."""
    return list(household.contacts.select_related("entered_by"))


@dataclass(frozen=True)
class Keeper:
    """A deputy of a station's groups: how many households, how often in touch this year."""

    deputy: Deputy
    group: str
    households: int
    times: int


def keepers_at(station: Station, on: date) -> list[Keeper]:
    """The deputies of the station's groups in the order of the groups; three queries."""
    groups = station.groups.values("group_id")
    rows = GroupMember.objects.current().filter(group__in=groups, deputy__isnull=False)
    members = list(rows.select_related("deputy__home_region", "group").order_by("group__number", "id"))
    pks = [one.deputy_id for one in members]
    kept = _counted(Household.objects.current().filter(deputy__in=pks), "deputy")
    seen = HouseholdContact.objects.filter(household__deputy__in=pks, taken_back_at=None, on__year=on.year)
    times = _counted(seen, "household__deputy")
    return [
        Keeper(one.deputy, str(one.group), kept.get(one.deputy_id, 0), times.get(one.deputy_id, 0))
        for one in members
        if one.deputy
    ]


def _counted(rows: Any, by: str) -> dict[Any, int]:
    return {row[by]: row["n"] for row in rows.order_by().values(by).annotate(n=Count("pk"))}


def links_of(deputy: Deputy) -> list[MemberLink]:
    """Which members keep in touch with the deputy, and with whom the deputy does as a member, today."""
    rows = MemberLink.objects.current().filter(Q(deputy=deputy) | Q(member=deputy))
    return list(rows.select_related("member", "deputy"))


def by_member(links: Iterable[MemberLink]) -> list[tuple[Deputy, list[MemberLink]]]:
    """Links gathered by their member, in the order they come."""
    found: dict[int, tuple[Deputy, list[MemberLink]]] = {}
    for link in links:
        found.setdefault(link.member_id, (link.member, []))[1].append(link)
    return list(found.values())
