"""Named questions about the rows of a record."""

from __future__ import annotations

from typing import Any

from django.db import models


class RaisedQuerySet(models.QuerySet[Any]):
    def live(self) -> RaisedQuerySet:
        """Rows that were not deleted in capture."""
        return self.filter(deleted_at=None)

    def with_row_data(self) -> RaisedQuerySet:
        """What a row of the capture page draws, in one query."""
        return self.select_related("participant__contributor", "opinion__topic__parent", "recorder")
