"""When things happened in the demonstration: days told back from the day of loading, never a weekend."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.calendar import Calendar
from liaison_portal.demo.content.replies import ISSUED_DAYS_AGO

MEETING_BEFORE_ISSUE = 20
ONE_DAY = timedelta(days=1)
A_WHILE = timedelta(minutes=10)


@dataclass
class Clock:
    """Working days around `today`. What is told to have happened happened before today."""

    today: date
    calendar: Calendar = field(default_factory=Calendar.load)
    told: dict[str, datetime] = field(default_factory=dict)

    def moment(self, story: str, day: date, hour: int, minute: int = 0) -> datetime:
        """That moment, but after what was told of the `story` before: days off push two days into one."""
        found = at(day, hour, minute)
        if (last := self.told.get(story)) is not None:
            found = max(found, last + A_WHILE)
        self.told[story] = found
        return found

    def after(self, story: str, days: int, hour: int) -> datetime:
        """`days` days after the first list (`after_issue`), in the order of the story."""
        return self.moment(story, self.after_issue(days), hour)

    @property
    def issued(self) -> date:
        """The day of the meeting's first list."""
        return self.ago(ISSUED_DAYS_AGO)

    @property
    def met(self) -> date:
        """The day of the meeting and its sittings."""
        return self.back(self.issued - timedelta(days=MEETING_BEFORE_ISSUE))

    def ago(self, days: int) -> date:
        """The last working day that lies at least `days` days back."""
        return self.back(self.today - timedelta(days=days))

    def after_issue(self, days: int) -> date:
        """`days` days after the first list, at the latest yesterday; a day off counts back."""
        return self.back(min(self.issued + timedelta(days=days), self.today - ONE_DAY))

    def workdays_ago(self, number: int) -> date:
        """The `number`-th working day before today."""
        day = self.today
        for _ in range(number):
            day = self.back(day - ONE_DAY)
        return day

    def next_workday(self, days: int) -> date:
        """The first working day that is at least `days` days off."""
        return self.calendar.roll(self.today + timedelta(days=days))

    def back(self, day: date) -> date:
        """`day`, or the last working day before it."""
        while not self.calendar.is_workday(day):
            day -= ONE_DAY
        return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That moment, in the portal's time zone; minutes may run over the hour."""
    start = datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())
    return start + timedelta(minutes=minute)


def clock_time(text: str) -> time:
    """`8:30` as a time."""
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
