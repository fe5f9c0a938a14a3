"""What waits of residents' messages: to be let in, to be answered, past their day."""

from __future__ import annotations

from datetime import date

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from liaison_portal.desks.parts import ASKED, LATE, NOW, Desk, Todo, address, few
from stations.choices import MessageStatus
from stations.models import Message
from stations.reports.messages import Turn, turns

READERS = (Role.STAFF, Role.TOWNSHIP, *Role.STATION)


def desk(user: User, on: date, calendar: Calendar) -> Desk:  # noqa: ARG001 - the shape of a desk
    """The messages that wait for the reader, the nearest day first."""
    rows = Message.objects.visible_to(user).waiting_for(user).with_list_data()
    shown, more = few(rows.order_by("due_on", "id"))
    todos = [_todo(one) for one in turns(shown, on)]
    if more:
        url = address("stations:message_list")
        title = f"还有 {more} 条群众留言等处理"
        todos.append(Todo(title, "期限都在后面", url, "看全部", "chat-square-heart", count=more))
    return Desk(todos=todos)


def _todo(one: Turn) -> Todo:
    message, url = one.message, one.message.get_absolute_url()
    title = f"群众留言：{message.brief}"
    text = f"写给{message.addressee}，{one.due}" if one.due else f"写给{message.addressee}"
    if one.is_late:
        return Todo(title, f"{text}，已超期", url, "答复", "exclamation-triangle", "danger", LATE)
    if message.status == MessageStatus.HELD:
        return Todo(title, f"{text}，先看一下收不收", url, "看一下", "hourglass-split", "wait", ASKED)
    return Todo(title, text, url, "答复", "chat-square-heart", "doing", NOW if one.is_soon else ASKED)
