"""The code at the door of a 全体会议: for its day and one round, signed, opened by who holds an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from meetings.models import Plenary, Roll

_signer = Signer(salt="meetings.door", sep="~")


@dataclass(frozen=True)
class Door:
    """Which 全体会议 a code belongs to, and whether it opens it now."""

    plenary: Plenary
    is_open: bool


def door_token(plenary: Plenary, roll: Roll, day: date) -> str:
    """What the QR code at the door carries; another 全体会议, day or round needs another."""
    return _signer.sign_object([plenary.meeting_id, plenary.pk, roll.round, day.isoformat()])


def door_of(token: str, now: datetime) -> Door | None:
    """The door behind a code; None for what was never shown anywhere.

    It opens on the day of its 全体会议 until the next one of that day begins: who comes in the afternoon was not
    there in the morning. A code of before there were several names none of them and opens nothing.
    """
    try:
        meeting, *which, number, shown = _signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    roll = Roll.objects.filter(meeting=meeting).first()
    known = list(Plenary.objects.filter(meeting=meeting).select_related("meeting__occasion__unit__region"))
    plenary = next((one for one in known if which in ([], [one.pk])), None)
    if roll is None or plenary is None:
        return None
    day = timezone.localdate(now)
    fits = bool(which) and (roll.round, day.isoformat()) == (number, shown) and plenary.day == day
    return Door(plenary, is_open=fits and not _is_over(plenary, known, now))


def _is_over(plenary: Plenary, known: list[Plenary], now: datetime) -> bool:
    later = (one for one in known if one.number > plenary.number and one.day == plenary.day)
    return any(one.begins_at is not None and one.begins_at <= now for one in later)
