"""What happened to a reception day, line by line, in words."""

from __future__ import annotations

from datetime import date

from common.text import cn_short
from deputies.models import Deputy
from stations.choices import NoticeKind
from stations.models import DutySlot, Event

LINES = 30
WORDS = {
    "plan": "排了这个接待日",
    "fill": "排了代表",
    "assign": "改了代表",
    "publish": "公布了轮值",
    "clear": "审核了公告",
    "notice_down": "撤下了公告",
    "cancel": "取消了",
    "hold": "接待过了",
    "release": "改回待接待",
}
SAID = {
    "confirm": "{deputy}说能来",
    "absent": "{deputy}说来不了",
    "present": "{deputy}说又能来了",
    "swap_ask": "{asker}请{asked}调班",
    "swap_agree": "{asked}同意和{asker}调班",
    "swap_decline": "{asked}没有同意调班",
    "swap_withdraw": "{asker}收回了调班",
    "swap_lapse": "安排变了，{asker}请{asked}调班作废",
}


def history_of(slot: DutySlot) -> list[tuple[Event, str]]:
    """The latest lines first, each with its words; two queries."""
    events = list(slot.events.select_related("actor").order_by("-id")[:LINES])
    ids = {event.data[key] for event in events for key in ("deputy", "asker", "asked") if key in event.data}
    names = dict(Deputy.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [(event, _words(event, names)) for event in events]


def _words(event: Event, names: dict[int, str]) -> str:
    if event.step in SAID:
        who = {key: names.get(event.data.get(key), "代表") for key in ("deputy", "asker", "asked")}
        return SAID[event.step].format(**who)
    if event.step == "notice":
        kind = NoticeKind(event.data["kind"])
        what = "公告" if kind == NoticeKind.FIRST else f"{kind.label}公告"
        return f"发了{what}（{event.data['year']}年第{event.data['number']}号）"
    if event.step == "move":
        return f"改了期，原来是{_day(event.data['date'])} {event.data['hours']}"
    return WORDS.get(event.step, event.step)


def _day(text: str) -> str:
    return cn_short(date.fromisoformat(text))
