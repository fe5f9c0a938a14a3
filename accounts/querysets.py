"""Named questions about users, units, regions, grants and notices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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


class SlipQuerySet(models.QuerySet[Any]):
    def open(self, at: datetime) -> SlipQuerySet:
        """Neither used nor void nor too old (the queryset of `EntrySlip.is_open`)."""
        return self.filter(used_at=None, voided_at=None, valid_until__gt=at)


class PhoneQuerySet(models.QuerySet[Any]):
    def live(self, at: datetime) -> PhoneQuerySet:
        """Those that still come back (the queryset of `BoundPhone.is_live`)."""
        return self.filter(ended_at=None, bound_until__gt=at)


class SmsCodeQuerySet(models.QuerySet[Any]):
    def since(self, start: datetime) -> SmsCodeQuerySet:
        """Asked for after `start`."""
        return self.filter(asked_at__gt=start)

    def forgotten(self, at: datetime) -> SmsCodeQuerySet:
        """Older than two days: no limit counts them any more, and nothing of a telephone stays behind."""
        return self.filter(asked_at__lt=at - timedelta(days=2))

    def usable(self, at: datetime) -> SmsCodeQuerySet:
        """Neither used nor too old nor tried too often."""
        return self.filter(used_at=None, valid_until__gt=at, tries_left__gt=0)


class EntryTryQuerySet(models.QuerySet[Any]):
    def lately(self, address: str | None, at: datetime) -> EntryTryQuerySet:
        """What `address` tried in vain within the hour before `at`."""
        return self.filter(address=address, at__gt=at - timedelta(hours=1))

    def forgotten(self, at: datetime) -> EntryTryQuerySet:
        """Older than a day: nothing counts them any more."""
        return self.filter(at__lt=at - timedelta(days=1))
