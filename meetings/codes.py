"""The code at the door of a meeting: for one day and one round, signed, opened by who holds an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.signing import BadSignature, Signer

from meetings.models import Meeting, Roll

_signer = Signer(salt="meetings.door", sep="~")


@dataclass(frozen=True)
class Door:
    """Which meeting a code belongs to, and whether it opens it on `day`."""

    meeting: Meeting
    is_open: bool


def door_token(meeting: Meeting, roll: Roll, day: date) -> str:
    """What the QR code at the door carries; another day or round needs another."""
    return _signer.sign_object([meeting.pk, roll.round, day.isoformat()])


def door_of(token: str, day: date) -> Door | None:
    """The door behind a code; None for what was never shown anywhere."""
    try:
        pk, number, shown = _signer.unsign_object(token)
    except BadSignature:
        return None
    roll = Roll.objects.select_related("meeting__occasion__unit__region").filter(meeting=pk).first()
    if roll is None:
        return None
    return Door(roll.meeting, is_open=(roll.round, day.isoformat()) == (number, shown))
