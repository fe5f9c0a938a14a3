"""Of what span the leader's page tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from accounts.models import User
from liaison_portal.desks.meeting import current_meeting
from opinions.models import Occasion, Opinion

MEETING, YEAR, ALL = "meeting", "year", "all"


@dataclass(frozen=True)
class Period:
    """This meeting, this year, or everything so far."""

    key: str
    label: str
    title: str
    since: date
    occasion: Occasion | None = None


def periods_for(user: User, on: date) -> list[Period]:
    """What can be chosen; the meeting only where one has been held."""
    found = []
    occasion = current_meeting(user, on)
    if occasion is not None and occasion.held_on <= on:
        parts = Occasion.objects.filter(Q(pk=occasion.pk) | Q(parent=occasion))
        first = parts.order_by().aggregate(first=Min("held_on"))["first"]
        found.append(Period(MEETING, "本次会议", occasion.short_title, first, occasion))
    found.append(Period(YEAR, "今年", f"{on.year}年", date(on.year, 1, 1)))
    first = Opinion.objects.visible_to(user).order_by().aggregate(first=Min("heard_on"))["first"]
    found.append(Period(ALL, "全部", "系统启用以来", min(first or on, on)))
    return found


def chosen(periods: list[Period], key: str) -> Period:
    """The period asked for; nonsense is the first."""
    return next((period for period in periods if period.key == key), periods[0])
