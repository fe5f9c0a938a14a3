"""Where a row stands in its record: where it was said, whichever laptop came home first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Max, Q

from meetings.choices import RaisedStatus
from meetings.models import RaisedOpinion
from opinions.choices import OpinionStatus

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(said_at: datetime) -> int:
    """The moment as a number that the record is ordered by: microseconds."""
    return (said_at - EPOCH) // timedelta(microseconds=1)


def place_of(sitting_id: int, said_at: datetime) -> int:
    """The place of a row said then, free and after all that was said before. The sitting is locked already.

    Rows that stand keep their places. Nothing comes before one that is signed, printed or merged: a paper
    may carry its number.
    """
    rows = RaisedOpinion.objects.filter(sitting=sitting_id)
    wanted, last = instant(said_at), rows.aggregate(last=Max("order"))["last"]
    if last is None or wanted > last:
        return wanted
    on_paper = Q(status__in=RaisedStatus.FIXED) | ~Q(opinion__status=OpinionStatus.WAITING)
    fixed = rows.live().filter(on_paper).aggregate(last=Max("order"))["last"]
    place = wanted if fixed is None else max(wanted, fixed + 1)
    for taken in rows.filter(order__gte=place).order_by("order").values_list("order", flat=True):
        if taken != place:
            break
        place += 1
    return place
