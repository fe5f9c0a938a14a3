"""Named questions about applications to listen, and the notices that ask for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Coalesce

from accounts.choices import Role
from meetings.choices import AudienceNoticeStatus, AudienceStatus

if TYPE_CHECKING:
    from accounts.models import User


class AudienceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AudienceQuerySet:
        """Staff over the place: identity cards and telephones are nobody else's."""
        return self.filter(user.scopes.in_region("meeting__occasion__unit__region__path", Role.STAFF))

    def with_row_data(self) -> AudienceQuerySet:
        """With what the rules ask."""
        return self.select_related("meeting__occasion__unit__region")

    def waiting(self) -> AudienceQuerySet:
        """Those that staff have to decide."""
        return self.filter(status=AudienceStatus.APPLIED)

    def kept_too_long(self, before: date) -> AudienceQuerySet:
        """Of meetings that closed before a day, with personal data still there."""
        last = Coalesce("meeting__ends_on", "meeting__occasion__held_on")
        return self.alias(last=last).filter(last__lt=before, erased_at=None)

    def erase(self, at: datetime) -> int:
        """Identity card, address and telephone are gone; who listened stays on the roll."""
        return self.update(id_number="", address="", phone="", erased_at=at)


class AudienceNoticeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AudienceNoticeQuerySet:
        """The committee of the place."""
        return self.filter(user.scopes.in_region("meeting__occasion__unit__region__path", *Role.COMMITTEE))

    def checked_by(self, user: User) -> AudienceNoticeQuerySet:
        """Those that wait for this user's 保密审查: not what they submitted themselves."""
        here = user.scopes.in_region("meeting__occasion__unit__region__path", Role.STAFF, Role.OFFICE)
        return self.filter(here, status=AudienceNoticeStatus.WAITING).exclude(submitted_by=user.pk)

    def listed(self, on: date) -> AudienceNoticeQuerySet:
        """What the public side lists on a day: published, of meetings that are not over."""
        last = Coalesce("meeting__ends_on", "meeting__occasion__held_on")
        return self.alias(last=last).filter(status=AudienceNoticeStatus.PUBLISHED, last__gte=on).with_page_data()

    def with_page_data(self) -> AudienceNoticeQuerySet:
        """With what the rules and a page ask."""
        return self.select_related("meeting__occasion__unit__region", "meeting__roll", "submitted_by", "reviewed_by")
