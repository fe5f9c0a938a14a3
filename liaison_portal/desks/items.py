"""Items in hand, as the committee and the units see them: the next ones due, the week, what happened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from accounts.calendar import Calendar
from opinions.choices import BADGES, UndertakingStatus, UnitRole
from opinions.lifeline import stage_of
from opinions.limits import Remaining, remaining
from opinions.models import Event, Undertaking
from opinions.reports.history import HIDDEN, ICONS, label_of

U = UndertakingStatus
WEEK = 7
SHOWN_EVENTS = 6
# Told in the name of the unit; other steps are told in the name of the person.
BY_UNIT = frozenset(
    (
        "accept",
        "dispatch",
        "ask_send_back",
        "ask_extension",
        "progress",
        "co_opinion",
        "deliver",
        "reply_submit",
        "reply_sign",
    )
)
# Who has the ball when it is not with the unit.
HOLDERS: dict[str, str] = {U.CHECKING: "选工委", U.ASSESSING: "选工委", U.RATING: "评价人", U.DISPATCHED: "承办单位"}


@dataclass(frozen=True)
class Followed:
    """A row of the table: the item, where it stands, who has it, how long it has."""

    url: str
    title: str
    step: int
    label: str
    late: bool
    badge: tuple[str, str, str]
    holder: str
    time: Remaining | None


def next_due(rows: Any, on: date, calendar: Calendar, limit: int = 6) -> list[Followed]:
    """The items in hand of `rows` that fall due first, late ones at the top; one query."""
    found = rows.exclude(status__in=U.ENDED).exclude(role=UnitRole.DISPATCH, status=U.DISPATCHED)
    found = found.filter(clock_on__isnull=False).with_list_data().order_by("clock_on", "id")[:limit]
    return [_followed(row, on, calendar) for row in found]


def _followed(row: Undertaking, on: date, calendar: Calendar) -> Followed:
    late = row.is_overdue(on)
    time = remaining(row, on, calendar)
    badge = (*BADGES[row.status], str(row.get_status_display()))
    if late:
        badge = ("danger", "exclamation-triangle-fill", "超期")
    elif time is not None and row.status in U.WITH_UNIT and time.left <= row.assignment.rule.soon_wd:
        badge = ("wait", "clock-fill", "临期")
    return Followed(
        url=row.get_absolute_url(),
        title=row.assignment.title,
        step=stage_of(row.status)[0],
        label=str(row.get_status_display()),
        late=late,
        badge=badge,
        holder=HOLDERS.get(row.status) or str(row.unit),
        time=time,
    )


@dataclass
class DueDay:
    """A day of this week and what falls due on it."""

    day: date
    parts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def count(self) -> int:
        return sum(self.parts.values())

    @property
    def sentence(self) -> str:
        """“3 个签收到期，1 个答复到期”."""
        return "，".join(f"{n} 个{what}到期" for what, n in self.parts.items()) or "没有到期"


_WHAT = {U.TO_ACCEPT: "签收", U.TO_DISPATCH: "转办", U.RATING: "评价"}


def due_this_week(rows: Any, on: date, calendar: Calendar) -> dict[str, Any]:
    """Monday to Sunday of the week of `on`, or of the next one when no working day of it is left; days off
    only where something is due. `next` says which, `today` is `on`. One query."""
    monday = on - timedelta(days=on.weekday())
    over = not any(calendar.is_workday(on + timedelta(days=n)) for n in range(WEEK - on.weekday()))
    days = _due_days(rows, monday + timedelta(days=WEEK * over))
    shown = [day for day in days if day.count or calendar.is_workday(day.day)]
    return {"days": shown, "today": on, "next": over}


def _due_days(rows: Any, monday: date) -> list[DueDay]:
    days = [DueDay(monday + timedelta(days=n)) for n in range(WEEK)]
    counted = (
        rows.filter(Q(status__in=U.WITH_UNIT) | Q(status=U.RATING), clock_on__range=(days[0].day, days[-1].day))
        .order_by()
        .values("clock_on", "status", "role")
        .annotate(n=Count("pk"))
        .order_by("clock_on", "status")
    )
    for row in counted:
        answer = "协办意见" if row["role"] == UnitRole.CO else "答复"
        days[(row["clock_on"] - monday).days].parts[_WHAT.get(row["status"], answer)] += row["n"]
    return days


@dataclass(frozen=True)
class Happening:
    """A line of 最近动态."""

    icon: str
    tone: str
    who: str
    what: str
    title: str
    url: str
    time: datetime


def happenings(condition: Q, limit: int = SHOWN_EVENTS) -> list[Happening]:
    """The latest events of items and lists under `condition`; one query."""
    events = (
        Event.objects.filter(condition)
        .exclude(step__in=HIDDEN)
        .select_related("actor", "undertaking__unit", "undertaking__assignment", "list")
        .order_by("-at", "-id")[:limit]
    )
    return [_happening(event) for event in events]


def _happening(event: Event) -> Happening:
    tone, icon = ICONS.get(event.step) or BADGES.get(event.target) or ("neutral", "dot")
    target: Any = event.undertaking or event.list
    title = target.assignment.title if event.undertaking else target.title
    who = event.actor.name if event.actor else "系统"
    if event.undertaking and (event.step in BY_UNIT or event.step == "open"):
        who = str(event.undertaking.unit)
    what = "收到" if event.step == "open" else label_of(event)
    return Happening(icon, tone, who, what, title, target.get_absolute_url(), event.at)
