"""Named questions about the monthly ledgers that were handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from stations.querysets.reception import _at

if TYPE_CHECKING:
    from accounts.models import User


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """The station's own people, its township and its committee."""
        return self.filter(_at(user.scopes, "station__"))
