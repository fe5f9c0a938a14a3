"""What waits to be typed from paper, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from opinions.choices import Visibility
from stations.models import Event, PaperRegister, Station, Visit


@dataclass(frozen=True)
class Waiting:
    """A register with the days it has waited and the rows entered so far."""

    paper: PaperRegister
    days: int
    entered: int
    photos: int


def rows_entered(paper: PaperRegister) -> int:
    """The visits of its reception; what only the county sees is not counted where the station reads."""
    return Visit.objects.filter(reception=paper.reception_id, visibility=Visibility.NORMAL).count()


def with_progress(papers: Any) -> Any:
    """`papers` each with `entered` and `photos`."""
    normal = Q(reception__visits__visibility=Visibility.NORMAL)
    return papers.annotate(
        entered=Count("reception__visits", filter=normal, distinct=True),
        photos=Count("reception__attachments", distinct=True),
    )


def waiting_rows(papers: Any, on: date, limit: int) -> list[Waiting]:
    """The rows of a list; two queries with those of the deputies."""
    rows = with_progress(papers.with_list_data())[:limit]
    return [Waiting(one, one.waited(on), one.entered, one.photos) for one in rows]


def waiting_at(station: Station, user: User, on: date, limit: int = 5) -> list[Waiting]:
    """What waits at a station, the longest first."""
    rows = PaperRegister.objects.visible_to(user).filter(reception__station=station)
    return waiting_rows(rows.waiting(), on, limit)


def waiting_for(user: User, on: date, limit: int = 5) -> list[Waiting]:
    """What waits for whoever signed in, at the stations where they work."""
    rows = PaperRegister.objects.filter(reception__station__in=Station.objects.staffed_by(user).values("pk"))
    return waiting_rows(rows.waiting(), on, limit)


def finishing_of(paper: PaperRegister) -> Event | None:
    """The latest “录完了”, with what was said where the numbers differ."""
    return paper.reception.events.filter(step="paper_finish").select_related("actor").order_by("-id").first()
