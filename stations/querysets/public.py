"""Named questions about codes, public pages and the switch that takes the public side down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from accounts.scopes import any_of
from stations.choices import PageStatus
from stations.querysets.reception import OVERSEERS

if TYPE_CHECKING:
    from accounts.models import User


class TargetQuerySet(models.QuerySet[Any]):
    """Rows that belong to one deputy or one station."""

    def visible_to(self, user: User) -> Self:
        """Committee and townships: their subtree; stations: their own and the deputies of their groups; a
        deputy: their own."""
        scopes = user.scopes
        stations = self.model._meta.get_field("station").related_model.objects  # noqa: SLF001 - no import upward
        groups = stations.staffed_by(user).values("groups__group_id")
        filters = [
            scopes.in_region("station__unit__region__path", *OVERSEERS),
            Q(station__unit_id__in=scopes.units(*Role.STATION)),
            scopes.in_region("deputy__home_region__path", *OVERSEERS),
            Q(deputy__memberships__left_on=None, deputy__memberships__group__in=groups),
            Q(deputy__user_id=user.pk),
        ]
        return self.filter(pk__in=self.filter(any_of(filters)).values("pk"))

    def with_target(self) -> Self:
        """Whose it is, in one query."""
        return self.select_related("deputy__home_region", "station__unit__region")


class CodeQuerySet(TargetQuerySet):
    def current(self) -> CodeQuerySet:
        """Still in use."""
        return self.filter(revoked_at=None)


class PageQuerySet(TargetQuerySet):
    def published(self) -> PageQuerySet:
        """What residents may read, while the public side is up."""
        return self.filter(status=PageStatus.PUBLISHED)


class ClosureQuerySet(models.QuerySet[Any]):
    def standing(self) -> ClosureQuerySet:
        """Closed and not put up again."""
        return self.filter(reopened_at=None)


class JobQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> JobQuerySet:
        """Staff of the committee over the place: they print for all of it."""
        return self.filter(user.scopes.in_region("region__path", Role.STAFF))


def deputies_kept_by(deputies: models.QuerySet[Any], groups: Any, user: User) -> models.QuerySet[Any]:
    """Out of `deputies`, those whose code and page `user` may see at work: of one's place, or of `groups`, those of
    one's station."""
    of_place = user.scopes.in_region("home_region__path", *OVERSEERS)
    of_station = Q(memberships__left_on=None, memberships__group__in=groups)
    return deputies.filter(pk__in=deputies.filter(of_place | of_station).values("pk"))
