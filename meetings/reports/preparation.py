"""A preparation as its pages draw it: the days in order, what is late, whose turn it is, who has read what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Max, Q, Value, When

from accounts.calendar import Calendar
from accounts.models import User
from common.text import cn_date
from meetings import rules
from meetings.choices import ApprovalResult, PaperKind, ReceiptStatus, StepStatus
from meetings.limits import counted_day, near_until
from meetings.models import Event, MeetingStep, PaperReceipt, PaperVersion, Preparation

Badge = tuple[str, str, str]
DONE: dict[str, Badge] = {
    StepStatus.DONE: ("ok", "check2-circle", "已完成"),
    StepStatus.SKIPPED: ("neutral", "dash-circle", "不需要"),
    StepStatus.REMOVED: ("neutral", "box-arrow-right", "已移出"),
}
RESULTS: dict[str, Badge] = {
    ApprovalResult.AGREED: ("ok", "check2-circle", "同意"),
    ApprovalResult.REFUSED: ("danger", "x-circle", "不同意"),
}
RECEIPTS: dict[str, Badge] = {
    ReceiptStatus.WAITING: ("wait", "hourglass", "待阅"),
    ReceiptStatus.READ: ("ok", "check2-circle", "已阅"),
    ReceiptStatus.ON_PAPER: ("ok", "file-earmark-text", "已发纸质"),
}
OWN_PAPERS = 50
SAID = {
    "finish": "登记办好",
    "agreed": "登记审批结果：同意",
    "refused": "登记审批结果：不同意",
    "revise": "登记审批结果：修改后再报",
    "skip": "记为不需要",
    "reopen": "重新办",
    "paper": "加了文件",
    "move_day": "改了最迟日期",
    "count_day": "改回算出的日期",
    "add": "给这次会议加了这一步",
    "remove": "移出了日程",
    "restore": "放回了日程",
}


@dataclass(frozen=True)
class Line:
    """One step on the page; `left` working days, below zero late, None when nothing waits."""

    step: MeetingStep
    badge: Badge
    left: int | None
    may_carry: bool
    counted: date  # the day without anybody's hand

    @property
    def by_hand(self) -> bool:
        """Whether a hand set another day than the counted one, and the step still waits."""
        return self.left is not None and self.step.by_hand and self.counted != self.day

    @property
    def day(self) -> date:
        return self.step.due_on

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True)
class Mark:
    """A day of the meeting itself, between the steps."""

    day: date
    label: str


@dataclass(frozen=True)
class Month:
    """What happens in one month, in the order of the days."""

    first: date
    lines: list[Line | Mark]


@dataclass
class Schedule:
    """The whole preparation: months, sums, and the step whose turn it is (None: nothing waits)."""

    months: list[Month] = field(default_factory=list)
    now: Line | None = None
    total: int = 0
    settled: int = 0
    late: int = 0
    note: str = ""
    by_hand: list[Line] = field(default_factory=list)
    removed: list[MeetingStep] = field(default_factory=list)


def badge_of(step: MeetingStep, on: date, until: date) -> Badge:
    """State in icon, word and ground; 临期 and 超期 are computed."""
    if step.status == StepStatus.DONE and step.result:
        return RESULTS[step.result]
    if step.status in DONE:
        return DONE[step.status]
    if step.is_late(on):
        return "danger", "exclamation-triangle-fill", "超期"
    if step.is_near(on, until):
        return "wait", "clock-fill", "临期"
    return "doing", "hourglass", "修改后再报" if step.result else "待办"


def line_of(step: MeetingStep, user: User, on: date, calendar: Calendar) -> Line:
    """One step as of `on`."""
    left = calendar.left(on, step.due_on) if step.is_waiting else None
    counted = counted_day(step, step.preparation, calendar)
    return Line(step, badge_of(step, on, near_until(on, calendar)), left, rules.may_carry(user, step), counted)


def schedule_of(made: Preparation, user: User, on: date) -> Schedule:
    """The days of a preparation as `user` finds them on `on`; the queries do not grow with the steps."""
    calendar = Calendar.load()
    steps = list(made.steps.with_place())
    lines = [line_of(step, user, on, calendar) for step in steps if not step.is_removed]
    waiting = [one for one in lines if one.left is not None]
    return Schedule(
        months=_months([*lines, *_marks(made)]),
        now=waiting[0] if waiting else None,
        total=len(lines),
        settled=len(lines) - len(waiting),
        late=sum(one.is_late for one in waiting),
        note=calendar.provisional_note(made.closes_on),
        by_hand=[one for one in lines if one.by_hand],
        removed=[step for step in steps if step.is_removed],
    )


def _marks(made: Preparation) -> list[Mark]:
    opens_on, closes_on = made.meeting.days
    if opens_on == closes_on:
        return [Mark(opens_on, "开会")]
    return [Mark(opens_on, "开会"), Mark(closes_on, "闭会")]


def _months(entries: list[Line | Mark]) -> list[Month]:
    """In the order of the days; on the meeting's own day the meeting comes first."""
    ordered = sorted(entries, key=lambda one: (one.day, isinstance(one, Line)))
    found = groupby(ordered, key=lambda one: one.day.replace(day=1))
    return [Month(first, list(rows)) for first, rows in found]


def step_history(step: MeetingStep) -> list[dict[str, Any]]:
    """What was done with a step, newest first, as `_partials/timeline.html` draws it."""
    events = Event.objects.filter(meeting_step=step).select_related("actor").order_by("-at", "-id")
    return [_entry(event) for event in events[:50]]


def _entry(event: Event) -> dict[str, Any]:
    who = event.actor.name if event.actor else "系统"
    parts = [
        _days(event.data),
        event.note,
        f"文号：{event.data['number']}" if event.data.get("number") else "",
        event.data.get("file", ""),
    ]
    note = "　".join(part for part in parts if part)
    return {"icon": "dot", "text": f"{who}{SAID.get(event.step, event.step)}", "time": event.at, "note": note}


def _days(data: dict[str, Any]) -> str:
    """`4月24日 → 4月28日`, as a moved day is told."""
    days = [cn_date(date.fromisoformat(data[name])) for name in ("from", "to") if data.get(name)]
    return " → ".join(days)


# --- papers -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shelf:
    """One kind of paper of a meeting: its newest version, and how many have which of its versions."""

    kind: str
    label: str
    newest: PaperVersion | None
    handed: int = 0
    read: int = 0
    on_paper: int = 0
    waiting: int = 0
    to_print: int = 0
    is_outdated: bool = False


def shelves_of(made: Preparation) -> list[Shelf]:
    """The five papers in their order, with their sums; two queries."""
    newest = {one.kind: one for one in PaperVersion.objects.filter(template=made.template_id).newest()}
    sums = {row["paper__kind"]: row for row in _sums(made)}
    return [_shelf(kind, newest.get(kind), sums.get(kind, {})) for kind in PaperKind.values]


def _sums(made: Preparation) -> Any:
    waiting = Q(status=ReceiptStatus.WAITING)
    return (
        made.receipts.order_by()
        .values("paper__kind")
        .annotate(
            handed=Count("pk"),
            read=Count("pk", filter=Q(status=ReceiptStatus.READ)),
            on_paper=Count("pk", filter=Q(status=ReceiptStatus.ON_PAPER)),
            waiting=Count("pk", filter=waiting),
            to_print=Count("pk", filter=waiting & Q(user=None)),
            number=Max("paper__number"),
        )
    )


def _shelf(kind: str, newest: PaperVersion | None, sums: dict[str, Any]) -> Shelf:
    numbers = {name: value for name, value in sums.items() if name not in ("paper__kind", "number")}
    outdated = bool(sums) and newest is not None and sums["number"] < newest.number
    return Shelf(kind, str(PaperKind(kind).label), newest, is_outdated=outdated, **numbers)


def receipts_of(made: Preparation, kind: str) -> Any:
    """Who has got the paper `kind`."""
    return PaperReceipt.objects.filter(preparation=made, paper__kind=kind).with_page_data()


def papers_of(user: User) -> list[PaperReceipt]:
    """The user's own papers: the unread first, then the newest; bounded."""
    rows = PaperReceipt.objects.filter(user=user).with_page_data()
    waits = Case(When(status=ReceiptStatus.WAITING, then=Value(0)), default=Value(1))
    return list(rows.alias(answered=waits).order_by("answered", "-id")[:OWN_PAPERS])
