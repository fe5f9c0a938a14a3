"""How many opinions, and where they went."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from meetings.models import Meeting, Participant, RaisedOpinion, Sitting
from opinions.reports.sums import SumLine, destination_sums


def ways_of(meeting: Meeting) -> list[SumLine]:
    """Every opinion of the meeting exactly once: under the first of its destinations, or under where it waits."""
    return destination_sums(meeting.occasion).shown


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
