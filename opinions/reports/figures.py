"""The leader's one page: what came in, where it went, how it was answered, aggregated by the database.

Counts below ten cases stay counts. Units stand in official order, places in 区划序, nobody is
ranked; a month that is not whole says so. Everything is as of `until`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.choices import RegionLevel, Role, UnitKind
from accounts.models import Region, Unit, User
from opinions.choices import AnswerClass, Capacity, Grade, RequestStatus, UndertakingStatus, UnitRole
from opinions.models import Extension, Occasion, Opinion, Rating, Reply, Topic, Undertaking
from opinions.reports.months import Month, MonthRow, month_rows
from opinions.reports.sums import Sums, destination_sums
from opinions.workflow.opening import answer_limit

U = UndertakingStatus
FEW = 10
MOST_TOPICS = 12
DRAFTED = "系统草拟，可修改"


@dataclass(frozen=True)
class Tally:
    """A word and how often."""

    label: str
    count: int
    url_value: str = ""


@dataclass(frozen=True)
class UnitRow:
    """The items one unit leads, by where they stand; `on_time` of the answered ones."""

    label: str
    total: int
    answered: int
    doing: int
    to_accept: int
    overdue: int
    on_time: int


@dataclass(frozen=True)
class GradeRow:
    """Ratings of one answer class, in closed rounds alone."""

    label: str
    good: int
    fair: int
    bad: int

    @property
    def total(self) -> int:
        return self.good + self.fair + self.bad


@dataclass(frozen=True)
class Figures:
    """Everything on the page."""

    since: date
    until: date
    sums: Sums
    capacities: list[Tally]
    topics: list[Tally]
    regions: list[Tally]
    stations: list[Tally]
    items: int
    to_dispatch: int
    units: list[UnitRow]
    classes: list[Tally]
    results: list[GradeRow]
    attitudes: GradeRow
    months: list[MonthRow]

    @property
    def heard(self) -> int:
        return self.sums.total

    def total(self, name: str) -> int:
        """The sum of one column of `units`."""
        return sum(getattr(row, name) for row in self.units)


def share(count: int, of: int) -> str:
    """62%; nothing below ten cases, where a share would say more than is known."""
    return f"{round(count * 100 / of)}%" if of >= FEW else ""


def figures(user: User, since: date, until: date, *, occasion: Occasion | None = None) -> Figures:
    """The page of `user` for the days from `since` to `until`, or for one occasion and its parts."""
    heard = Opinion.objects.visible_to(user).filter(heard_on__range=(since, until)).order_by()
    rows = Undertaking.objects.visible_to(user).filter(assigned_on__range=(since, until)).in_force().order_by()
    if occasion is not None:
        places = [occasion.pk, *Occasion.objects.filter(parent=occasion).values_list("pk", flat=True)]
        heard, rows = heard.filter(occasion_id__in=places), rows.filter(assignment__matter__occasion=occasion)
    leads = rows.filter(role=UnitRole.LEAD)
    capacities, heard_by = _capacities(heard)
    regions, stations = _places(heard, user)
    return Figures(
        since=since,
        until=until,
        sums=destination_sums(heard),
        capacities=capacities,
        topics=_topics(heard),
        regions=regions,
        stations=stations,
        items=rows.exclude(role=UnitRole.CO).aggregate(n=Count("assignment", distinct=True))["n"],
        to_dispatch=rows.filter(status=U.TO_DISPATCH).count(),
        units=_units(leads, until),
        classes=_classes(leads),
        results=_results(leads),
        attitudes=_attitudes(leads),
        months=month_rows(heard_by, leads, since, until),
    )


# --- what came in -------------------------------------------------------------------------------
def _capacities(heard: Any) -> tuple[list[Tally], Counter[Month]]:
    """By capacity, and by month in the same pass over the opinions."""
    rows = heard.annotate(month=TruncMonth("heard_on")).values_list("contributor__capacity", "month")
    found, by_month = Counter[str](), Counter[Month]()
    for capacity, month, n in rows.annotate(n=Count("pk")):
        found[capacity] += n
        by_month[month.year, month.month] += n
    return [Tally(str(label), found[value], value) for value, label in Capacity.choices if value in found], by_month


def _topics(heard: Any) -> list[Tally]:
    """By agenda item or draft; about what people spoke most, that is content, may stand first."""
    root = Coalesce("topic__parent_id", "topic_id")
    counted = heard.exclude(topic=None).annotate(root=root).values_list("root").annotate(n=Count("pk"))
    found = dict(counted.order_by("-n", "root")[:MOST_TOPICS])
    names = dict(Topic.objects.filter(pk__in=found).values_list("pk", "short_title"))
    return [Tally(names[pk], n, str(pk)) for pk, n in found.items()]


def _places(heard: Any, user: User) -> tuple[list[Tally], list[Tally]]:
    """By county and by station, in one pass over the opinions."""
    by_region, by_unit = Counter[int](), Counter[int]()
    for region_id, unit_id, n in heard.values_list("region_id", "unit_id").annotate(n=Count("pk")):
        by_region[region_id] += n
        by_unit[unit_id] += n
    stations = Unit.objects.filter(pk__in=by_unit, kind=UnitKind.STATION).order_by("region__order", "order", "pk")
    return _regions(by_region, user), [Tally(unit.short_name, by_unit[unit.pk], str(unit.pk)) for unit in stations]


def _regions(by_region: Counter[int], user: User) -> list[Tally]:
    """In 区划序; what was heard at the city itself stands first."""
    shown = Region.objects.filter(user.scopes.in_region("path", *Role.COMMITTEE))
    places = {r.pk: r for r in shown.filter(Q(pk__in=by_region) | Q(level__in=(RegionLevel.CITY, RegionLevel.COUNTY)))}
    totals = Counter[int]()
    for pk, n in by_region.items():
        totals[_above(pk, places)] += n
    known = sorted((places[pk] for pk in totals if pk in places), key=lambda r: (r.path.count("/"), r.order, r.code))
    return [Tally(place.name, totals[place.pk], str(place.pk)) for place in known]


def _above(pk: int, places: dict[int, Region]) -> int:
    """The county a place belongs to, else its city, else itself."""
    path = [int(part) for part in places[pk].path.split("/") if part] if pk in places else []
    for level in (RegionLevel.COUNTY, RegionLevel.CITY):
        found = [p for p in path if p in places and places[p].level == level]
        if found:
            return found[0]
    return pk


# --- how it was handled -------------------------------------------------------------------------
def _units(leads: Any, until: date) -> list[UnitRow]:
    """By lead unit in official order."""
    late = _late_before_redo(leads)
    answered = Q(answered_on__isnull=False)
    found = (
        leads.values("unit_id", "unit__short_name")
        .annotate(
            total=Count("pk"),
            answered=Count("pk", filter=answered),
            doing=Count("pk", filter=Q(status=U.DOING, answered_on=None)),
            to_accept=Count("pk", filter=Q(status=U.TO_ACCEPT)),
            overdue=Count("pk", filter=Q(status__in=U.WITH_UNIT, clock_on__lt=until)),
            on_time=Count("pk", filter=answered & (Q(answered_on__lte=F("due_on")) | Q(round=2))),
        )
        .order_by("unit__order", "unit_id")
    )
    names = ("total", "answered", "doing", "to_accept", "overdue")
    return [
        UnitRow(
            label=row["unit__short_name"],
            on_time=row["on_time"] - late[row["unit_id"]],
            **{name: row[name] for name in names},
        )
        for row in found
    ]


def _late_before_redo(leads: Any) -> Counter[int]:
    """First answers that were late, by unit, among the items answered again: their first limit is no longer stored."""
    redone = list(leads.filter(round=2, answered_on__isnull=False).select_related("assignment__rule"))
    if not redone:
        return Counter()
    agreed = Extension.objects.filter(undertaking__in=[row.pk for row in redone], status=RequestStatus.AGREED)
    requests = agreed.values_list("undertaking_id", "granted_until", "asked_at")
    until = {pk: (day, timezone.localdate(asked)) for pk, day, asked in requests}
    calendar, late = Calendar.load(), Counter[int]()
    for row in redone:
        due = answer_limit(row.assignment.rule, row.assigned_on, calendar)
        granted, asked = until.get(row.pk, (None, None))
        if granted and asked and asked <= row.answered_on:
            due = max(due, granted)
        late[row.unit_id] += row.answered_on > due
    return late


def _classes(leads: Any) -> list[Tally]:
    """Answers by class, the last one of each item; those of kinds without classes stand last."""
    replies = Reply.objects.filter(
        undertaking__in=leads.values("pk"), passed_at__isnull=False, round=F("undertaking__round")
    )
    found = dict(replies.order_by().values_list("answer_class").annotate(n=Count("pk")))
    rows = [Tally(f"{value} 类：{label}", found.get(value, 0), value) for value, label in AnswerClass.choices]
    return [*rows, Tally("不分类", found[""])] if found.get("") else rows


def _rated(leads: Any) -> Any:
    return Rating.objects.filter(
        reply__undertaking__in=leads.values("pk"), reply__closed_at__isnull=False, rated_at__isnull=False
    ).order_by()


def _results(leads: Any) -> list[GradeRow]:
    """办理结果 by answer class; open rounds are not counted, so nobody's rating can be guessed."""
    counted = _rated(leads).values_list("reply__answer_class", "result").annotate(n=Count("pk"))
    found = {(kind, grade): n for kind, grade, n in counted}
    return [
        GradeRow(f"{value} 类", *(found.get((value, grade), 0) for grade in Grade.values))
        for value in AnswerClass.values
    ]


def _attitudes(leads: Any) -> GradeRow:
    found = dict(_rated(leads).values_list("attitude").annotate(n=Count("pk")))
    return GradeRow("办理态度", *(found.get(grade, 0) for grade in Grade.values))


# --- a proposed conclusion ----------------------------------------------------------------------
def draft_sentence(found: Figures) -> str:
    """A conclusion to be edited by people (`DRAFTED` says so beside it); no unit and no person is named."""
    if not found.heard and not found.items:
        return "这段时间还没有收集到意见。"
    sums = found.sums
    parts = [f"共收集意见 {found.heard} 条"]
    if assigned := sums.of("assign"):
        parts.append(f"{assigned} 条归并后交办")
    if sums.elsewhere:
        parts.append(f"{sums.elsewhere} 条走其他去向")
    if at_station := sums.of("at_station") + sums.of("settled"):
        parts.append(f"{at_station} 条在站内办理或当场办结")
    if pending := sums.waiting + sums.of("undecided"):
        parts.append(f"{pending} 条还在梳理")
    return "，".join(parts) + "。" + _handled(found)


def _handled(found: Figures) -> str:
    if not found.items:
        return ""
    answered, overdue = found.total("answered"), found.total("overdue")
    said = f"交办事项 {found.items} 个，由 {len(found.units)} 个单位主办"
    said += f"，已答复 {answered} 个" if answered else "，还没有答复"
    if answered:
        rate = share(found.total("on_time"), answered)
        said += f"，其中按期 {found.total('on_time')} 个" + (f"（{rate}）" if rate else "")
    said += f"；超期还没有办的 {overdue} 个。" if overdue else "；没有超期的。"
    rated = sum(row.total for row in found.results)
    if rated:
        bad = sum(row.bad for row in found.results)
        said += f"已收到评价 {rated} 份，" + (f"不满意 {bad} 份。" if bad else "没有不满意。")
    return said
