"""The charts, each as the table it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from accounts.choices import Role
from accounts.models import Region, User
from common.text import cn_date
from liaison_portal.figures.periods import Period
from opinions.choices import Grade
from opinions.models import Matter
from opinions.reports.figures import FEW, Figures, share
from stations.models import Station, Visit

TOP = 8
MAX_BARS = 12
MONTHS = 12
MANY = 5
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Chart:
    """What `_partials/chart.html` takes: a heading that says what is seen, and the table."""

    id: str
    say: str
    sub: str
    head: tuple[tuple[str, str], ...]
    rows: list[Row]
    kind: str = "bar"
    css: str = "w7"
    tall: bool = False
    hot: int | None = None
    nothing: str = "还没有数"

    @property
    def as_table(self) -> bool:
        """Too many bars to be read on half a sheet: a plain table in columns says it better."""
        return self.kind == "bar" and len(self.rows) > MAX_BARS

    @property
    def alt(self) -> str:
        """The figures in words, for whoever does not see the drawing."""
        names = [label for label, _tone in self.head[1:]]
        cells = [[f"{name} {value}" for name, value in zip(names, row[1:], strict=True)] for row in self.rows]
        parts = [f"{row[0]} {'、'.join(said)}" for row, said in zip(self.rows, cells, strict=True)]
        return f"{self.say}：" + "；".join(parts)


def charts_of(user: User, period: Period, found: Figures) -> list[Chart]:
    """Content, people, units, satisfaction, months: from the figures; content alone asks once more."""
    return [_content(user, period, found), _people(found), _units(found), _ratings(found), _months(found)]


def _content(user: User, period: Period, found: Figures) -> Chart:
    """Of a meeting the matters with most opinions, of a longer span the topics. Content alone may be concluded upon."""
    of_meeting = period.occasion is not None
    rows = _matters(user, period) if of_meeting else [(_short(t.label), t.count) for t in found.topics[:TOP]]
    stands_out = len(rows) > 1 and rows[0][1] > rows[1][1]
    say = f"意见最集中的是“{rows[0][0]}”" if stands_out else "意见集中在哪些事"
    sub = f"意见最多的 {len(rows)} 个{'事项' if of_meeting else '议题'}，按条数"
    head = (("事项" if of_meeting else "议题", ""), ("意见数", ""))
    hot = 0 if stands_out else None
    return Chart("c-hot", say, sub, head, rows, hot=hot, nothing="还没有归并出事项")


def _matters(user: User, period: Period) -> list[Row]:
    rows = Matter.objects.visible_to(user).filter(occasion=period.occasion).exclude(sources=None)
    counted = rows.order_by().values_list("title").annotate(n=Count("sources__opinion", distinct=True))
    return [(_short(title), n) for title, n in counted.order_by("-n", "title")[:TOP]]


def _short(text: str, size: int = 11) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"


def _people(found: Figures) -> Chart:
    rows = [(tally.label, tally.count) for tally in found.capacities]
    head = (("身份", ""), ("意见数", ""))
    sub = f"{found.heard} 条意见，按提出人身份"
    return Chart("c-who", "意见是谁提的", sub, head, rows, css="w5", nothing="还没有意见")


def _units(found: Figures) -> Chart:
    """Lead units in official order; beyond nine the rest of the order is one line."""
    rows: list[Row] = [(u.label, u.answered, u.doing, u.to_accept) for u in found.units]
    if len(rows) > TOP + 1:
        rest = rows[TOP:]
        rows = [*rows[:TOP], (f"其他 {len(rest)} 家", *(sum(row[k] for row in rest) for k in (1, 2, 3)))]
    head = (("单位", ""), ("已答复", "replied"), ("办理中", "doing"), ("待签收", "plain"))
    say, sub = "办理情况，按主办单位（机构序）", "写事项数；分办的，各单位都计"
    return Chart("c-unit", say, sub, head, rows, "stack", tall=len(rows) > MANY, nothing="还没有交办的事项")


def _ratings(found: Figures) -> Chart:
    """办理结果 by answer class, closed rounds alone: counts, a share only from ten on."""
    rows: list[Row] = [(row.label, row.good, row.fair, row.bad) for row in found.results if row.total]
    total, good = sum(row.total for row in found.results), sum(row.good for row in found.results)
    said = f"满意占 {share(good, total)}" if share(good, total) else f"不足 {FEW} 份，不算比例"
    sub = f"{total} 份评价，按答复类别，只计办理结果；{said}"
    head = (("类别", ""), *zip(map(str, Grade.labels), ("ok", "mid", "danger"), strict=True))
    return Chart("c-sat", "答复以后的评价", sub, head, rows, "stack", "w5", nothing="还没有收齐的评价")


def _months(found: Figures) -> Chart:
    """Items assigned and closed month by month, the last twelve; a month that is not whole is marked in its name."""
    shown = found.months[-MONTHS:]
    rows: list[Row] = [(row.label, row.assigned, row.closed) for row in shown]
    part = [row.label for row in shown if row.is_part]
    sub = f"{'、'.join(part)}不是整月" if part else ""
    head = (("月份", ""), ("交办", "ink"), ("办结", "red"))
    rows = rows if any(row[1] or row[2] for row in rows) else []
    return Chart("c-month", "各月交办和办结的事项", sub, head, rows, "line", nothing="这段时间没有交办、办结的事项")


def places_of(user: User, period: Period, on: date) -> Chart:
    """How many people the stations of each place received, in the order of places; none is left out for a 0."""
    inside = user.scopes.in_region
    path = "reception__station__unit__region__path"
    visits = Visit.objects.filter(inside(path, *Role.COMMITTEE), reception__held_on__range=(period.since, on))
    counted = visits.order_by().values_list(path).annotate(n=Sum("headcount"))
    stations = Station.objects.filter(inside("unit__region__path", *Role.COMMITTEE)).order_by()
    mine = user.scopes.paths(*Role.COMMITTEE)
    sums = {_place(found, mine): 0 for found in stations.values_list("unit__region__path", flat=True).distinct()}
    for found, number in counted:
        sums[_place(found, mine)] += number
    rows: list[Row] = [(r.name, sums[r.pk]) for r in Region.objects.filter(pk__in=sums).order_by("order", "code")]
    sub = f"{cn_date(period.since)}至{cn_date(on)}，按行政区划序"
    head = (("地方", ""), ("人次", ""))
    say = "各地联络站接待群众人次"
    return Chart("c-sta", say, sub, head, rows, css="w5", nothing="还没有登记联络站")


def _place(path: str, mine: tuple[str, ...]) -> int:
    """The region one below the user's own that holds `path`; the user's own where nothing is between."""
    own = max((p for p in mine if path.startswith(p)), key=len, default="/")
    below = [int(part) for part in path.removeprefix(own).split("/") if part]
    return below[0] if below else int(path.strip("/").split("/")[-1])
