"""月台账: the form in which a county wants it, and what a station handed in."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Unit, User
from common.files import StoredFile
from stations.models.station import Station
from stations.querysets.ledger import ReportQuerySet


class LedgerLayout(models.Model):
    """The columns of a committee office's own form: which, in which order, under which heading, how wide.

    `columns` is a list of `{"key", "heading", "width"}`; `title` may hold {年}, {月} and {地方}.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("表题", max_length=80)
    columns = models.JSONField("列", default=list)
    updated_at = models.DateTimeField("修改时间", default=timezone.now)
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "台账格式"
        ordering = ("unit",)

    def __str__(self) -> str:
        return f"{self.unit}台账格式"


class MonthlyReport(StoredFile):
    """What a station handed in for a month, once: the file as it was, its figures, and the facts of its rows.

    `rows` keeps of each opinion, by its id, what a later correction can be told from.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="reports", verbose_name="联络站")
    month = models.DateField("月份")
    figures = models.JSONField("数字", default=dict)
    rows = models.JSONField("各行", default=dict)
    handed_in_at = models.DateTimeField("报送时间", default=timezone.now)
    handed_in_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="报送人")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月台账"
        ordering = ("-month", "station")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "month"],
                name="monthlyreport_once",
                violation_error_message="这个月的台账已经报送过。",
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1),
                name="monthlyreport_first_day",
                violation_error_message="月份记这个月的 1 日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.month.year}年{self.month.month}月台账"


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)
