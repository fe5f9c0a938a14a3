"""Reminders of what units promised at a station: before the day, and once it is over."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from accounts import actions as accounts
from accounts.calendar import Calendar
from accounts.choices import Role
from common.text import cn_short
from opinions.actions.addressing import holders
from stations.models import Inquiry

AHEAD_WD = 3
FOLLOWERS = (*Role.STATION, Role.STAFF, Role.TOWNSHIP)


def remind_promises(on: date) -> int:
    """Tell who follows a promise up, three working days before its day and when it is past; each once for a
    day that was promised. Returns how many promises were due."""
    last = Calendar.load().add_workdays(on, AHEAD_WD)
    rows = Inquiry.objects.promised().filter(due_on__lte=last).select_related("unit", "activity").order_by("pk")
    for row in rows:
        _remind(row, on)
    return len(rows)


def _remind(row: Inquiry, on: date) -> None:
    if row.due_on is None or row.follower_id is None:  # a promise has both, by constraint
        return
    when = "late" if row.due_on < on else "soon"
    day = cn_short(row.due_on)
    tail = f"{day}的期限过了，请问一问办得怎样" if when == "late" else f"{day}前办好（含当日），请问一问进展"
    label = f"{row.unit}在“{row.activity.theme}”上的承诺：{tail}"
    accounts.notify(
        holders(unit_id=row.follower_id, roles=FOLLOWERS),
        key=f"inquiry:{row.pk}:{when}:{row.due_on:%Y%m%d}",
        label=label,
        url=reverse("stations:inquiry_detail", args=[row.pk]),
        copy_text=f"{label}。承诺内容：{row.promise}",
    )
