"""Named questions about who is called to a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from meetings.choices import RollStatus, Seat

if TYPE_CHECKING:
    from accounts.models import User


class AttendeeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AttendeeQuerySet:
        """The committee of the place, and everybody their own line."""
        committee = user.scopes.in_region("meeting__occasion__unit__region__path", *Role.COMMITTEE)
        return self.filter(committee | self.own_line(user))

    def of(self, user: User) -> AttendeeQuerySet:
        """The user's own lines."""
        return self.filter(self.own_line(user))

    @staticmethod
    def own_line(user: User) -> Q:
        """By account, or by the register where a deputy has one; nobody's for a visitor."""
        if user.pk is None:
            return Q(pk__in=())
        return Q(user_id=user.pk) | Q(deputy__user_id=user.pk)

    def with_row_data(self) -> AttendeeQuerySet:
        """With what a row of the roll and the rules ask."""
        return self.select_related("meeting__occasion__unit__region", "deputy__user", "user__unit", "unit", "region")

    def members(self) -> AttendeeQuerySet:
        """The members of the committee, of whom quorum is counted."""
        return self.filter(capacity__in=Seat.CAPACITIES[Seat.MEMBER])

    def coming(self) -> AttendeeQuerySet:
        """Everybody but those on leave and those who stayed away."""
        return self.filter(status__in=[RollStatus.EXPECTED, RollStatus.PRESENT])
