"""How an event of the ledger is written; the one place that knows which foreign key it hangs on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from opinions.models import AssignmentList, Event, Matter, Opinion, Reply, Undertaking


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
    """Append one event to `obj`: an Opinion, Matter, AssignmentList, Undertaking or Reply.

    A reply's events stand in its undertaking's history, under `reply_<step>`.
    """
    if isinstance(obj, Reply):
        obj, step, data = obj.undertaking, f"reply_{step}", {**(data or {}), "reply": obj.pk}
    key = {Opinion: "opinion", Matter: "matter", AssignmentList: "list", Undertaking: "undertaking"}[type(obj)]
    return Event.objects.create(
        **{f"{key}_id": obj.pk},
        step=step,
        source=source,
        target=target,
        actor=actor,
        at=at,
        note=note,
        data=dict(data or {}),
    )
