"""Named questions about what a station keeps in its box."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class PaperQuerySet(models.QuerySet[Any]):
    def of_year(self, year: int) -> PaperQuerySet:
        """In the box of `year`: filed for it, or for every year; without what was taken out again."""
        return self.filter(Q(year=year) | Q(year=None), removed_at=None)
