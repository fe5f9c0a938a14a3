"""Month by month: what was heard, assigned and closed; a month that is not whole says so."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count
from django.db.models.functions import TruncMonth

Month: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class MonthRow:
    """Opinions heard, items assigned and closed in one month; the label marks a part of it."""

    label: str
    heard: int
    assigned: int
    closed: int
    is_part: bool


def month_rows(heard_by: Counter[Month], leads: Any, since: date, until: date) -> list[MonthRow]:
    """A row for every month that `since` to `until` touches; `heard_by` was counted with the capacities."""
    assigned = _by_month(leads, "assigned_on")
    closed = _by_month(leads.filter(closed_at__isnull=False), "closed_at")
    return [
        MonthRow(_label(first, since, until), heard_by[key], assigned[key], closed[key], _is_part(first, since, until))
        for first in _firsts(since, until)
        for key in [(first.year, first.month)]
    ]


def _by_month(rows: Any, field: str) -> Counter[Month]:
    found = rows.annotate(month=TruncMonth(field)).values_list("month").annotate(n=Count("pk"))
    return Counter({(month.year, month.month): n for month, n in found})


def _firsts(since: date, until: date) -> Iterable[date]:
    first = since.replace(day=1)
    while first <= until:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _last(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _is_part(first: date, since: date, until: date) -> bool:
    return since > first or until < _last(first)


def _label(first: date, since: date, until: date) -> str:
    """5月, 5月（至27日）, with the year where the page spans more than one."""
    year = f"{first.year}年" if since.year != until.year else ""
    parts = [f"自{since.day}日"] if since > first else []
    parts += [f"至{until.day}日"] if until < _last(first) else []
    return f"{year}{first.month}月" + (f"（{''.join(parts)}）" if parts else "")
