"""What waits of activities: days that have come, minutes to write, promises that fall due, one's own invitations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.text import cn_short
from liaison_portal.desks.parts import ASKED, LATE, NOW, Desk, Todo, address, few
from stations.choices import ActivityStatus
from stations.models import Activity, Inquiry, Invitation

KEEPERS = (*Role.STATION, Role.STAFF, Role.TOWNSHIP)
AHEAD = timedelta(days=7)


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - the shape of a desk
    """The activities of one's own unit that wait for a word, and what was promised at them."""
    return Desk(todos=_unfinished(user, on) + _promised(user, on) + _invited(user, on))


def _unfinished(user: User, on: date) -> list[Todo]:
    rows = Activity.objects.unfinished(on).filter(organiser_id__in=user.scopes.units(*KEEPERS))
    shown, more = few(rows.select_related("organiser").order_by("held_on", "id"))
    todos = [_finish(row, on) for row in shown]
    if more:
        url = address("stations:activity_list", tab="open")
        text = "登记到会、写纪要、归档"
        todos.append(Todo(f"还有 {more} 次活动等收尾", text, url, "看全部", "calendar-check", count=more))
    return todos


def _finish(row: Any, on: date) -> Todo:
    title, url = f"{row.get_kind_display()}：{row.theme}", row.get_absolute_url()
    if row.status == ActivityStatus.HELD:
        text = f"{cn_short(row.held_on)}办过了，等登记到会、写纪要、归档"
        return Todo(title, text, url, "收尾", "calendar-check", "doing", ASKED)
    if row.held_on == on:
        return Todo(title, f"今天 {row.hours}，{row.place}", url, "去办", "broadcast", "doing", NOW)
    text = f"{cn_short(row.held_on)}的活动，日子过了还没有登记举行；没有办的，请写明取消"
    return Todo(title, text, url, "登记", "calendar-x", "wait", ASKED)


def _promised(user: User, on: date) -> list[Todo]:
    """Promises of units that one's own unit follows up, due within a week or past their day."""
    rows = Inquiry.objects.followed_by(user).filter(due_on__lte=on + AHEAD)
    shown, more = few(rows.select_related("unit", "activity").order_by("due_on", "id"))
    todos = [_follow(row, on) for row in shown]
    if more:
        url = address("stations:inquiry_list")
        todos.append(Todo(f"还有 {more} 件承诺快到期", "问一问办得怎样", url, "看全部", "hand-thumbs-up", count=more))
    return todos


def _follow(row: Any, on: date) -> Todo:
    title = f"跟进承诺：{row.unit}，{row.promise[:40]}"
    late = row.due_on < on
    text = f"承诺{cn_short(row.due_on)}前办好" + ("，日子过了，请问一问办得怎样" if late else "（含当日）")
    url = address("stations:inquiry_detail", row.pk)
    tone, rank = ("danger", LATE) if late else ("wait", NOW)
    return Todo(title, text, url, "跟进", "hand-thumbs-up", tone, rank)


def _invited(user: User, on: date) -> list[Todo]:
    rows = Invitation.objects.of(user).waiting(on).filter(deputy=None)
    shown, _ = few(rows.select_related("activity").order_by("activity__held_on", "id"))
    return [
        Todo(
            f"请您参加：{row.activity.theme}",
            f"{cn_short(row.activity.held_on)} {row.activity.hours}，{row.activity.place}",
            address("stations:invitation_answer", row.pk),
            "去答复",
            "envelope",
            "doing",
            ASKED,
        )
        for row in shown
    ]
