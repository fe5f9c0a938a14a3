"""The box of a station and year, and how its rows are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from common.files import StoredFile
from stations.models import Station


@dataclass(frozen=True)
class Box:
    """Whose box, of which year, and who looks into it: they find what they may see elsewhere, and no more."""

    station: Station
    year: int
    user: User

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class Entry:
    """One line of a drawer. Names of residents are masked in it; `files` go into the box that is taken away."""

    on: date | None
    title: str
    note: str = ""
    url: str = ""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True)
class Source:
    """Rows of one kind in a drawer: `rows(box)` is a queryset with all that `entry(row)` reads, in `order`."""

    key: str
    title: str
    rows: Callable[[Box], Any]
    entry: Callable[[Any], Entry]
    order: tuple[str, ...] = ("-id",)
