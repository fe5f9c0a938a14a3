"""A code as a picture, and as the squares a page is drawn with."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

QUIET = 4  # modules of white around a code: scanners need them
SCALE = 14


def code_of(address: str) -> segno.QRCode:
    """The code of an address in error correction Q: a quarter of it may be torn or dirty."""
    head, _, token = address.rstrip("/").rpartition("/")
    return segno.make(address, error="q", boost_error=False, micro=False, mask=_mask(head, len(token)))


@lru_cache(maxsize=16)
def _mask(head: str, length: int) -> int:
    """The mask that suits addresses of this kind best. Weighing all eight anew for each of two thousand codes
    took most of the time; every mask is read alike."""
    sample = f"{head}/{'Ab3_' * length}"[: len(head) + 1 + length] + "/"
    return segno.make(sample, error="q", boost_error=False, micro=False).mask


def picture(address: str) -> bytes:
    """A PNG for a phone, black on white with its quiet zone: it can be long-pressed, kept and sent on."""
    out = io.BytesIO()
    code_of(address).save(out, kind="png", scale=SCALE, border=QUIET)
    return out.getvalue()


def squares(address: str) -> tuple[int, list[tuple[int, int, int]]]:
    """How many modules a side has, quiet zone included, and the dark runs of each row as (column, row, length)."""
    rows = [bytes(row) for row in code_of(address).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while (start := row.find(1, x)) >= 0:
            end = row.find(0, start)
            x = len(row) if end < 0 else end
            runs.append((start + QUIET, y + QUIET, x - start))
    return len(rows) + 2 * QUIET, runs
