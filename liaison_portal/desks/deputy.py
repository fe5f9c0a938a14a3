"""A deputy's own page, on a phone: ratings waiting, rota, what they raised, their group, the year's duties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.calendar import Calendar
from accounts.models import User
from deputies.models import ActivityGroup, Deputy
from deputies.reports import DutyCount, duty_counts, group_of, mandates_of
from liaison_portal.desks.parts import FEW, few
from opinions.choices import UndertakingStatus
from opinions.lifeline import Line, lines_for
from opinions.models import Opinion, Rating
from stations.models import SlotDeputy, Station
from stations.reports import next_duties, station_of


@dataclass(frozen=True)
class Raised:
    """One opinion of theirs and its life line."""

    opinion: Opinion
    line: Line


@dataclass
class DeputyPage:
    """What the page draws; without `deputy` the account is not tied to a deputy yet."""

    deputy: Deputy | None = None
    mandate: str = ""
    group: ActivityGroup | None = None
    station: Station | None = None
    ratings: list[Rating] = field(default_factory=list)
    more_ratings: int = 0
    duties: list[SlotDeputy] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    year: list[DutyCount] = field(default_factory=list)

    @property
    def unconfirmed(self) -> list[SlotDeputy]:
        """Reception days ahead that they have not said yes to."""
        return [duty for duty in self.duties if duty.confirmed_at is None]

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.ratings) + self.more_ratings + len(self.unconfirmed)


def page_of(user: User, on: date, calendar: Calendar | None = None) -> DeputyPage:
    """Everything of the deputy who signed in; the number of queries does not grow with the rows."""
    deputy = Deputy.objects.filter(user_id=user.pk).defer("search_terms").first()
    if deputy is None:
        return DeputyPage()
    ratings, more = few(_ratings(deputy))
    mandates = mandates_of(deputy)
    return DeputyPage(
        deputy=deputy,
        mandate="、".join(dict.fromkeys(str(m.get_level_display()) for m in mandates if m.ended_on is None)),
        group=group_of(deputy),
        station=station_of(deputy),
        ratings=ratings,
        more_ratings=more,
        duties=next_duties(deputy, on),
        raised=_raised(user, deputy, on, calendar),
        year=duty_counts(deputy, on.year),
    )


def _ratings(deputy: Deputy) -> Any:
    asked = Rating.objects.filter(
        contributor__deputy=deputy, rated_at=None, reply__undertaking__status=UndertakingStatus.RATING
    )
    related = asked.select_related("reply__undertaking__assignment", "reply__undertaking__unit")
    return related.order_by("reply__undertaking__rating_due", "id")


def _raised(user: User, deputy: Deputy, on: date, calendar: Calendar | None) -> list[Raised]:
    own = Opinion.objects.counted().filter(contributor__deputy=deputy).with_list_data().select_related("holder")
    rows = list(own.defer("search_terms").order_by("-id")[:FEW])
    lines = lines_for(rows, user, today=on, calendar=calendar)
    return [Raised(row, lines[row.pk]) for row in rows]
