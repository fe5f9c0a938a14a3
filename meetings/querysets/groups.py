"""Named questions about the groups of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.choices import Role
from meetings.choices import AppointmentKind, AppointmentStatus

if TYPE_CHECKING:
    from accounts.models import User


class GroupPlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> GroupPlanQuerySet:
        """Staff over the place: what is not published is nobody else's business, what is stands at the sittings."""
        return self.filter(user.scopes.in_region("meeting__occasion__unit__region__path", Role.STAFF))

    def with_list_data(self) -> GroupPlanQuerySet:
        """With what the rules ask and a heading draws."""
        return self.select_related("meeting__occasion__unit__region", "made_by")


class AppointmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AppointmentQuerySet:
        """Staff over the place."""
        return self.filter(user.scopes.in_region("meeting__occasion__unit__region__path", Role.STAFF))

    def with_row_data(self) -> AppointmentQuerySet:
        """With what a row draws and the rules ask."""
        return self.select_related("meeting__occasion__unit__region", "attendee__deputy", "topic")

    def conveners(self) -> AppointmentQuerySet:
        """Those who convene a group."""
        return self.filter(kind=AppointmentKind.CONVENER)

    def decided(self) -> AppointmentQuerySet:
        """Those that were chosen, not only proposed."""
        return self.filter(status=AppointmentStatus.DECIDED)
