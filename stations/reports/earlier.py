"""What the person at the table brought before, as far as whoever records may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import User
from common.crypto import keyed_hash
from stations.models import Station, VisitOpinion
from stations.reports.standing import Standing, standings

SHOWN = 5
NAME_MIN = 2


@dataclass(frozen=True)
class Earlier:
    """One matter of before; `by_phone` says that the telephone is the same, else only the name is."""

    standing: Standing
    by_phone: bool


def can_be_found_by(name: str, phone: str) -> bool:
    """Whether there is enough to look for: a whole telephone number, or a name of two characters."""
    return bool(phone) or len(name.strip()) >= NAME_MIN


def earlier_of(user: User, station: Station, *, name: str, phone: str, on: date) -> list[Earlier]:
    """The latest matters at `station` of whoever has this telephone or bears this name, by telephone first.

    Never more than `user` sees anyway, and nothing of those who asked to be kept secret. The number
    of queries does not grow with what is found.
    """
    by_phone = Q(opinion__contributor__phone_hash=keyed_hash(phone)) if phone else Q(pk__in=[])
    by_name = Q(opinion__contributor__name=name.strip()) if len(name.strip()) >= NAME_MIN else Q(pk__in=[])
    rows: Any = VisitOpinion.objects.visible_to(user).filter(visit__reception__station=station).with_list_data()
    rows = rows.filter(opinion__contributor__secrecy=False)
    same = list(rows.filter(by_phone).order_by("-visit__reception__held_on", "-id")[:SHOWN])
    known = [row.pk for row in same]
    named = rows.filter(by_name).exclude(pk__in=known).order_by("-visit__reception__held_on", "-id")
    found = same + list(named[: SHOWN - len(same)])
    return [Earlier(one, one.item.pk in known) for one in standings(found, user, on)]
