"""Notices of this room. Each has a key of its thing and its event, so a task run twice tells once."""

from __future__ import annotations

from accounts.actions import notify
from accounts.choices import Role
from meetings.models import Briefing, Event
from opinions.actions import addressing

BRIEFING_STEPS: dict[str, tuple[str, str]] = {
    "submit": (Role.OFFICE, "简报请核稿"),
    "check": (Role.LEADER, "简报请签发"),
    "return": (Role.STAFF, "简报退回修改"),
    "sign": (Role.STAFF, "简报已签发，可以印发"),
    "annul": (Role.STAFF, "简报已作废，里面的发言可以重新编"),
}


def briefing_step(briefing_id: int, step: str) -> None:
    """Tell whoever has it before them: submit → 核稿, check → 签发, return, sign and annul → the editor."""
    briefing = Briefing.objects.select_related("unit__region").get(pk=briefing_id)
    event = Event.objects.filter(briefing=briefing, step=step).order_by("-pk").first()
    role, text = BRIEFING_STEPS[step]
    told = addressing.over(briefing.unit.region.path, role)
    if role != Role.STAFF:
        told = told.exclude(pk=briefing.edited_by_id)
    elif told.filter(pk=briefing.edited_by_id).exists():
        told = told.filter(pk=briefing.edited_by_id)
    reason = f"（{event.note}）" if event and step in ("return", "annul") and event.note else ""
    key = f"briefing:{briefing.pk}:{step}:{event.pk if event else 0}"
    notify(told, key=key, label=f"{text}：{briefing.title}{reason}", url=briefing.get_absolute_url())
