"""The codes that stand on posters and cards: whoever scans one comes to a deputy or a station."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from deputies.models import Deputy
from opinions.models.event import exactly_one
from stations.models.station import Station
from stations.querysets import CodeQuerySet


def new_token() -> str:
    """Twelve random bytes as they stand in an address."""
    return secrets.token_urlsafe(12)


class PublicCode(models.Model):
    """代表码 or 站点码: an unguessable address that is printed, and so outlives what it was printed for.

    A revoked code leads nowhere by itself; the code of a deputy who left leads to a station. A new
    code is a new row, so that an old poster can be told from a wrong address.
    """

    token = models.CharField("码", max_length=24, unique=True, default=new_token, editable=False)
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="codes", verbose_name="联络站"
    )
    issued_at = models.DateTimeField("发码时间", default=timezone.now)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="发码人")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoke_reason = models.CharField("停用原因", max_length=120, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "二维码"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("deputy", "station"),
                name="publiccode_one_target",
                violation_error_message="一个码只属于一名代表或一个站。",
            ),
            models.UniqueConstraint(
                fields=["deputy"],
                condition=Q(revoked_at=None, deputy__isnull=False),
                name="publiccode_one_of_deputy",
                violation_error_message="这名代表已经有一个在用的码。",
            ),
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(revoked_at=None, station__isnull=False),
                name="publiccode_one_of_station",
                violation_error_message="这个站已经有一个在用的码。",
            ),
        ]

    def __str__(self) -> str:
        return self.token

    @property
    def is_current(self) -> bool:
        """Still in use."""
        return self.revoked_at is None
