"""What every test of this room begins with, made by the verbs."""

from datetime import date, time, timedelta
from uuid import uuid4

from django.utils import timezone

from common.text import cn_date
from deputies.models import Deputy, GroupMember, Mandate
from stations.choices import Route
from stations.models import VisitOpinion
from stations.workflow import (
    Handling,
    RuleFacts,
    Said,
    Visitor,
    generate_days,
    plan_slot,
    record_reception,
    record_visit,
    set_rule,
)
from tests.world import moment, taken

HELD_ON = date(2024, 5, 15)
PHONE = "13800001234"
NAME = "吕桂花"
WORDS = "  东湖社区 3 号楼前头的下水道返水，  一下大雨就往屋里进。\n今年已经两回了！"


def reception(world, *, actor="head", day=HELD_ON, at=time(9, 20), deputies=None):
    """A reception at the station of the world."""
    on_duty = [world.deputy] if deputies is None else deputies
    return record_reception(
        world.station, held_on=day, started_at=at, deputies=on_duty, actor=world[actor], at=moment(HELD_ON, 10)
    )


def visit(world, route=Route.COUNTY, *, words=(WORDS,), actor="head", at=None, **facts):
    """A visit by `route`; what the route demands is there."""
    facts.setdefault("name", NAME)
    facts.setdefault("phone", PHONE)
    if route in (Route.SETTLED, Route.OTHER):
        facts.setdefault("answer", "已当场讲清医保报销的办法。")
    received, client_id = facts.pop("reception", None), facts.pop("client_id", None)
    return record_visit(
        received or reception(world),
        Visitor(**taken(Visitor, facts)),
        [Said(text) for text in words],
        Handling(route, **facts),
        client_id=client_id or uuid4(),
        actor=world[actor],
        at=at or moment(HELD_ON, 11),
    )


def item(world, route=Route.STATION, **facts):
    """The one opinion of a visit, loaded as a page loads it."""
    made = visit(world, route, **facts)
    return VisitOpinion.objects.with_list_data().get(visit=made)


def slot(world, *, days=3, deputies=None, actor="head", starts=time(9, 0)):
    """A reception day to come."""
    on_duty = [world.deputy] if deputies is None else deputies
    day = timezone.localdate() + timedelta(days=days)
    return plan_slot(
        world.station, day=day, starts_at=starts, ends_at=time(11, 30), deputies=on_duty, actor=world[actor]
    )


def crowd(world, count=20):
    """More deputies of the place than a phone shows at once."""
    return [Deputy.objects.create(name=f"代表{n}号", initials=f"d{n}h", home_region=world.town) for n in range(count)]


def typed(world, **changes):
    """What the page of a new reception sends."""
    facts = {
        "station": world.station.pk,
        "held_on": cn_date(HELD_ON),
        "started_at": "9:20",
        "deputies": [world.deputy.pk],
        "client_id": str(uuid4()),
        "name": NAME,
        "phone": PHONE,
        "address": "东湖社区 3 号楼",
        "headcount": "2",
        "original": WORDS,
        "original_2": "",
        "original_3": "",
        "summary": "",
        "route": "county",
        "answer": "",
    }
    return {**facts, **changes}


TODAY = moment(date(2024, 6, 20))
QUARTER = (date(2024, 7, 1), date(2024, 9, 30))
RULE = {"pattern": "nth", "weekday": 1, "numbers": [1, 3], "starts_at": time(8, 30), "ends_at": time(11, 30)}


def facts(**changes):
    """First and third Tuesday, as typed."""
    return RuleFacts(**{**RULE, **changes})


def ruled(world, *, actor="head", at=TODAY, **changes):
    """The station's rule, from the summer of 2024 on."""
    return set_rule(world.station, facts(**changes), actor=world[actor], at=at)


def generated(world, *, actor="head", rule=True, at=TODAY, expected=None, **changes):
    """The days of the third quarter of 2024, nobody on duty yet."""
    if rule and not world.station.day_rules.exists():
        ruled(world, **changes)
    first, last = QUARTER
    return generate_days(world.station, first=first, last=last, actor=world[actor], expected=expected, at=at)


def member(world, name, level="township", **facts):
    """A deputy of the station's group, with a mandate in force."""
    deputy = Deputy.objects.create(name=name, initials="xx", home_region=world.town, **facts)
    Mandate.objects.create(deputy=deputy, level=level, term=16, region=world.town, started_on=date(2022, 3, 1))
    GroupMember.objects.create(group=world.group, deputy=deputy, joined_on=date(2024, 1, 1))
    return deputy
