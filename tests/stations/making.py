"""What every test of this room begins with, made by the verbs."""

from datetime import date, time, timedelta
from uuid import uuid4

from django.utils import timezone

from common.text import cn_date
from deputies.models import Deputy
from stations.choices import Route
from stations.models import VisitOpinion
from stations.workflow import Handling, Said, Visitor, plan_slot, record_reception, record_visit
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
