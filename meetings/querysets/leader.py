"""Named questions about what leaders said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.choices import Role
from meetings.choices import SpeechStatus

if TYPE_CHECKING:
    from accounts.models import User


class SpeechQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SpeechQuerySet:
        """The committee whose unit holds the sitting, and nobody else in any status: others read the public page."""
        return self.filter(user.scopes.in_region("sitting__occasion__unit__region__path", *Role.COMMITTEE))

    def published(self) -> SpeechQuerySet:
        """What residents read without signing in, while the public side of the place is up."""
        return self.filter(status=SpeechStatus.PUBLIC)

    def with_place(self) -> SpeechQuerySet:
        """With what the rules ask and a page draws."""
        return self.select_related(
            "sitting__occasion__unit__region",
            "sitting__occasion__parent",
            "sitting__meeting__occasion",
            "recorder",
            "reviewer",
        )
