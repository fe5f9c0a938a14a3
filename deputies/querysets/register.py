"""Named questions about deputies, groups and duty records."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from accounts.choices import Role
from deputies.choices import MandateStatus

if TYPE_CHECKING:
    from accounts.models import User

COMMITTEE = (*Role.COMMITTEE, Role.TOWNSHIP)


class DeputyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> DeputyQuerySet:
        """Committee and townships: their subtree; stations: deputies of their township; a deputy:
        themselves and the members of their groups."""
        scopes = user.scopes
        by_region = scopes.in_region("home_region__path", *COMMITTEE)
        station_regions = Q(home_region__units__in=scopes.units(*Role.STATION))
        own = Q(user_id=user.pk)
        mine = "memberships__group__members__"
        groups = Q(memberships__left_on=None, **{f"{mine}deputy__user_id": user.pk, f"{mine}left_on": None})
        visible = self.filter(by_region | station_regions | own | groups).values("pk")
        return self.filter(pk__in=visible)

    def serving(self) -> DeputyQuerySet:
        """Deputies with at least one mandate in force."""
        return self.filter(mandates__status=MandateStatus.ACTIVE).distinct()

    def on_call(self) -> DeputyQuerySet:
        """Who may be asked to serve: not those whose every mandate is suspended or ended (代表法第六十一条起)."""
        asked = Q(mandates__status=MandateStatus.ACTIVE) | Q(mandates=None)
        return self.filter(pk__in=self.filter(asked).values("pk"))


class GroupQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> GroupQuerySet:
        """Committee and townships: their subtree; stations: groups of their place; members: their own."""
        scopes = user.scopes
        by_region = scopes.in_region("region__path", *COMMITTEE)
        station = Q(region__units__in=scopes.units(*Role.STATION))
        member = Q(members__deputy__user_id=user.pk, members__left_on=None)
        return self.filter(pk__in=self.filter(by_region | station | member).values("pk"))

    def with_list_data(self) -> GroupQuerySet:
        """The place and how many members of each kind there are, in one query."""
        now = Q(members__left_on=None)
        return self.select_related("region").annotate(
            deputy_count=Count("members", filter=now & Q(members__deputy__isnull=False)),
            contact_count=Count("members", filter=now & Q(members__contact__isnull=False)),
        )


class MemberQuerySet(models.QuerySet[Any]):
    def current(self) -> MemberQuerySet:
        return self.filter(left_on=None)


class MandateQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> MandateQuerySet:
        return self.filter(status=MandateStatus.ACTIVE, started_on__lte=on).filter(
            Q(ended_on=None) | Q(ended_on__gte=on)
        )


class ProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ProposalQuerySet:
        """Staff over the place: a draft is nobody else's business."""
        return self.filter(user.scopes.in_region("region__path", Role.STAFF))


class RosterDraftQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> RosterDraftQuerySet:
        """Nobody sees what somebody else has uploaded."""
        return self.filter(owner_id=user.pk)

    def forgotten(self, at: datetime) -> RosterDraftQuerySet:
        """Uploads nobody has finished within a day."""
        return self.filter(done_at=None, created_at__lt=at - timedelta(days=1))
