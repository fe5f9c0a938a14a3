"""A station's rota month by month, and how far its planning has come."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from accounts.calendar import Calendar
from stations.calendar import month_end, words_of
from stations.choices import SlotStatus
from stations.models import DayRule, DutySlot, Station
from stations.reports.notices import Standing, standing, with_notices

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    """A reception day with where its notice stands."""

    slot: DutySlot
    notice: Standing

    @property
    def is_draft(self) -> bool:
        return self.slot.published_at is None and self.slot.status == SlotStatus.PLANNED


@dataclass(frozen=True)
class Cell:
    """A day of the grid; one of another month is drawn empty."""

    day: date
    is_in: bool
    is_off: bool
    days: list[Planned] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month of a station: its reception days as a list and as weeks from Monday."""

    first: date
    days: list[Planned]
    calendar: Calendar

    @property
    def before(self) -> date:
        """The month before."""
        return (self.first - ONE_DAY).replace(day=1)

    @property
    def after(self) -> date:
        """The month after."""
        return month_end(self.first) + ONE_DAY

    @cached_property
    def weeks(self) -> list[list[Cell]]:
        """Weeks from Monday."""
        by_day: dict[date, list[Planned]] = {}
        for one in self.days:
            by_day.setdefault(one.slot.date, []).append(one)
        return [
            [
                Cell(day, day.month == self.first.month, not self.calendar.is_workday(day), by_day.get(day, []))
                for day in week
            ]
            for week in Weeks().monthdatescalendar(self.first.year, self.first.month)
        ]


def month_of(station: Station, first: date, on: date) -> Month:
    """The month that begins on `first`, as of the day `on`; the queries do not grow with the days."""
    rows = DutySlot.objects.filter(station=station, date__range=(first, month_end(first)))
    slots = with_notices(rows.order_by("date", "starts_at"), on)
    return Month(first, [Planned(slot, standing(slot, on)) for slot in slots], Calendar.load())


@dataclass(frozen=True)
class Progress:
    """How far the planning has come, and so what comes next."""

    rule: DayRule | None
    words: str
    last: date | None
    drafts: int
    empty: int
    unclear: int
    late: int

    @property
    def next_step(self) -> str:
        """What the station does next: rule, days, fill, review, or nothing."""
        if self.rule is None:
            return "rule"
        if self.last is None:
            return "days"
        if self.drafts:
            return "fill"
        return "review" if self.unclear else ""


def progress_of(station: Station, on: date) -> Progress:
    """What of the days to come is planned, published and looked over; three queries and their prefetches."""
    rule = station.day_rules.filter(ended_on=None).first()
    slots = list(with_notices(DutySlot.objects.filter(station=station).upcoming(on), on))
    drafts = [slot for slot in slots if slot.published_at is None]
    return Progress(
        rule=rule,
        words=words_of(rule) if rule else "",
        last=max((slot.date for slot in slots), default=None),
        drafts=len(drafts),
        empty=sum(not slot.slot_deputies.all() for slot in slots),
        unclear=sum(slot.published_at is not None and slot.cleared_at is None for slot in slots),
        late=sum(standing(slot, on).is_late for slot in slots),
    )
