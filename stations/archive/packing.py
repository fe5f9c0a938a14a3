"""A whole box as one file: an index page that opens in any browser, and the papers in their drawers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from django.template.loader import render_to_string

from common.files import StoredFile
from stations.archive.box import Box, Entry, Source
from stations.archive.drawers import sources_of
from stations.choices import Drawer

INDEX = "目录.html"
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
AT_ONCE = 500


def pack(box: Box, target: IO[bytes]) -> int:
    """Write the box to `target` and say how many papers it holds. A paper whose file is lost is named as such."""
    taken: set[str] = set()
    shelves, number = [], 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for place, drawer in enumerate(Drawer, 1):
            folder = f"{place:02} {drawer.label}"
            parts = []
            for source in sources_of(drawer):
                lines = []
                for entry in _entries(box, source):
                    papers = [_put(archive, folder, stored, taken) for stored in entry.files]
                    number += sum(1 for _, is_there in papers if is_there)
                    lines.append((entry, papers))
                parts.append((source.title, lines))
            shelves.append((folder, parts))
        page = render_to_string("stations/archive_index.html", {"box": box, "shelves": shelves})
        archive.writestr(INDEX, page, zipfile.ZIP_DEFLATED)
    return number


def _entries(box: Box, source: Source) -> Iterator[Entry]:
    rows = source.rows(box).order_by(*source.order)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield source.entry(row)


def _put(archive: zipfile.ZipFile, folder: str, stored: StoredFile, taken: set[str]) -> tuple[str, bool]:
    """The path of a paper in the archive, and whether its file was there."""
    path = _free(folder, stored.name, taken)
    try:
        with stored.file.open("rb") as source, archive.open(path, "w") as target:
            for chunk in iter(lambda: source.read(1 << 20), b""):
                target.write(chunk)
    except FileNotFoundError:
        return path, False
    return path, True


def _free(folder: str, name: str, taken: set[str]) -> str:
    """A name nobody has yet in the folder."""
    name = UNFIT.sub("_", name)
    stem, dot, suffix = name.rpartition(".")
    path, number = f"{folder}/{name}", 1
    while path in taken:
        number += 1
        path = f"{folder}/{stem or suffix}（{number}）{dot}{suffix if stem else ''}"
    taken.add(path)
    return path
