"""How often somebody without an account has sent or asked, by address and by code, within a while.

Everything is counted in the database, so that any number of processes count together. Only a keyed
hash is kept, for a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from common.crypto import keyed_hash
from stations.choices import HeldWhy
from stations.models import PublicTry

KEPT = timedelta(days=1)
# Purpose: how many within how many minutes. Wrong PINs by code and address, by code, by address.
PIN_LIMITS: dict[str, tuple[int, int]] = {"pin": (5, 30), "pin_code": (30, 30), "pin_addr": (60, 30)}
SEND_MINUTES = 60
FLOOD = 10  # times the limit: beyond it nothing more is stored


@dataclass(frozen=True)
class Doors:
    """What the limits say of one more message: why a person looks at it first, or that it is a flood."""

    held: str = ""
    is_flood: bool = False


def _key(purpose: str, key: str) -> str:
    return keyed_hash(f"{purpose} {key}")


def note(purpose: str, key: str, at: datetime) -> None:
    """It happened once more."""
    PublicTry.objects.create(purpose=purpose, key=_key(purpose, key), at=at)


def count(purpose: str, key: str, at: datetime, minutes: int) -> int:
    """How often in the last `minutes`."""
    since = at - timedelta(minutes=minutes)
    return PublicTry.objects.filter(purpose=purpose, key=_key(purpose, key), at__gt=since, at__lte=at).count()


def is_over(purpose: str, key: str, at: datetime) -> bool:
    """Whether the limit of wrong PINs is reached."""
    limit, minutes = PIN_LIMITS[purpose]
    return count(purpose, key, at, minutes) >= limit


def sending(address: str, code: str, at: datetime) -> Doors:
    """What the limits say of one more message from `address` by the printed `code`.

    Many people behind one Wi-Fi are one address, so the limit is wide, and beyond it a message
    is held for a person to look at, not refused; only a flood of ten times as many is.
    """
    seen = (
        (count("address", address, at, SEND_MINUTES), settings.MESSAGES_PER_ADDRESS),
        (count("code", code, at, SEND_MINUTES), settings.MESSAGES_PER_CODE),
    )
    if any(number >= limit * FLOOD for number, limit in seen):
        return Doors(is_flood=True)
    return Doors(held=HeldWhy.LIMIT if any(number >= limit for number, limit in seen) else "")


def note_sent(address: str, code: str, at: datetime) -> None:
    """A message was stored."""
    note("address", address, at)
    note("code", code, at)


def forget(before: datetime) -> int:
    """Drop what is older than a day."""
    return PublicTry.objects.filter(at__lt=before - KEPT).delete()[0]
