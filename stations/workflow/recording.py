"""How an event of this room is written, and how a person's right is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from common.errors import NotAllowedError
from stations.models import (
    Activity,
    DutySlot,
    Event,
    Inquiry,
    Message,
    PublicCode,
    PublicPage,
    Reception,
    SideClosure,
    Station,
    Visit,
)

TARGETS: dict[type, str] = {
    Reception: "reception",
    Visit: "visit",
    DutySlot: "slot",
    PublicCode: "code",
    PublicPage: "page",
    SideClosure: "closure",
    Station: "station",
    Message: "message",
    Activity: "activity",
    Inquiry: "inquiry",
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
    """Append one event to `obj`, of a kind in `TARGETS`."""
    key = TARGETS[type(obj)]
    facts = {"step": step, "actor": actor, "at": at, "source": source, "target": target, "note": note}
    return Event.objects.create(**{f"{key}_id": obj.pk}, **facts, data=dict(data or {}))


def require(may: Callable[[Any, Any], bool], actor: User | None, obj: Any, what: str) -> None:
    """Refuse a person who may not; the system (`actor=None`) may."""
    if actor is not None and not may(actor, obj):
        raise NotAllowedError(f"您没有“{what}”的权限。")
