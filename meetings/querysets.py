"""Named questions about meetings and sittings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.choices import Role

if TYPE_CHECKING:
    from accounts.models import User


class MeetingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """The committee of the place: staff, office, leaders."""
        return self.filter(user.scopes.in_region("occasion__unit__region__path", *Role.COMMITTEE))


class SittingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SittingQuerySet:
        """The committee whose unit holds the sitting, wherever it sits."""
        return self.filter(user.scopes.in_region("occasion__unit__region__path", *Role.COMMITTEE))


class RaisedQuerySet(models.QuerySet[Any]):
    def live(self) -> RaisedQuerySet:
        """Rows that were not deleted in capture."""
        return self.filter(deleted_at=None)

    def with_row_data(self) -> RaisedQuerySet:
        """What a row of the capture page draws, in one query."""
        return self.select_related("participant__contributor", "opinion__topic__parent", "recorder")
