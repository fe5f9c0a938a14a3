"""发文字号: one row per unit, series and year, raised inside the issuing transaction."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Unit
from opinions.models import NumberSequence


def next_number(unit: Unit, *, series: str, year: int) -> int:
    """The next number, without gap or double; must be called inside the issuing transaction.

    Write first: raising the row locks it, so a second issuer waits; a rolled-back issue gives its
    number back.
    """
    mine = NumberSequence.objects.filter(unit=unit, series=series, year=year)
    if not mine.update(last=F("last") + 1):
        try:
            with transaction.atomic():
                NumberSequence.objects.create(unit=unit, series=series, year=year, last=1)
        except IntegrityError:  # another hand made the row in this very moment
            mine.update(last=F("last") + 1)
    return mine.values_list("last", flat=True).get()


def written(series: str, year: int, number: int) -> str:
    """濮人常办〔2024〕10号: no 第, no leading zero."""
    return f"{series}〔{year}〕{number}号"
