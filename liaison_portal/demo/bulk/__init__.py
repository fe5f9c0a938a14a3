"""Bulk for measurements: N opinions with everything that hangs on them, in the shape of three years' work.

Rows are written as the verbs would leave them, in batches and without the verbs: what is measured
is how pages read, not how history came about.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from liaison_portal.demo.bulk.ground import Ground, load_city_ground, load_ground
from liaison_portal.demo.bulk.ledger import write_opinions
from liaison_portal.demo.bulk.papers import write_papers
from liaison_portal.demo.bulk.province import city_codes
from opinions.models import Opinion

BATCH = 2_000
FIRST_ID = 0xB0_1C << 112  # bulk rows are told from others by the first digits of their client id
LAST_ID = FIRST_ID + (1 << 64)


def client_id(number: int) -> UUID:
    """The client id of bulk opinion `number`."""
    return UUID(int=FIRST_ID + number)


def present() -> int:
    """How many bulk opinions there are."""
    return Opinion.objects.filter(client_id__range=(UUID(int=FIRST_ID), UUID(int=LAST_ID))).count()


def top_up(wanted: int, told: Callable[[int], None] = lambda _number: None) -> int:
    """Add bulk opinions until there are `wanted`; returns how many were added. Every batch stands by itself.

    Where invented cities are loaded, they take turns, each with its own committee. `told` hears how many there are.
    """
    start = present()
    grounds = [load_city_ground(code) for code in city_codes()] or [load_ground()]
    batch = min(BATCH, max(1, -(-wanted // len(grounds))))
    for turn, first in enumerate(range(start, wanted, batch)):
        size = min(batch, wanted - first)
        _write(grounds[turn % len(grounds)], first, size, share=first / wanted)
        told(first + size)
    return max(wanted - start, 0)


@transaction.atomic
def _write(ground: Ground, first: int, size: int, *, share: float) -> None:
    ground.begin(first, share=share)
    opinions = write_opinions(ground, [client_id(first + n) for n in range(size)])
    write_papers(ground, opinions)
