"""How an event of the file, the mandates and the points is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from deputies.models import DutyRecord, DutySetting, Event, Mandate, ScoreBatch, ScoreScheme, ScoreSheet

KEYS: Mapping[type, str] = {
    DutyRecord: "duty",
    Mandate: "mandate",
    DutySetting: "setting",
    ScoreScheme: "scheme",
    ScoreBatch: "batch",
    ScoreSheet: "sheet",
}


def record(
    obj: Any,
    *,
    step: str,
    actor: User | None,
    at: datetime,
    source: str = "",
    target: str = "",
    note: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event to `obj`."""
    facts = {"step": step, "actor": actor, "at": at, "source": source, "target": target, "note": note}
    return Event.objects.create(**{f"{KEYS[type(obj)]}_id": obj.pk}, **facts, data=dict(data or {}))
