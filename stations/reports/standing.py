"""What became of what visitors said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.calendar import Calendar
from accounts.models import User
from opinions import limits
from opinions.choices import BADGES, OpinionStatus, Visibility
from opinions.lifeline import Line, lines_for
from opinions.models import Rating
from stations.choices import Route
from stations.models import Visit, VisitOpinion
from stations.reports.station import SOON_WD
from stations.rules import is_overdue


@dataclass
class Standing:
    """One opinion of a visit with its life line; `is_late` where it is held past its day."""

    item: VisitOpinion
    line: Line
    is_late: bool = False
    is_soon: bool = False

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon and word of the status."""
        opinion = self.item.opinion
        return (*BADGES[opinion.status], opinion.get_status_display())


def standings(items: Iterable[VisitOpinion], user: User, on: date) -> list[Standing]:
    """The life line of each, in a number of queries that does not grow with them."""
    rows, calendar = list(items), Calendar.load()
    lines = lines_for([row.opinion for row in rows], user, today=on, calendar=calendar)
    return [_standing(row, lines[row.opinion_id], on, calendar) for row in rows]


def _standing(row: VisitOpinion, line: Line, on: date, calendar: Calendar) -> Standing:
    opinion = row.opinion
    late = is_overdue(opinion, on)
    due = opinion.due_on if opinion.status == OpinionStatus.AT_STATION else None
    soon = due is not None and not late and calendar.left(on, due) <= SOON_WD
    return Standing(row, line, late, soon)


def what_next(visit: Visit) -> str:
    """One sentence for whoever has just saved the visit: what happens now."""
    station = visit.reception.station
    if visit.visibility == Visibility.SEALED:
        return f"已登记，只报{station.reports_to}。本站和乡镇的账号不再看到这一条。"
    due = visit.visit_opinions.values_list("opinion__due_on", flat=True).first()
    limit = limits.latest(due, visit.reception.held_on) if due else ""
    return {
        Route.SETTLED: "已登记，当场答复，这件事办结了。",
        Route.STATION: f"已登记，由本站协调，{limit}办结。办好以后到“我站的意见”里登记。",
        Route.TOWNSHIP: f"已登记，已转{station.township_office}，{limit}办结。您可以在“我站的意见”里看进展。",
        Route.COUNTY: f"已登记，已报{station.reports_to}。怎样办的，会在“我站的意见”里告诉您。",
        Route.SUGGESTION: f"已登记。请代表本人修改、签名，{limit}办好。",
        Route.OTHER: f"已登记，已告知其他渠道。{visit.where_to}",
    }[Route(visit.route)]


def open_ratings(item: VisitOpinion) -> list[Rating]:
    """The ratings asked of the visitor and not given yet; a deputy gives their own."""
    if item.opinion.contributor.deputy_id:
        return []
    rows = Rating.objects.filter(contributor_id=item.opinion.contributor_id, rated_at=None)
    rows = rows.filter(reply__undertaking__status="rating")
    return list(
        rows.select_related(
            "contributor__deputy",
            "reply__undertaking__unit",
            "reply__undertaking__assignment__rule",
            "reply__undertaking__assignment__list__unit__region",
        )
    )
