"""Opinions in = opinions out: each counted once, under the first of its destinations in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, Value, When

from opinions.choices import Destination, OpinionStatus
from opinions.models import MatterSource, Occasion, Opinion

S = OpinionStatus
RANKS = {value: rank for rank, value in enumerate(Destination.values)}
UNDECIDED = len(RANKS)
BEFORE = (S.WAITING, S.AT_STATION)  # in no matter, by their status
AFTER = (S.MERGED, S.NOT_ASSIGNED, S.FED_BACK, S.SETTLED)


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
    merged = _merged(rows)
    for rank, value in enumerate([*Destination.values, "undecided"]):
        counts[value] += merged[f"rank_{rank}"]
    by_status = rows.order_by().annotate(told=_told("reason")).values_list("status", "told").annotate(n=Count("pk"))
    for status, told, n in by_status:
        counts[line_of(status, told)] += n - merged.get(f"{status}_{told}", 0)
    lines = tuple(SumLine(key, LABELS[key], n) for key, n in counts.items())
    return Sums(lines, sum(counts.values()), merged["several"])


def _merged(rows: Any) -> dict[str, int]:
    """Of the opinions that are in matters: how many under each destination, under several, in each status.

    Grouped from the side of the links: asked opinion by opinion it takes ten times as long.
    """
    per_opinion = (
        MatterSource.objects.filter(opinion__in=rows.order_by().values("pk"))
        .exclude(opinion__status__in=BEFORE)
        .order_by()
        .values("opinion_id")
        .annotate(
            rank=Min(_rank()),
            last=Max(_rank(), filter=~Q(matter__destination="")),
            status=Min("opinion__status"),
            told=Min(_told("opinion__reason")),
        )
    )
    wanted = {f"rank_{rank}": Count("rank", filter=Q(rank=rank)) for rank in range(UNDECIDED + 1)}
    for status in AFTER:
        wanted |= {f"{status}_{told}": Count("rank", filter=Q(status=status, told=told)) for told in (0, 1)}
    return per_opinion.aggregate(several=Count("rank", filter=Q(last__gt=F("rank"))), **wanted)


def _rank() -> Case:
    """The place of a matter's destination in the order; one without any comes last."""
    whens = [When(matter__destination=value, then=Value(rank)) for value, rank in RANKS.items()]
    return Case(*whens, default=Value(UNDECIDED), output_field=IntegerField())


def _told(reason: str) -> Case:
    """1 where the person was told another way to go, with the reason."""
    return Case(When(**{reason: ""}, then=Value(0)), default=Value(1), output_field=IntegerField())


def line_of(status: str, told: int, rank: int | None = None) -> str:
    """The line of one opinion: of one in matters the first destination, by its `rank` (UNDECIDED without any);
    of one in none by its status; `told` whether the person was told another way to go."""
    if status not in BEFORE and rank is not None:
        return "undecided" if rank == UNDECIDED else str(Destination.values[rank])
    if status in BEFORE:
        return status
    return str(Destination.NONE) if status == S.NOT_ASSIGNED or told else "settled"


LABELS: dict[str, str] = {
    **{str(value): str(label) for value, label in Destination.choices},
    "undecided": "已归并，待定去向",
    "waiting": "待归并",
    "at_station": "站内办理",
    "settled": "当场办结",
}
