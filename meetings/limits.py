"""The days of a preparation, counted from the meeting's own days on the working calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.calendar import ONE_DAY, Calendar

SOON = 3  # working days left: from then on a step is near


def due_day(offset: int, *, in_workdays: bool, opens_on: date, closes_on: date, calendar: Calendar) -> date:
    """The last day of a step, always a working day unless it is the closing day itself.

    Before the meeting a day off moves the limit ahead, to the working day before it: what must be
    there twenty days earlier is late on the Monday after. After the meeting it moves on (民法典203条).
    """
    if offset < 0:
        if in_workdays:
            return calendar.sub_workdays(opens_on, -offset)
        return calendar.roll_back(opens_on - timedelta(days=-offset))
    if offset == 0:
        return closes_on
    if in_workdays:
        return calendar.add_workdays(closes_on, offset)
    return calendar.roll(closes_on + timedelta(days=offset))


def counted_day(step: Any, made: Any, calendar: Calendar) -> date:
    """The last day of a step (of a template or a meeting) as the preparation `made` counts it."""
    days = {"opens_on": made.opens_on, "closes_on": made.closes_on}
    return due_day(step.offset, in_workdays=step.in_workdays, calendar=calendar, **days)


def offset_of(day: date, *, opens_on: date, closes_on: date) -> int:
    """How far a day lies from the meeting, by the calendar; on its days between opening and closing nought."""
    if day < opens_on:
        return (day - opens_on).days
    return max(0, (day - closes_on).days)


def near_until(on: date, calendar: Calendar) -> date:
    """The last day that counts as near on `on`: at most three working days are left until it."""
    return calendar.add_workdays(on, SOON + 1) - ONE_DAY
