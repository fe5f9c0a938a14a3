"""接待公告 on the desk: those that are late, and those that wait for the second person's 保密审查."""

from __future__ import annotations

from datetime import date

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.text import cn_short
from liaison_portal.desks.parts import ASKED, LATE, Desk, Todo, address
from stations.reports import notices

MOST = 500  # stations of one row; more than any county has
READERS = (Role.STAFF, Role.OFFICE, Role.TOWNSHIP, *Role.STATION)


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - as every desk is called
    """What waits of the notices. The late ones are the station's and its township's to hurry."""
    near = user.scopes.has(Role.TOWNSHIP, *Role.STATION)
    return Desk(todos=(_late(user, on) if near else []) + _to_clear(user, on))


def _late(user: User, on: date) -> list[Todo]:
    late = notices.late_days(user, on)
    if not late:
        return []
    first, what = late[0], f"{len(late)} 天" if len(late) > 1 else cn_short(late[0].date)
    title, text = f"接待公告迟了：{what}", f"{first.station}{cn_short(first.date)}：{notices.missing(first)}"
    url = address("stations:rota", notice="late")
    return [Todo(title, text, url, "去看", "megaphone", "danger", LATE, count=len(late))]


def _to_clear(user: User, on: date) -> list[Todo]:
    """One row, which leads to the station's days, or to the list of stations where there are several."""
    waiting = list(notices.stations_to_clear(user, on).order_by("nearest", "pk")[:MOST])
    if not waiting:
        return []
    first, count = waiting[0], sum(station.days for station in waiting)
    if len(waiting) == 1:
        url, text = address("stations:notice_review", first.pk), f"{first}，最近的是{cn_short(first.nearest)}"
    else:
        url, text = address("stations:notice_queue"), f"最近的是{first}，{cn_short(first.nearest)}"
    title = f"审核接待公告：{count}{'+' if len(waiting) == MOST else ''} 天"
    return [Todo(title, text, url, "审核", "shield-check", "wait", ASKED, count=count)]
