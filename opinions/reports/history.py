"""The history of one object as sentences for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opinions.choices import BADGES
from opinions.models import AssignmentList, Event, Matter, Opinion, Undertaking
from opinions.workflow import behalf as behalf_verbs
from opinions.workflow import opinion as opinion_verbs
from opinions.workflow import paper as paper_verbs
from opinions.workflow import reply as reply_verbs
from opinions.workflow import undertaking as undertaking_verbs

OTHER = {
    "register": "登记意见",
    "confirm_shared": "核对转办文字",
    "correct_day": "更正提出日期",
    "correct_proxy": "更正代录标记",
    "open": "交办",
    "draft": "拟稿",
    "create": "立事项",
    "decide": "定去向",
    "undo": "撤回归并",
    "reply_draft": "起草答复",
    "deliver": "送达答复，等审核",
    "pass_reply": "答复审核通过，请评价",
    "close": "评价结束，办结",
    "reopen": "评价不满意，重新办理",
    "to_assess": "再次不满意，转评估",
    "return_reply": "退回答复",
    "return_redo": "退回答复",
    "merge": "归入事项",
    "unmerge": "移出事项，待归并",
}
# Two lines for one act: the undertaking's own event tells it.
HIDDEN = {"reply_deliver", "reply_edit"}
ICONS = {
    "urge": ("danger", "megaphone"),
    "ask_send_back": ("moved", "arrow-return-left"),
    "ask_extension": ("moved", "calendar-plus"),
    "progress": ("doing", "journal-plus"),
    "reply_sign": ("replied", "pen"),
    "feedback": ("ok", "megaphone-fill"),
}


@dataclass(frozen=True)
class Entry:
    """A line for `_partials/timeline.html`."""

    icon: str
    tone: str
    text: str
    time: datetime
    note: str


def history_of(obj: Opinion | Matter | AssignmentList | Undertaking) -> list[Entry]:
    """Newest first, at most the last 200."""
    drawn = ("at", "step", "target", "note", "actor__name", "list_id", "undertaking_id", "opinion_id", "matter_id")
    events = obj.events.select_related("actor").only(*drawn).order_by("-at", "-id")[:200]
    return [_entry(event) for event in events if event.step not in HIDDEN]


def _entry(event: Event) -> Entry:
    tone, icon = ICONS.get(event.step) or BADGES.get(event.target) or ("neutral", "dot")
    who = f"{event.actor.name}" if event.actor else "系统"
    return Entry(icon, tone, f"{who}　{label_of(event)}", event.at, event.note)


def label_of(event: Event) -> str:
    """The verb of the step, from the one table it came from."""
    if event.step in OTHER:
        return OTHER[event.step]
    tables: dict[str, Any] = {
        "list": paper_verbs.STEPS,
        "undertaking": undertaking_verbs.STEPS,
        "opinion": {**behalf_verbs.STEPS, **opinion_verbs.STEPS},
    }
    if event.step.startswith("reply_"):
        step = reply_verbs.STEPS.get(event.step.removeprefix("reply_"))
        return step.label if step else "答复"
    kind = next((k for k in tables if getattr(event, f"{k}_id", None)), "opinion")
    step = tables[kind].get(event.step)
    return step.label if step else event.step
