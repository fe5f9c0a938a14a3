"""Named questions about the links by which speakers confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class LinkQuerySet(models.QuerySet[Any]):
    def open(self, at: datetime) -> LinkQuerySet:
        """Neither withdrawn, replaced nor expired."""
        return self.filter(ended_at=None, valid_until__gt=at)

    def with_door(self) -> LinkQuerySet:
        """With what the page before it draws and its refusals name, in one query."""
        sitting = "participant__sitting__occasion"
        return self.select_related("participant__contributor", f"{sitting}__parent", f"{sitting}__unit", "made_by")
