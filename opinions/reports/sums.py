"""Opinions in = opinions out: each counted once, under the first of its destinations in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, OuterRef, Q, Subquery, Value, When

from opinions.choices import Destination, OpinionStatus
from opinions.models import MatterSource, Occasion, Opinion

S = OpinionStatus
RANKS = {value: rank for rank, value in enumerate(Destination.values)}
UNDECIDED = len(RANKS)


@dataclass(frozen=True)
class SumLine:
    """One line of the sum: `key` a destination, undecided, waiting, at_station or settled."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Sums:
    """All lines in order; they add up to `total`. `several` opinions went to more than one destination."""

    lines: tuple[SumLine, ...]
    total: int
    several: int

    def of(self, key: str) -> int:
        """The count of one line; 0 where there is none."""
        return next((line.count for line in self.lines if line.key == key), 0)

    @property
    def waiting(self) -> int:
        return self.of("waiting")

    @property
    def shown(self) -> list[SumLine]:
        """The lines that hold anything."""
        return [line for line in self.lines if line.count]

    @property
    def elsewhere(self) -> int:
        """Decided, but not to 交办."""
        return sum(line.count for line in self.lines if line.key in RANKS and line.key != Destination.ASSIGN)

    @property
    def note(self) -> str:
        """其中 3 条涉及几个去向; nothing where there is none."""
        return f"其中 {self.several} 条涉及几个去向" if self.several else ""

    @property
    def sentence(self) -> str:
        """163 = 交办 112 + 转法制委、法工委修改草案 21 + …"""
        return f"{self.total} = " + " + ".join(f"{line.label} {line.count}" for line in self.shown)


def destination_sums(opinions: Any) -> Sums:
    """The sum of a queryset of opinions, or of everything heard at an occasion. Two queries."""
    rows = Opinion.objects.of_occasion(opinions.pk) if isinstance(opinions, Occasion) else opinions.counted()
    counts = dict.fromkeys([*Destination.values, "undecided", "waiting", "at_station", "settled"], 0)
    first = MatterSource.objects.filter(opinion=OuterRef("pk")).order_by().values("opinion").annotate(rank=Min(_rank()))
    told = Case(When(reason="", then=Value(0)), default=Value(1), output_field=IntegerField())
    found = (
        rows.order_by()
        .annotate(rank=Subquery(first.values("rank")), told_elsewhere=told)
        .values_list("rank", "status", "told_elsewhere")
        .annotate(n=Count("pk"))
    )
    for rank, status, told_elsewhere, n in found:
        counts[_line_of(rank, status, bool(told_elsewhere))] += n
    lines = tuple(SumLine(key, LABELS[key], n) for key, n in counts.items())
    return Sums(lines, sum(counts.values()), _several(rows))


def _rank() -> Case:
    """The place of a matter's destination in the order; one without any comes last."""
    whens = [When(matter__destination=value, then=Value(rank)) for value, rank in RANKS.items()]
    return Case(*whens, default=Value(UNDECIDED), output_field=IntegerField())


def _line_of(rank: int | None, status: str, told_elsewhere: bool) -> str:  # noqa: FBT001
    """Every opinion has exactly one line, whatever its status."""
    if status == S.WAITING:
        return "waiting"
    if status == S.AT_STATION:
        return "at_station"
    if rank is not None:
        return "undecided" if rank == UNDECIDED else Destination.values[rank]
    if status == S.NOT_ASSIGNED or told_elsewhere:
        return str(Destination.NONE)
    return "settled"


def _several(rows: Any) -> int:
    links = MatterSource.objects.filter(opinion__in=rows.order_by().values("pk")).exclude(matter__destination="")
    kinds = links.order_by().values("opinion").annotate(kinds=Count("matter__destination", distinct=True))
    return int(kinds.filter(Q(kinds__gt=1)).count())


LABELS: dict[str, str] = {
    **{str(value): str(label) for value, label in Destination.choices},
    "undecided": "已归并，待定去向",
    "waiting": "待归并",
    "at_station": "站内办理",
    "settled": "当场办结",
}
