"""Named questions about applications to listen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.choices import Role

if TYPE_CHECKING:
    from accounts.models import User


class AudienceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AudienceQuerySet:
        """Staff over the place: identity cards and telephones are nobody else's."""
        return self.filter(user.scopes.in_region("meeting__occasion__unit__region__path", Role.STAFF))

    def with_row_data(self) -> AudienceQuerySet:
        """With what the rules ask."""
        return self.select_related("meeting__occasion__unit__region")
