"""What waits of a meeting's preparation: steps that are late or near, and papers to read oneself."""

from __future__ import annotations

from datetime import date

from accounts.calendar import Calendar
from accounts.models import User
from common.text import cn_short
from liaison_portal.desks.parts import ASKED, LATE, NOW, Desk, Todo, address, few
from meetings.limits import near_until
from meetings.models import MeetingStep, PaperReceipt


def desk(user: User, on: date, calendar: Calendar) -> Desk:
    """The steps the user may take that are late or near, the latest first; then one's own papers."""
    until = near_until(on, calendar)
    rows = MeetingStep.objects.carried_by(user).waiting().filter(due_on__lte=until).with_place()
    shown, more = few(rows.order_by("due_on", "order", "id"))
    todos = [_step(row, on) for row in shown]
    if more:
        url = address("meetings:meeting_list")
        todos.append(
            Todo(f"会议筹备还有 {more} 步快到期", "在会议的筹备日程里看", url, "看会议", "calendar3", count=more)
        )
    return Desk(todos=todos + papers(user))


def _step(row: MeetingStep, on: date) -> Todo:
    late = row.is_late(on)
    said = f"{cn_short(row.due_on)}到期，还没有办好" if late else f"最迟{cn_short(row.due_on)}（含当日）"
    text = f"{row.preparation.meeting}，{row.holder}办，{said}"
    tone, rank = ("danger", LATE) if late else ("wait", NOW)
    return Todo(f"会议筹备：{row.title}", text, row.get_absolute_url(), "去登记", "calendar-check", tone, rank)


def papers(user: User) -> list[Todo]:
    """One row for all papers that wait to be read."""
    number = PaperReceipt.objects.filter(user=user).waiting().count()
    if not number:
        return []
    text = "看完点“已阅”"
    return [
        Todo(
            f"请您看会务材料：{number} 份",
            text,
            address("meetings:my_papers"),
            "去看",
            "file-earmark-text",
            "doing",
            ASKED,
        )
    ]
