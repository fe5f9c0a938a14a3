"""Named questions about the face-to-face sittings, who is asked to them, and the reports on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from meetings.choices import InvitationStatus

if TYPE_CHECKING:
    from accounts.models import User


class FaceSeriesQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> FaceSeriesQuerySet:
        """The committee whose unit holds the sittings."""
        return self.filter(user.scopes.in_region("occasion__unit__region__path", *Role.COMMITTEE))

    def with_place(self) -> FaceSeriesQuerySet:
        return self.select_related("occasion__unit__region", "occasion__region")


class FaceSittingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> FaceSittingQuerySet:
        """As the sitting itself is seen."""
        return self.filter(user.scopes.in_region("sitting__occasion__unit__region__path", *Role.COMMITTEE))

    def with_place(self) -> FaceSittingQuerySet:
        """With what the rules ask and a heading or a line draws."""
        return self.select_related(
            "sitting__occasion__unit__region", "sitting__occasion__region", "series__occasion__unit__region", "topic"
        )


class FaceInvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> FaceInvitationQuerySet:
        """The committee, and of one that was sent the deputy it is addressed to."""
        committee = user.scopes.in_region("face__sitting__occasion__unit__region__path", *Role.COMMITTEE)
        return self.filter(committee | (Q(deputy__user_id=user.pk) & ~Q(status=InvitationStatus.LISTED)))

    def addressed_to(self, user: User) -> FaceInvitationQuerySet:
        """Those sent to the deputy who signed in."""
        return self.filter(deputy__user_id=user.pk).exclude(status=InvitationStatus.LISTED)

    def with_people(self) -> FaceInvitationQuerySet:
        """With what a row of the list and the rules ask."""
        return self.select_related(
            "contributor", "deputy__user", "face__sitting__occasion__unit__region", "face__series", "face__topic"
        )


class FaceReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> FaceReportQuerySet:
        """The committee of the series."""
        return self.filter(user.scopes.in_region("series__occasion__unit__region__path", *Role.COMMITTEE))

    def with_place(self) -> FaceReportQuerySet:
        return self.select_related("series__occasion__unit__region", "unit", "drafted_by")
