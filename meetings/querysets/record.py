"""Named questions about the rows of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.choices import Role
from meetings.choices import RaisedStatus

if TYPE_CHECKING:
    from accounts.models import User


class RaisedQuerySet(models.QuerySet[Any]):
    def live(self) -> RaisedQuerySet:
        """Rows that were not deleted in capture."""
        return self.filter(deleted_at=None)

    def unprinted(self) -> RaisedQuerySet:
        """Those that stand in no 简报 in force, be it printed or still edited."""
        return self.exclude(printings__is_live=True)

    def visible_to(self, user: User) -> RaisedQuerySet:
        """The committee whose unit holds the sitting; speakers what they said, once they are asked to confirm it."""
        committee = user.scopes.in_region("sitting__occasion__unit__region__path", *Role.COMMITTEE)
        return self.live().filter(committee | models.Q(pk__in=self.own_of(user).values("pk")))

    def own_of(self, user: User) -> RaisedQuerySet:
        """What the holder of this account said and was asked to confirm: a deputy by the register, anybody else by
        the account that staff found for them on the roll."""
        if user.pk is None:
            return self.none()
        mine = models.Q(participant__contributor__deputy=None, participant__attendee__user_id=user.pk)
        if user.scopes.has(Role.DEPUTY):
            mine |= models.Q(participant__contributor__deputy__user_id=user.pk)
        return self.live().filter(mine).exclude(status=RaisedStatus.RECORDED)

    def with_speech_data(self) -> RaisedQuerySet:
        """What a speech's steps ask and its pages draw, in one query."""
        return self.select_related(
            "participant__contributor__deputy",
            "participant__attendee",
            "opinion__topic__parent",
            "opinion__region",
            "opinion__contributor",
            "confirmation",
            "sitting__occasion__unit__region",
            "sitting__occasion__parent",
        )

    def with_row_data(self) -> RaisedQuerySet:
        """What a row of the capture page draws, in one query."""
        return self.select_related("participant__contributor", "opinion__topic__parent", "recorder")
