"""The list of contents of a box in pieces: all its lines, however many, and never more than some of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.template.loader import render_to_string

from stations.archive.box import Box, Entry, Source
from stations.archive.drawers import sources_of
from stations.choices import Drawer

AT_ONCE = 500


def contents_of(box: Box) -> Iterator[str]:
    """The drawers in order, each piece whole HTML; a kind without rows is left out, an empty drawer says so."""
    for place, drawer in enumerate(Drawer, 1):
        counted = [(source, source.rows(box).count()) for source in sources_of(drawer)]
        kinds = [(source, number) for source, number in counted if number]
        yield _drawn(drawer=drawer, place=place, is_empty=not kinds)
        for source, number in kinds:
            yield from _kind(box, source, number)


def _kind(box: Box, source: Source, number: int) -> Iterator[str]:
    rows = source.rows(box).order_by(*source.order).iterator(chunk_size=AT_ONCE)
    entries, start = (source.entry(row) for row in rows), 1
    while piece := _some(entries):
        yield _drawn(title=source.title if start == 1 else "", number=number, start=start, entries=piece)
        start += len(piece)


def _some(entries: Iterable[Entry]) -> list[Entry]:
    return list(islice(entries, AT_ONCE))


def _drawn(**context: object) -> str:
    return render_to_string("stations/_archive_lines.html", context)
