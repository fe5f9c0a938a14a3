"""The statistics every station reports, per station, township and county, in the order of the register of places.

One table says of each figure what counts; the page explains it, the rows behind it are found by it,
and the sum is made of it. Nothing is ranked; under ten cases there is no share.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from accounts.models import Region, User
from opinions.choices import OpinionStatus
from stations.choices import Elsewhere, Route
from stations.models import Reception, Station, Visit, VisitOpinion

ENOUGH = 10  # cases below which a share says nothing
HANDED_ON = (Route.TOWNSHIP, Route.COUNTY, Route.SUGGESTION)
DONE = (OpinionStatus.SETTLED, OpinionStatus.FED_BACK)


@dataclass(frozen=True)
class Measure:
    """One figure: its key, word and unit, what counts, of which rows it counts which, and what is added up."""

    key: str
    word: str
    unit: str
    meaning: str
    of: str = "items"
    where: Q = field(default_factory=Q)
    adds: str = ""  # the column that is added up; none: the rows are counted

    def figure(self) -> Any:
        """What of the rows of its kind makes it, as an aggregate."""
        return Sum(self.adds) if self.adds else Count("pk", filter=self.where or None)

    def number_of(self, rows: Any) -> int:
        """The figure of these rows."""
        return int(rows.aggregate(number=self.figure())["number"] or 0)


_route = "visit__route"
MEASURES: tuple[Measure, ...] = (
    Measure("receptions", "接待", "次", "登记过的接待，没有人来的也算。", of="receptions"),
    Measure("visits", "批次", "批", "来访登记，一个人或者一伙人来一回算一批。", of="visits"),
    Measure(
        "people",
        "人次",
        "人",
        "来访登记里写的人数加起来，同一个人来两回算两人次。",
        of="visits",
        adds="headcount",
    ),
    Measure("items", "收集意见", "件", "来访的人说的事，一个人说三件事算三件。"),
    Measure("settled", "现场解决", "件", "处理方式是“当场答复”的。", where=Q(**{_route: Route.SETTLED})),
    Measure("here", "站内协调", "件", "处理方式是“站内协调”的。", where=Q(**{_route: Route.STATION})),
    Measure(
        "handed_on",
        "转交",
        "件",
        "转本乡镇（街道）、报县人大、整理成代表建议的。",
        where=Q(**{f"{_route}__in": HANDED_ON}),
    ),
    Measure(
        "elsewhere",
        "告知其他渠道",
        "件",
        "不属于本站受理、告诉来访人该找谁的。",
        where=Q(**{_route: Route.OTHER}),
    ),
    Measure(
        "done",
        "办结",
        "件",
        "现在已经办结的：当场答复的，站里、乡镇办好的，上级办完并且已经告诉来访人的。",
        where=Q(opinion__status__in=DONE),
    ),
)
BY_KEY = {one.key: one for one in MEASURES}


@dataclass(frozen=True)
class Kind:
    """Rows that figures count: whose they are, and the paths to their day and their station."""

    model: Any
    day: str
    station: str


KINDS = {
    "receptions": Kind(Reception, "held_on", "station"),
    "visits": Kind(Visit, "reception__held_on", "reception__station"),
    "items": Kind(VisitOpinion, "visit__reception__held_on", "visit__reception__station"),
}


@dataclass(frozen=True)
class Span:
    """Days from `since` to `until`, both included."""

    since: date
    until: date

    def of(self, field_name: str) -> dict[str, Any]:
        return {f"{field_name}__range": (self.since, self.until)}


@dataclass
class Line:
    """A station, township or county with its figures by key."""

    name: str
    station: Station | None = None
    region: Region | None = None
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys((one.key for one in MEASURES), 0))

    def cells(self) -> list[tuple[Measure, int]]:
        """Every figure in the order of the table."""
        return [(one, self.figures.get(one.key, 0)) for one in MEASURES]

    @property
    def share(self) -> int | None:
        """办结 per hundred of what was collected; None under ten."""
        items = self.figures.get("items", 0)
        return round(100 * self.figures.get("done", 0) / items) if items >= ENOUGH else None

    def add(self, figures: dict[str, int]) -> None:
        for key, number in figures.items():
            self.figures[key] = self.figures.get(key, 0) + number


def rows_of(user: User, span: Span, of: str, *, station: Station | None = None, region: Region | None = None) -> Any:
    """The rows of one kind in `span` and of a place that `user` may see: what the figures count."""
    kind = KINDS[of]
    rows = kind.model.objects.visible_to(user).filter(**span.of(kind.day))
    if station is not None:
        rows = rows.filter(**{kind.station: station})
    if region is not None:
        rows = rows.filter(**{f"{kind.station}__unit__region__path__startswith": region.path})
    return rows


def by_station(user: User, span: Span) -> dict[int, dict[str, int]]:
    """Every figure of every station with anything in `span`; three queries."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for of, kind in KINDS.items():
        sums = {one.key: one.figure() for one in MEASURES if one.of == of}
        for row in rows_of(user, span, of).order_by().values(kind.station).annotate(**sums):
            found[row.pop(kind.station)] |= {name: number or 0 for name, number in row.items()}
    return found


@dataclass(frozen=True)
class Sheet:
    """The lines of one page, their sum, and of which places they are: "station", "town" or "county"."""

    lines: list[Line]
    total: Line
    by: str


def sheet_of(user: User, span: Span, *, region: Region | None = None) -> Sheet:
    """The figures of the stations `user` may see, those of `region` alone where it is given.

    Stations of one township stand one by one, of several townships by township, of several
    counties by county. Four queries, and one for the places.
    """
    stations = Station.objects.visible_to(user).select_related("unit__region__parent")
    if region is not None:
        stations = stations.filter(unit__region__path__startswith=region.path)
    rows = sorted(stations, key=lambda one: (*_order(one), one.unit.order, one.pk))
    figures, by = by_station(user, span), _level(rows)
    lines: dict[int, Line] = {}
    total = Line("合计")
    for station in rows:
        line = lines.setdefault(*_line(station, by))
        line.add(figures.get(station.pk, {}))
        total.add(figures.get(station.pk, {}))
    return Sheet(list(lines.values()), total, by)


def _order(station: Station) -> tuple[int, ...]:
    place = station.unit.region
    return (place.parent.order if place.parent else 0, place.order)


def _level(rows: list[Station]) -> str:
    towns = {one.unit.region_id for one in rows}
    counties = {one.unit.region.parent_id for one in rows}
    if len(counties) > 1:
        return "county"
    return "town" if len(towns) > 1 else "station"


def _line(station: Station, by: str) -> tuple[int, Line]:
    if by == "station":
        return station.pk, Line(station.unit.name, station=station)
    place = station.unit.region
    if by == "county" and place.parent is not None:
        place = place.parent
    return place.pk, Line(place.name, region=place)


def refused_of(user: User, span: Span, *, station: Station | None = None, region: Region | None = None) -> Any:
    """The visits that were told to go elsewhere: what the reasons are counted of."""
    return rows_of(user, span, "visits", station=station, region=region).filter(route=Route.OTHER)


def reasons_of(user: User, span: Span, *, region: Region | None = None) -> list[tuple[Elsewhere | None, int]]:
    """How often each reason was given for not taking a matter up; last those with words alone."""
    rows = refused_of(user, span, region=region)
    counts = dict(rows.order_by().values_list("elsewhere").annotate(Count("pk")))
    named = [(one, counts[one.value]) for one in Elsewhere if one.value in counts]
    return named + ([(None, counts[""])] if "" in counts else [])


def of_station(user: User, station: Station, span: Span) -> dict[str, int]:
    """Every figure of one station."""
    return dict.fromkeys((one.key for one in MEASURES), 0) | by_station(user, span).get(station.pk, {})
