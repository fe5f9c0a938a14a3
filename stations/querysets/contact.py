"""Named questions about who keeps in touch with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from stations.querysets.reception import OVERSEERS

if TYPE_CHECKING:
    from accounts.models import User


class TargetQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> TargetQuerySet:
        """Staff over the place keep it."""
        return self.filter(user.scopes.in_region("unit__region__path", Role.STAFF))


class MemberLinkQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> MemberLinkQuerySet:
        """Committee and townships over the deputy's place; the two of them."""
        over = user.scopes.in_region("deputy__home_region__path", *OVERSEERS)
        return self.filter(over | Q(deputy__user_id=user.pk) | Q(member__user_id=user.pk))

    def current(self) -> MemberLinkQuerySet:
        return self.filter(until=None)


class HouseholdQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> HouseholdQuerySet:
        """The deputy's own, the station of their place that writes them down, the committee's staff over it."""
        scopes = user.scopes
        staff = scopes.in_region("deputy__home_region__path", Role.STAFF)
        station = Q(deputy__home_region__units__in=scopes.units(*Role.STATION))
        seen = self.filter(staff | station | Q(deputy__user_id=user.pk))
        return self.filter(pk__in=seen.values("pk"))

    def current(self) -> HouseholdQuerySet:
        return self.filter(until=None)
