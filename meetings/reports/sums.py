"""How many opinions, and where they went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Min, Value, When

from meetings.models import Meeting, Participant, RaisedOpinion, Sitting
from opinions.choices import Destination, OpinionStatus
from opinions.models import Opinion


@dataclass(frozen=True)
class Way:
    """One line of the sum of a meeting's opinions: where so many of them went."""

    key: str
    label: str
    count: int


OTHER_LINES = (
    ("waiting", "待归并"),
    ("undecided", "已归并，去向未定"),
    ("at_station", "站内办理"),
    ("settled", "当场办结"),
)


def ways_of(meeting: Meeting) -> list[Way]:
    """Every opinion of the meeting exactly once: under the first of its destinations, or under where it waits."""
    rank = Case(
        *[When(matters__destination=value, then=Value(number)) for number, value in enumerate(Destination.values)],
        default=None,
        output_field=IntegerField(),
    )
    rows = Opinion.objects.of_occasion(meeting.occasion_id).annotate(first=Min(rank)).values_list("status", "first")
    sums: dict[str, int] = {}
    for status, first in rows.order_by():
        sums[_line(status, first)] = sums.get(_line(status, first), 0) + 1
    lines = [*Destination.choices, *OTHER_LINES]
    return [Way(key, str(label), sums[key]) for key, label in lines if sums.get(key)]


def _line(status: str, first: int | None) -> str:
    if status in {OpinionStatus.WAITING, OpinionStatus.AT_STATION, OpinionStatus.SETTLED}:
        return str(status)
    if first is not None:
        return str(Destination.values[first])
    return Destination.NONE if status == OpinionStatus.NOT_ASSIGNED else "undecided"


def numbers_of(sittings: Iterable[Sitting]) -> dict[int, tuple[int, int]]:
    """For each sitting: how many people are on its list, and how many opinions were recorded."""
    pks = [sitting.pk for sitting in sittings]
    people = dict(Participant.objects.filter(sitting__in=pks).order_by().values_list("sitting").annotate(Count("pk")))
    live = RaisedOpinion.objects.live().filter(sitting__in=pks).order_by()
    rows = dict(live.values_list("sitting").annotate(Count("pk")))
    return {pk: (people.get(pk, 0), rows.get(pk, 0)) for pk in pks}


def count_by_meeting(meetings: Iterable[Meeting]) -> dict[int, int]:
    """How many opinions each meeting's sittings have recorded."""
    live = RaisedOpinion.objects.live().filter(sitting__meeting__in=list(meetings)).order_by()
    return dict(live.values_list("sitting__meeting").annotate(Count("pk")))


def conveners_of(sittings: Iterable[Sitting]) -> dict[int, str]:
    """The conveners of each sitting, by name."""
    rows = Participant.objects.filter(sitting__in=list(sittings), is_convener=True).select_related("contributor")
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row.sitting_id, []).append(row.contributor.inside_name)
    return {pk: "、".join(known) for pk, known in names.items()}
