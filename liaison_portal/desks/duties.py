"""The file of duties on the desk: entries to audit, objections to answer, sheets of a round to mark."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from deputies.choices import BatchStatus, DutyStatus, Rater, SheetStatus
from deputies.models import DutyRecord, ScoreRating, ScoreSheet
from liaison_portal.desks.parts import ASKED, OWN, Desk, Todo, address


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - as every desk is called
    """What waits of the file; a township's sheets once a round is running."""
    return Desk(todos=_records(user) + (_sheets(user) if user.scopes.has(Role.TOWNSHIP) else []))


def _records(user: User) -> list[Todo]:
    rows = DutyRecord.objects.waiting_for(user).order_by().values("status").annotate(n=Count("pk"))
    found = {row["status"]: row["n"] for row in rows}
    todos, url = [], address("deputies:duty_list")
    if count := found.get(DutyStatus.OBJECTED, 0):
        title, text = f"核对异议：{count} 条履职记录代表有异议", "处理以前不计；答复以后代表看得到"
        todos.append(Todo(title, text, url, "去核对", "chat-left-text", "wait", ASKED, count))
    if count := found.get(DutyStatus.WAITING, 0):
        title, text = f"审核：{count} 条手工录入的履职记录", "通过以后记入档案，每条只审一次"
        todos.append(Todo(title, text, url, "去审核", "folder2-open", count=count))
    return todos


def _sheets(user: User) -> list[Todo]:
    """Sheets of the place that the township has still to mark."""
    given = ScoreRating.objects.filter(rater=Rater.TOWNSHIP, superseded_at=None).values("sheet_id")
    mine = user.scopes.in_region("deputy__home_region__path", Role.TOWNSHIP)
    rows = ScoreSheet.objects.alive().filter(mine, status=SheetStatus.OPEN, batch__status=BatchStatus.RATING)
    count = rows.exclude(pk__in=given).count()
    if not count:
        return []
    title = f"年度评定：{count} 名代表等乡镇（街道）评定"
    return [Todo(title, "每人评一次，不排名", address("deputies:sheet_list"), "去评", "clipboard-check", rank=OWN)]
