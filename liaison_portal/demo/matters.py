"""梳理归并: the opinions become matters, each with its wording, its destination and its units."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from liaison_portal.demo.clock import ONE_DAY, at
from liaison_portal.demo.content import MatterRow
from liaison_portal.demo.content.matters import MATTERS
from liaison_portal.demo.world import World
from opinions.choices import Destination
from opinions.models import Category, HandlingRule, Matter, Occasion
from opinions.workflow import matter as matters
from opinions.workflow.decision import Decision, decide

BEGUN_BEFORE_ISSUE = 14
PER_DAY = 12

# The content's words and the catalogue's.
CATEGORIES = {
    "基层治理": "基层治理",
    "财政人社": "人社民政",
    "平安法治": "政法公安司法",
    "政务服务": "综合",
    "城乡建设": "城建交通",
    "民生保障": "教科文卫体",
    "农业农村": "农业农村水利",
    "交通运输": "城建交通",
    "条例修改": "综合",
    "决定修改": "综合",
    "人大工作": "综合",
}


def category(name: str) -> Category:
    """The catalogue's category for a word of the content."""
    return Category.objects.get(name=CATEGORIES[name])


def load_matters(world: World) -> None:
    """All matters of the meeting, over the days between it and the list."""
    roll = world.clock.calendar.roll
    begun = world.clock.back(world.clock.issued - timedelta(days=BEGUN_BEFORE_ISSUE))
    day = roll(max(begun, world.clock.met + ONE_DAY))
    for number, row in enumerate(MATTERS):
        if number and number % PER_DAY == 0:
            day = roll(day + ONE_DAY)
        make_matter(world, row, occasion=world.the_meeting().occasion, moment=at(day, 9, 30 * (number % PER_DAY)))


def make_matter(world: World, row: MatterRow, *, occasion: Occasion | None, moment: datetime) -> Matter:
    """Merge the opinions of a matter, or decline them, and decide on it."""
    facts: dict[str, Any] = {
        "actor": world.staff,
        "unit": world.units["py_liaison"],
        "rule": _rule(row.rule),
        "title": row.title,
        "occasion": occasion,
        "at": moment,
    }
    opinions = [world.opinions[key] for key in row.opinions]
    if row.destination == Destination.NONE:
        made = matters.decline(opinions, reason=row.reason, **facts)
    else:
        made = matters.merge(opinions, **facts)
    made.refresh_from_db(fields=["version"])
    later = moment + timedelta(minutes=10)
    world.matters[row.key] = decide(made, _decision(world, row), actor=world.staff, version=made.version, at=later)
    for opinion in opinions:
        opinion.refresh_from_db(fields=["status", "version", "reason"])
    return world.matters[row.key]


def _decision(world: World, row: MatterRow) -> Decision:
    return Decision(
        title=row.title,
        wording=row.wording,
        demand=row.demand,
        destination=row.destination,
        category=category(row.category),
        reason=row.reason,
        leads=[world.units[key] for key in row.lead],
        cos=[world.units[key] for key in row.co],
    )


def _rule(kind: str) -> HandlingRule:
    return HandlingRule.objects.get(kind=kind)
