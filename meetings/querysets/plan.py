"""Named questions about meetings."""

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

    def with_list_data(self) -> MeetingQuerySet:
        """With what a row of the list and the rules ask."""
        return self.select_related("occasion__unit__region", "occasion__region")
