"""How an event of this room is written; the one place that knows which of its targets a thing is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from meetings.models import (
    Attendee,
    AudienceApplication,
    AudienceNotice,
    Briefing,
    Event,
    GroupPlan,
    LeaderSpeech,
    MeetingStep,
    PaperReceipt,
    Preparation,
    Presence,
    RaisedOpinion,
    Sitting,
)
from meetings.models.face import FaceInvitation, FaceReport

TARGETS: Mapping[type, str] = {
    Sitting: "sitting",
    RaisedOpinion: "raised",
    Attendee: "attendee",
    GroupPlan: "group_plan",
    Briefing: "briefing",
    LeaderSpeech: "speech",
    Preparation: "preparation",
    MeetingStep: "meeting_step",
    PaperReceipt: "receipt",
    FaceInvitation: "invitation",
    FaceReport: "face_report",
    AudienceApplication: "application",
    AudienceNotice: "audience_notice",
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
    """Append one event to the history of `obj`, of a kind in `TARGETS`.

    A presence's events stand with its line of the roll.
    """
    if isinstance(obj, Presence):
        obj = obj.attendee
    facts = {"step": step, "actor": actor, "at": at, "source": source, "target": target, "note": note}
    return Event.objects.create(**{f"{TARGETS[type(obj)]}_id": obj.pk}, **facts, data=dict(data or {}))
