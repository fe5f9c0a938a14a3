"""Reads for questions to units: each with its steps, its day and, once in the ledger, its life line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from opinions.lifeline import lines_for
from opinions.line import Line
from opinions.models import Opinion
from stations.choices import InquiryStatus
from stations.models import Event, Inquiry

BADGES = {
    InquiryStatus.ASKED: ("wait", "question-circle"),
    InquiryStatus.ANSWERED: ("replied", "chat-left-text"),
    InquiryStatus.PROMISED: ("doing", "hand-thumbs-up"),
    InquiryStatus.KEPT: ("ok", "check2-circle"),
    InquiryStatus.MISSED: ("danger", "exclamation-circle"),
    InquiryStatus.LEDGER: ("moved", "arrow-right-circle"),
}
STEP_WORDS = {
    "ask": "登记问题",
    "answer": "记现场答复",
    "promise": "记承诺",
    "keep": "登记兑现",
    "miss": "登记还没有做到",
    "to_ledger": "转入意见台账",
}


@dataclass(frozen=True)
class AskedRow:
    """A question with its badge; `is_late` past the promised day; its line once it is in the ledger."""

    inquiry: Inquiry
    badge: tuple[str, str, str]
    is_late: bool
    line: Line | None = None


def asked_rows(inquiries: Sequence[Inquiry], user: User, on: date) -> list[AskedRow]:
    """The rows of one page, in a number of queries that does not grow with them."""
    ids = [one.opinion_id for one in inquiries if one.opinion_id]
    seen = Opinion.objects.visible_to(user).filter(pk__in=ids).with_list_data() if ids else Opinion.objects.none()
    opinions = list(seen.select_related("contributor__deputy", "holder"))
    lines = lines_for(opinions, user, today=on) if opinions else {}
    return [_row(one, lines.get(one.opinion_id or 0), on) for one in inquiries]


def _row(inquiry: Inquiry, line: Line | None, on: date) -> AskedRow:
    badge = (*BADGES[InquiryStatus(inquiry.status)], inquiry.get_status_display())
    is_late = inquiry.status == InquiryStatus.PROMISED and inquiry.due_on is not None and inquiry.due_on < on
    return AskedRow(inquiry, badge, is_late, line)


def inquiry_history(inquiry: Inquiry) -> list[tuple[Event, str]]:
    """What was done with it, the latest first."""
    rows = inquiry.events.select_related("actor").order_by("-id")
    return [(event, STEP_WORDS.get(event.step, event.step)) for event in rows]
