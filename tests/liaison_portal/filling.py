"""The same kinds of rows again and again, for counting queries."""

from datetime import time, timedelta
from itertools import count

from django.utils import timezone

from opinions.choices import Capacity, OpinionStatus
from stations.models import DutySlot, Reception, SlotDeputy, Visit, VisitOpinion

_number = count(1)


def fill(world, times):
    """Per time: an item late, one checked, one rated; an opinion waiting; a list drafted; a visit held at the station."""
    for _ in range(times):
        n = next(_number)
        world.opinion(f"第 {n} 条还没有归并。")
        world.paper(matters_=[world.matter(title=f"拟稿事项 {n}")])
        for status in ("to_accept", "checking", "rating"):
            world.undertaking(status, title=f"{status} {n}")
        visit(world, n)


def visit(world, n):
    """A reception of n days ago with one opinion held at the station, and a reception day ahead."""
    from opinions.models import Channel, Occasion

    on = timezone.localdate() - timedelta(days=n)
    occasion = Occasion.objects.create(
        kind="reception", title="接待", short_title="接待", held_on=on, unit=world.station_unit, region=world.town
    )
    slot = DutySlot.objects.create(station=world.station, date=on, starts_at=time(9), ends_at=time(11))
    reception = Reception.objects.create(station=world.station, occasion=occasion, slot=slot, held_on=on, started_at=time(9))
    reception.deputies.add(world.deputy)
    opinion = world.opinion(
        f"村口路面坑洼，第 {n} 次说。",
        contributor=world.contributor(Capacity.RESIDENT, "李大爷"),
        unit=world.station_unit,
        occasion=occasion,
        topic=None,
        channel=Channel.objects.get(code="reception"),
        status=OpinionStatus.AT_STATION,
        holder=world.station_unit,
        due_on=on + timedelta(days=20),
    )
    row = Visit.objects.create(
        client_id=opinion.client_id, reception=reception, contributor=opinion.contributor, route="station", headcount=2
    )
    VisitOpinion.objects.create(visit=row, opinion=opinion)
    ahead = DutySlot.objects.create(
        station=world.station,
        date=timezone.localdate() + timedelta(days=n),
        starts_at=time(9),
        ends_at=time(11),
        published_at=timezone.now(),
    )
    SlotDeputy.objects.create(slot=ahead, deputy=world.deputy)
    return row
