"""Named questions about the checklist and what was found by it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from stations.querysets.reception import OVERSEERS

if TYPE_CHECKING:
    from accounts.models import User


class StandardItemQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> StandardItemQuerySet:
        """What was to be met on the day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class CheckQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> CheckQuerySet:
        """The station's own people, and the committees and townships over it."""
        scopes = user.scopes
        over = scopes.in_region("station__unit__region__path", *OVERSEERS)
        return self.filter(over | Q(station__unit_id__in=scopes.units(*Role.STATION)))

