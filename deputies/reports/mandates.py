"""The history of a mandate, as its page draws it."""

from __future__ import annotations

from typing import Any

from deputies.choices import StatusGround
from deputies.models import Event, Mandate

SAID = {
    "suspend": ("pause-circle", "wait", "暂停执行职务"),
    "resume": ("play-circle", "ok", "恢复执行职务"),
    "end": ("stop-circle", "neutral", "终止代表资格"),
    "correct_to_active": ("arrow-counterclockwise", "doing", "更正：上一次变更是录错的，恢复为“正常”"),
    "correct_to_suspended": ("arrow-counterclockwise", "doing", "更正：上一次变更是录错的，恢复为“暂停执行职务”"),
}


def mandate_history(mandate: Mandate) -> list[dict[str, Any]]:
    """The newest first, each with its ground, article, day and announcement."""
    return [_entry(event) for event in mandate.events.select_related("actor").order_by("-at", "-id")]


def _entry(event: Event) -> dict[str, Any]:
    icon, tone, said = SAID[event.step]
    facts = []
    if ground := event.data.get("status_ground"):
        facts.append(f"{StatusGround(ground).label}（{StatusGround(ground).article}）")
    if on := event.data.get("status_on"):
        facts.append(f"自{_day(on)}起")
    if number := event.data.get("notice_no"):
        facts.append(f"公告：{number}，{_day(event.data.get('notice_on', ''))}")
    who = event.actor.name if event.actor else "系统"
    note = "\n".join(part for part in ("；".join(facts), event.note) if part)
    return {"icon": icon, "tone": tone, "text": f"{said}（{who}登记）", "note": note, "time": event.at}


def _day(text: str) -> str:
    """`2024-05-20` as 2024年5月20日."""
    year, month, day = (int(part) for part in text.split("-"))
    return f"{year}年{month}月{day}日"
