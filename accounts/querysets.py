"""Named questions about users, units, regions, grants and notices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Branch, CodeSystem, Role, UnitKind

if TYPE_CHECKING:
    from accounts.models import User


class RegionQuerySet(models.QuerySet[Any]):
    def shown(self) -> RegionQuerySet:
        """The administrative tree in force: what people choose from."""
        return self.filter(system=CodeSystem.MCA, valid_to=None)

    def under(self, path: str) -> RegionQuerySet:
        """The place with `path` and everything below it."""
        return self.filter(path__startswith=path)


class UnitQuerySet(models.QuerySet[Any]):
    def active(self) -> UnitQuerySet:
        return self.filter(is_active=True)

    def may_lead(self) -> UnitQuerySet:
        """Units an item may be assigned to (the queryset of `Unit.may_lead`)."""
        return self.filter(is_active=True, branch__in=Branch.MAY_LEAD).exclude(kind=UnitKind.DISPATCH)


class UserQuerySet(models.QuerySet[Any]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)


class GrantQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> GrantQuerySet:
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))

    def keepers(self) -> GrantQuerySet:
        return self.filter(role__in=Role.KEEPERS)


class NoticeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """A notice is seen by its addressee alone."""
        return self.filter(user_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)
