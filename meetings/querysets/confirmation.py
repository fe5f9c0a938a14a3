"""Named questions about the links by which speakers confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class LinkQuerySet(models.QuerySet[Any]):
    def open(self, at: datetime) -> LinkQuerySet:
        """Neither withdrawn, replaced nor expired."""
        return self.filter(ended_at=None, valid_until__gt=at)
