"""Named questions about paper registers, and about files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from stations.choices import PaperStatus
from stations.querysets.reception import _at, _unsealed

if TYPE_CHECKING:
    from accounts.models import User


class RegisterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> RegisterQuerySet:
        """That a register waits is seen by whoever sees its reception."""
        return self.filter(_at(user.scopes, "reception__station__"))

    def with_list_data(self) -> RegisterQuerySet:
        """The reception, its station and the deputies, in two queries."""
        rows = self.select_related(
            "reception__station__unit__region",
            "reception__station__reports_to",
            "reception__station__township_office",
            "reception__occasion",
            "opened_by",
        )
        return rows.prefetch_related("reception__deputies")

    def waiting(self) -> RegisterQuerySet:
        """Photographed and not typed to the end; the one that waits longest first."""
        return self.filter(status=PaperStatus.WAITING).order_by("opened_at", "id")


class AttachmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """A scan to whoever sees its visit. A photo of the register shows names and telephones in full:
        to the station's own people and the committee's staff."""
        scopes = user.scopes
        photos = scopes.in_region("reception__station__unit__region__path", Role.STAFF) | Q(
            reception__station__unit_id__in=scopes.units(*Role.STATION)
        )
        scans = _unsealed(scopes, "visit__reception__station__", "visit__visibility")
        return self.filter(Q(visit__isnull=False) & scans | Q(reception__isnull=False) & photos)
