"""Named questions about schemes, rounds and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.choices import Role
from deputies.choices import BatchStatus, GroupRole, SchemeStatus

if TYPE_CHECKING:
    from accounts.models import User


class SchemeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SchemeQuerySet:
        """The committee's own staff."""
        return self.filter(unit__region__path__in=user.scopes.paths(Role.STAFF))

    def in_use(self, unit_id: int, year: int) -> SchemeQuerySet:
        return self.filter(unit_id=unit_id, year=year, status=SchemeStatus.ACTIVE)


class BatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> BatchQuerySet:
        """The committee's own staff."""
        return self.filter(unit__region__path__in=user.scopes.paths(Role.STAFF))

    def running(self) -> BatchQuerySet:
        return self.filter(status__in=(BatchStatus.RATING, BatchStatus.APPEALS))


class SheetQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SheetQuerySet:
        """The deputy's own, and those of whoever rates: staff of the committee, the township, the group's leader."""
        staff = Q(batch__unit__region__path__in=user.scopes.paths(Role.STAFF))
        town = user.scopes.in_region("deputy__home_region__path", Role.TOWNSHIP)
        own = Q(deputy__user_id=user.pk)
        alive = ~Q(batch__status=BatchStatus.CANCELLED)
        seen = staff | (alive & (own | town | sheets_led_by(user)))
        return self.filter(pk__in=self.filter(seen).values("pk"))

    def alive(self) -> SheetQuerySet:
        """Of rounds that were not cancelled, where the committee counts points."""
        return self.exclude(batch__status=BatchStatus.CANCELLED).filter(batch__unit__in=counting_units())

    def with_list_data(self) -> SheetQuerySet:
        return self.select_related("batch__unit__region", "deputy__home_region").prefetch_related("ratings")


def counting_units() -> Any:
    """The committees whose switch is on."""
    return apps.get_model("deputies", "DutySetting").objects.filter(scoring=True).values("unit_id")


def sheets_led_by(user: User) -> Q:
    """Sheets of the members of the group that the user leads, their own left out."""
    mine = "deputy__memberships__group__members__"
    led = Q(
        deputy__memberships__left_on=None,
        **{f"{mine}deputy__user_id": user.pk, f"{mine}left_on": None, f"{mine}role": GroupRole.LEADER},
    )
    return led & ~Q(deputy__user_id=user.pk)
