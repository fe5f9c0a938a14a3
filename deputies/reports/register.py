"""Reads for the pages of deputies and groups; dates come in, nothing asks the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch

from deputies.choices import DutyKind, DutyPart, GroupRole
from deputies.models import ActivityGroup, Deputy, DutyRecord, GroupMember, Mandate

FORMER = 100
ORDER = {GroupRole.LEADER: 0, GroupRole.DEPUTY_LEADER: 1, GroupRole.MEMBER: 2}


def mandates_of(deputy: Deputy) -> list[Mandate]:
    """All mandates, the highest level and the latest first."""
    order = {"nation": 0, "province": 1, "city": 2, "county": 3, "township": 4}
    rows = deputy.mandates.select_related("region", "unit").order_by("-started_on")
    return sorted(rows, key=lambda mandate: order[mandate.level])


def group_of(deputy: Deputy) -> ActivityGroup | None:
    """The group the deputy is in now."""
    member = GroupMember.objects.current().filter(deputy=deputy).select_related("group__region").first()
    return member.group if member else None


def members_of(group: ActivityGroup, on: date) -> list[GroupMember]:
    """The members now: leaders first, deputies with the mandates in force, then the legislative contacts."""
    mandates = Prefetch("deputy__mandates", Mandate.objects.in_force(on))
    rows = group.members.current().select_related("deputy", "contact").prefetch_related(mandates)
    return sorted(rows, key=lambda member: (ORDER[GroupRole(member.role)], member.deputy_id is None, member.pk))


def former_members_of(group: ActivityGroup) -> list[GroupMember]:
    """Who was in the group and left it, the last to leave first."""
    rows = group.members.exclude(left_on=None).select_related("deputy", "contact")
    return list(rows.order_by("-left_on", "-pk")[:FORMER])


def with_list_data(deputies: Any, on: date) -> Any:
    """Rows of the list with their place, mandates in force and group, in three queries."""
    mandates = Prefetch("mandates", Mandate.objects.in_force(on))
    groups = Prefetch("memberships", GroupMember.objects.current().select_related("group"))
    return deputies.select_related("home_region").prefetch_related(mandates, groups)


@dataclass(frozen=True)
class DutyCount:
    """How often a kind of duty was done in a year: a number, no quota beside it."""

    label: str
    count: int


NOT_PUBLISHED = (DutyKind.RATING, DutyKind.OTHER)
# Said even when there is none yet: what every deputy does in this portal. 提出意见 is counted in the ledger, above.
ALWAYS_SAID = (DutyKind.RECEPTION, DutyKind.SITTING, DutyKind.RATING, DutyKind.ACTIVITY)


def duty_counts(deputy: Deputy, year: int) -> list[DutyCount]:
    """The year's duties by kind: the usual kinds always, any other when it was done; 提出意见 never."""
    found = _counted(deputy, year)
    kinds = [kind for kind in DutyKind if kind in ALWAYS_SAID or (found.get(kind) and kind != DutyKind.OPINION)]
    return [DutyCount(str(kind.label), found.get(kind, 0)) for kind in kinds]


def public_record(deputy: Deputy, year: int) -> list[DutyCount]:
    """What the law publishes of a deputy's year (代表法58): how often each kind of duty was done.

    Kinds done at least once, in the order of the file; no titles, no dates, no points, no quota.
    评价办理 and 其他 are the deputy's own business and stay out.
    """
    found = _counted(deputy, year)
    return [
        DutyCount(str(DutyKind(kind).label), found[kind])
        for kinds in DutyPart.KINDS.values()
        for kind in kinds
        if found.get(kind) and kind not in NOT_PUBLISHED
    ]


def _counted(deputy: Deputy, year: int) -> dict[str, int]:
    rows = DutyRecord.objects.counted().of_year(year).filter(deputy=deputy).values("kind").annotate(n=Count("pk"))
    return {row["kind"]: row["n"] for row in rows.order_by()}
