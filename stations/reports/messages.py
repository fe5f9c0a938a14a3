"""What the pages of messages draw inside: who has the ball, until when, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.calendar import Calendar
from accounts.models import User
from opinions import limits
from opinions.choices import OpinionStatus
from stations.choices import MessageStatus
from stations.models import Message
from stations.workflow.answering import STEPS
from stations.workflow.resident import STEPS as RESIDENT

SOON_WD = 3
SENDER = "群众"
LABELS = {"send": "留言", **{name: step.label for name, step in {**STEPS, **RESIDENT}.items()}}


@dataclass(frozen=True)
class Turn:
    """A message with who has it now, what they do, and how long they have."""

    message: Message
    holder: str
    what: str
    due: str = ""
    is_late: bool = False
    is_soon: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    who: str
    label: str
    note: str
    at: datetime


def turns(messages: Iterable[Message], on: date) -> list[Turn]:
    """Each with its turn; no query for any of them."""
    calendar = Calendar.load()
    return [_turn(one, on, calendar) for one in messages]


def _turn(message: Message, on: date, calendar: Calendar) -> Turn:
    holder, what = _holder(message)
    due = message.due_on
    if not holder or due is None:
        return Turn(message, holder, what)
    left, since = calendar.left(on, due), message.sent_at
    return Turn(message, holder, what, f"{limits.latest(due, since)}答复", left < 0, 0 <= left <= SOON_WD)


def _holder(message: Message) -> tuple[str, str]:
    status = message.status
    if status == MessageStatus.HELD:
        return str(message.station.reports_to if message.is_sealed else message.station), "看一下，收下或者搁置"
    if status == MessageStatus.OPEN:
        return message.addressee, "答复或者转办"
    if status == MessageStatus.PASSED:
        opinion = message.entry
        at_home = opinion.status == OpinionStatus.AT_STATION
        return (str(opinion.holder), "办理、答复") if at_home else (str(message.station.reports_to), "研究转办")
    return "", ""


def history_of(message: Message) -> list[Line]:
    """The latest first, two queries."""
    events = message.events.select_related("actor").order_by("-at", "-id")[:100]
    return [Line(str(one.actor or SENDER), LABELS.get(one.step, one.step), one.note, one.at) for one in events]


def waiting_count(user: User) -> int:
    """How many messages wait for the reader."""
    return Message.objects.visible_to(user).waiting_for(user).count()
