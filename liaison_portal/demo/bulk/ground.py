"""What bulk rows stand on: the places, units and stations of the world, the calendar, the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from accounts.calendar import Calendar
from accounts.choices import RegionLevel
from accounts.models import Region, Unit, User
from liaison_portal.demo.clock import at
from liaison_portal.demo.content import opinions_one, opinions_three, opinions_two
from liaison_portal.demo.content.matters import MATTERS
from liaison_portal.demo.content.receptions import RECEPTIONS
from opinions.models import Category, Channel, HandlingRule
from stations.models import Station

DAYS = 3 * 365
VILLAGES = (
    "东街村",
    "西街村",
    "前王庄",
    "后李庄",
    "赵庄村",
    "大韩村",
    "小集村",
    "孟楼村",
    "桥口村",
    "岗上村",
    "兴华社区",
    "幸福社区",
)


@dataclass
class Ground:
    """Looked up once for all batches; `random` and `until` are of the batch being written."""

    today: date
    calendar: Calendar
    staff: User
    committee: Unit
    office: Unit
    leads: list[Unit]
    direct: list[Unit]
    townships: list[Region]
    stations: list[Station]
    categories: list[Category]
    channels: dict[str, Channel]
    rules: dict[str, HandlingRule]
    sentences: list[str]
    series: str = "濮人办"
    random: Random = Random()  # noqa: RUF009 - seeded anew by `begin`
    from_day: date = date.min

    def begin(self, first: int, *, share: float) -> None:
        """Start a batch: its own seed, and its own place in the three years."""
        self.random = Random(first + 20_240)
        self.from_day = self.today - timedelta(days=DAYS) + timedelta(days=int(DAYS * share))

    def day(self, position: float) -> date:
        """A working day of the batch; `position` runs from 0 to 1 within it."""
        day = min(self.from_day + timedelta(days=int(45 * position)), self.today - timedelta(days=1))
        while not self.calendar.is_workday(day):
            day -= timedelta(days=1)
        return day

    def moment(self, day: date) -> datetime:
        """Some moment of that day's working hours."""
        return at(day, 9, self.random.randrange(450))

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in `share` of all cases."""
        return self.random.random() < share

    def text(self, place: str) -> str:
        """What somebody of `place` might say: words of the demonstration, never twice alike."""
        pick = self.random
        said = "".join(pick.sample(self.sentences, pick.choice((1, 2, 2, 3))))
        return f"{place}{pick.choice(VILLAGES)}{pick.randrange(1, 40)}组的群众反映，{said}"


def load_ground() -> Ground:
    """Of the loaded world: Puyang's committee, and whatever townships and stations there are in both places."""
    return _ground("410900", User.objects.get(username="staff"), "", series="濮人办")


def load_city_ground(code: str) -> Ground:
    """Of an invented city of the province: its own committee, units, townships and stations."""
    path = Region.objects.get(system="mca", code=code).path
    return _ground(code, User.objects.get(username=f"pv-{code}"), path, series="示人办")


def _ground(code: str, staff: User, path: str, *, series: str) -> Ground:
    units = Unit.objects.select_related("region").filter(region__code=code)
    departments = [unit for unit in units if unit.may_lead]
    townships = Region.objects.filter(level=RegionLevel.TOWNSHIP, system="mca", path__startswith=path)
    return Ground(
        today=timezone.localdate(),
        calendar=Calendar.load(),
        staff=staff,
        committee=units.get(name__endswith="选举任免代表联络工作委员会"),
        office=units.get(name__endswith="人民代表大会常务委员会办公室"),
        leads=[u for u in departments if u.dispatch_via_id],
        direct=[u for u in departments if not u.dispatch_via_id and u.branch != "government"],
        townships=list(townships),
        stations=list(
            Station.objects.select_related("unit__region", "township_office").filter(unit__region__path__startswith=path)
        ),
        series=series,
        categories=list(Category.objects.all()),
        channels={c.code: c for c in Channel.objects.all()},
        rules={r.kind: r for r in HandlingRule.objects.all()},
        sentences=_sentences(),
    )


def _sentences() -> list[str]:
    rows = (*opinions_one.OPINIONS, *opinions_two.OPINIONS, *opinions_three.OPINIONS)
    texts = [row.text for row in rows] + [visit.words for row in RECEPTIONS for visit in row.visits]
    texts += [row.wording for row in MATTERS]
    found = [part for text in texts for part in re.findall(r"[^。？！]{8,}[。？！]", text)]
    return list(dict.fromkeys(found))
