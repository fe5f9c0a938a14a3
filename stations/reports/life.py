"""Reads for the life of a group and a station: plans with what became of them, what is ahead, one's own record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Region, User
from deputies.models import ActivityGroup
from stations.choices import ActivityStatus, Attendance
from stations.models import Activity, Inquiry, Invitation, Pin, PlanItem, Station, YearlyRule, YearPlan

FEW = 8


@dataclass(frozen=True)
class ItemRow:
    """An item of a plan with the activities that carry it out, and a badge: 办过, 已安排, 还没有安排."""

    item: PlanItem
    activities: list[Activity]
    badge: tuple[str, str, str]


def plan_rows(plan: YearPlan) -> list[ItemRow]:
    """The items by month; those called off count for nothing."""
    return [_row(item) for item in plan.items.all()]


def _row(item: PlanItem) -> ItemRow:
    rows = [one for one in item.activities.all() if one.status != ActivityStatus.CANCELLED]
    if any(one.status in ActivityStatus.DONE for one in rows):
        return ItemRow(item, rows, ("ok", "check2", "办过了"))
    badge = ("doing", "calendar-check", "已安排") if rows else ("neutral", "calendar", "还没有安排")
    return ItemRow(item, rows, badge)


def rule_of(region: Region) -> YearlyRule | None:
    """The rule of how often groups meet that holds at `region`: its own, else the nearest place above."""
    ids = [int(part) for part in region.path.split("/") if part]
    found = {rule.region_id: rule for rule in YearlyRule.objects.filter(region_id__in=ids)}
    return next((found[pk] for pk in reversed(ids) if pk in found), None)


@dataclass
class GroupLife:
    """A group's year: the next activity, the plan, what was held; a deputy's own attendance."""

    group: ActivityGroup
    year: int
    plan: YearPlan | None
    items: list[ItemRow]
    ahead: list[Activity]
    past: list[Activity]
    held: int
    rule: YearlyRule | None
    own: list[Invitation] = field(default_factory=list)

    @property
    def own_count(self) -> int:
        """At how many of the year's activities the reader was."""
        return len(self.own)


def life_of_group(group: ActivityGroup, user: User, on: date) -> GroupLife:
    """Everything of the page, in a number of queries that does not grow."""
    rows = Activity.objects.visible_to(user).filter(group=group).with_list_data()
    plan = YearPlan.objects.filter(group=group, year=on.year).with_items().first()
    this_year = rows.done().filter(held_on__year=on.year)
    own = Invitation.objects.filter(activity__group=group, deputy__user=user, attendance=Attendance.PRESENT)
    own = own.filter(activity__held_on__year=on.year).select_related("activity").order_by("-activity__held_on")
    return GroupLife(
        group=group,
        year=on.year,
        plan=plan,
        items=plan_rows(plan) if plan else [],
        ahead=list(rows.ahead(on).order_by("held_on", "id")[:FEW]),
        past=list(rows.done().order_by("-held_on", "-id")[:FEW]),
        held=this_year.count(),
        rule=rule_of(group.region),
        own=list(own[:FEW]),
    )


def life_of_station(station: Station, user: User, on: date) -> dict[str, Any]:
    """What a station's page shows of its life: what is pinned, what is ahead, what units promised there."""
    seen = Activity.objects.visible_to(user).filter(station=station)
    promises = Inquiry.objects.promised().filter(activity__in=seen.values("pk")).with_list_data()
    return {
        "pins": list(Pin.objects.filter(station=station).current(on).with_target()),
        "ahead": list(seen.ahead(on).with_list_data().order_by("held_on", "id")[:FEW]),
        "promises": list(promises.order_by("due_on", "id")[:FEW]),
    }
