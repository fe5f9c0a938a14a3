"""Named questions about stations, rota, receptions and visits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from accounts.scopes import any_of
from opinions.choices import Visibility

if TYPE_CHECKING:
    from accounts.models import User


class StationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> StationQuerySet:
        """Committee and townships: their subtree; staff: their own; a deputy: the station of their group."""
        scopes = user.scopes
        filters = [Q(unit_id__in=scopes.units(*Role.STATION))]
        if scopes.paths(*Role.COMMITTEE, Role.TOWNSHIP):
            filters.append(scopes.in_region("unit__region__path", *Role.COMMITTEE, Role.TOWNSHIP))
        if scopes.has(Role.DEPUTY):
            filters.append(
                Q(groups__group__members__deputy__user_id=user.pk, groups__group__members__left_on=None)
            )
        return self.filter(pk__in=self.filter(any_of(filters)).values("pk"))


class SlotQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SlotQuerySet:
        """As the station; and the deputies on duty."""
        scopes = user.scopes
        filters = [Q(station__unit_id__in=scopes.units(*Role.STATION))]
        if scopes.paths(*Role.COMMITTEE, Role.TOWNSHIP):
            filters.append(scopes.in_region("station__unit__region__path", *Role.COMMITTEE, Role.TOWNSHIP))
        if scopes.has(Role.DEPUTY):
            filters.append(Q(slot_deputies__deputy__user_id=user.pk))
        return self.filter(pk__in=self.filter(any_of(filters)).values("pk"))

    def upcoming(self, on: date) -> SlotQuerySet:
        return self.filter(date__gte=on, status="planned").order_by("date", "starts_at")


class ReceptionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ReceptionQuerySet:
        """Committee and townships: their subtree; stations: their own."""
        scopes = user.scopes
        return self.filter(
            scopes.in_region("station__unit__region__path", *Role.COMMITTEE, Role.TOWNSHIP)
            | Q(station__unit_id__in=scopes.units(*Role.STATION))
        )


class VisitQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """As the reception; a sealed visit is the committee's alone."""
        scopes = user.scopes
        committee = scopes.in_region("reception__station__unit__region__path", *Role.COMMITTEE)
        others = scopes.in_region("reception__station__unit__region__path", Role.TOWNSHIP) | Q(
            reception__station__unit_id__in=scopes.units(*Role.STATION)
        )
        return self.filter(committee | (others & Q(visibility=Visibility.NORMAL)))
