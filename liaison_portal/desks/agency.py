"""The desk of a unit's clerk and head, and of the office through which items pass (政府办督查室)."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from common.text import cn_short
from liaison_portal.desks import items
from liaison_portal.desks.parts import ASKED, LATE, NOW, OWN, Block, Desk, Start, Todo, address, few
from opinions import limits
from opinions.choices import ReplyStatus, UndertakingStatus, UnitRole
from opinions.models import Reply, Undertaking

U = UndertakingStatus
SHOWN = 12


def desk(user: User, on: date, calendar: Calendar) -> Desk:
    """What to pass on, accept, answer, sign and deliver; the items in hand, the week, what happened."""
    scopes = user.scopes
    mine = Q(unit_id__in=scopes.units(*Role.AGENCY, Role.DISPATCHER))
    mine |= Q(parent__unit_id__in=scopes.units(Role.DISPATCHER))
    rows = Undertaking.objects.filter(mine).in_force()
    found = Desk(todos=_clerk(user, on, calendar) + _head(user))
    followed = items.next_due(rows, on, calendar)
    if not found.todos and not followed and not rows.exists():
        text = "人大印发交办清单以后，交给您单位的事项会列在这里，从“签收”开始。"
        found.starts.append(Start("还没有交给您单位的事项", text))
    found.blocks = [
        Block("followed", followed),
        Block("week", items.due_this_week(rows, on, calendar), "side"),
        Block("happenings", items.happenings(Q(undertaking__in=rows.values("pk"))), "side"),
    ]
    return found


def _clerk(user: User, on: date, calendar: Calendar) -> list[Todo]:
    """Rows whose next step is the clerk's or the dispatcher's, the nearest day first."""
    scopes = user.scopes
    clerks = Q(unit_id__in=scopes.units(Role.AGENCY_CLERK)) & ~Q(role=UnitRole.DISPATCH)
    passing = Q(unit_id__in=scopes.units(Role.DISPATCHER), role=UnitRole.DISPATCH)
    reply = Reply.objects.filter(undertaking=OuterRef("pk"), round=OuterRef("round")).values("status")[:1]
    rows = (
        Undertaking.objects.filter((clerks | passing) & Q(status__in=U.WITH_UNIT))
        .annotate(reply_status=Coalesce(Subquery(reply), Value("")))
        .exclude(reply_status=ReplyStatus.TO_SIGN)
        .with_list_data()
        .order_by("clock_on", "id")
    )
    shown, more = few(rows, SHOWN)
    todos = [_todo(row, row.reply_status, on, calendar) for row in shown]
    if more:
        url = address("opinions:undertaking_list")
        todos.append(Todo(f"还有 {more} 个在办事项", "期限都在后面", url, "看全部", "list-task", count=more))
    return todos


def _todo(row: Undertaking, reply: str, on: date, calendar: Calendar) -> Todo:
    verb, icon = _verb(row, reply)
    late = row.is_overdue(on)
    left = calendar.left(on, row.clock_on) if row.clock_on else 0
    when = f"超期 {-left} 个工作日" if late else (f"还剩 {left} 个工作日" if left else "今天到期")
    due = limits.latest(row.clock_on, row.assigned_on) if row.clock_on else ""
    text = "，".join(part for part in (f"{row.get_role_display()}（{row.unit}）", due, when) if part)
    rank = LATE if late else (NOW if left <= row.assignment.rule.soon_wd else OWN)
    tone, icon = ("danger", "exclamation-triangle") if late else ("wait" if rank == NOW else "neutral", icon)
    primary = row.status in (U.TO_ACCEPT, U.TO_DISPATCH)
    title = f"{verb}：{row.assignment.title}"
    return Todo(title, text, row.get_absolute_url(), verb, icon, tone, rank, primary=primary)


def _verb(row: Undertaking, reply: str) -> tuple[str, str]:
    if row.status == U.TO_DISPATCH:
        return "转办", "send"
    if row.status == U.TO_ACCEPT:
        return "签收", "envelope-open"
    if row.role == UnitRole.CO:
        return "提协办意见", "chat-left-text"
    if reply == ReplyStatus.SIGNED:
        return "送达", "reply"
    return ("重新办理" if row.status == U.REDO else "办理"), "arrow-repeat"


def _head(user: User) -> list[Todo]:
    """Replies drafted and waiting for the head's signature."""
    units = user.scopes.units(Role.AGENCY_HEAD)
    if not units:
        return []
    waiting = Reply.objects.filter(undertaking__unit_id__in=units, status=ReplyStatus.TO_SIGN)
    rows = waiting.select_related("undertaking__assignment", "undertaking__unit", "drafted_by").order_by("id")
    shown, _ = few(rows, SHOWN)
    return [_sign(row) for row in shown]


def _sign(row: Reply) -> Todo:
    item = row.undertaking
    due = limits.latest(item.due_on, item.assigned_on)
    text = f"{item.unit}，{row.drafted_by.name}起草，{due}答复；{cn_short(item.assigned_on)}交办"
    title = f"签发答复：{item.assignment.title}"
    return Todo(title, text, item.get_absolute_url(), "签发", "pen", "red", ASKED, primary=True)
