"""The filled paper register of a reception: photographed first, typed when there is time."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from stations.choices import PaperStatus
from stations.models.reception import Reception
from stations.querysets import RegisterQuerySet


class PaperRegister(models.Model):
    """纸质登记表 of one reception. Its photos are the reception's attachments, its rows the visits.

    `row_count` is how many rows stand on the paper, as the person says who typed them.
    """

    reception = models.OneToOneField(Reception, models.PROTECT, related_name="paper", verbose_name="接待")
    status = models.CharField("状态", max_length=8, choices=PaperStatus, default=PaperStatus.WAITING)
    row_count = models.PositiveSmallIntegerField("登记表行数", null=True, blank=True)
    opened_at = models.DateTimeField("传上来的时间", default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="谁传的")
    finished_at = models.DateTimeField("录完时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纸质登记表"
        ordering = ("opened_at", "id")
        indexes: ClassVar = [models.Index(fields=["status", "opened_at", "id"], name="paper_waiting")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=PaperStatus.WAITING, finished_at=None)
                | Q(status=PaperStatus.DONE, finished_at__isnull=False, row_count__isnull=False),
                name="paper_done_is_counted",
                violation_error_message="录完了的登记表要写明一共几行、什么时候录完。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reception} 纸质登记表"

    def get_absolute_url(self) -> str:
        return reverse("stations:paper_detail", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.status == PaperStatus.DONE

    def waited(self, on: date) -> int:
        """Calendar days from the upload to `on`."""
        return max(0, (on - timezone.localdate(self.opened_at)).days)
