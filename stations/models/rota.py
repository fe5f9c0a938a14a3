"""The days on which deputies receive, and who is on duty."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from deputies.models import Deputy
from stations.choices import SlotStatus
from stations.models.rule import DayRule
from stations.models.station import Station
from stations.querysets import SlotQuerySet


class DutySlot(models.Model):
    """A reception day to come: when, and who is on duty.

    `nominal_on` is the day the rule names, which a holiday may have shifted; it makes the day once
    however often days are generated. Until `published_at` who is on duty is the station's plan, which no
    deputy sees. `cleared_by` looked over the public notice; it is another person than `published_by`.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="slots", verbose_name="联络站")
    date = models.DateField("日期")
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束")
    status = models.CharField("状态", max_length=10, choices=SlotStatus, default=SlotStatus.PLANNED)
    rule = models.ForeignKey(
        DayRule, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name="所依规则"
    )
    nominal_on = models.DateField("规则上的日子", null=True, blank=True)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公布人"
    )
    cleared_at = models.DateTimeField("公告审核时间", null=True, blank=True)
    cleared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公告审核人"
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待日"
        ordering = ("date", "starts_at")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "date", "starts_at"],
                name="dutyslot_once",
                violation_error_message="这个时间已经排了接待日。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="dutyslot_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            ),
            models.UniqueConstraint(
                fields=["station", "nominal_on"],
                condition=Q(nominal_on__isnull=False),
                name="dutyslot_once_by_rule",
                violation_error_message="规则上的这一天已经生成过。",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by=None) | Q(published_by=None) | ~Q(cleared_by=F("published_by")),
                name="dutyslot_two_persons",
                violation_error_message="公布轮值和审核公告不能是同一个人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.date:%Y-%m-%d}"

    @property
    def hours(self) -> str:
        """“9:00 到 11:30”."""
        return f"{self.starts_at.hour}:{self.starts_at:%M} 到 {self.ends_at.hour}:{self.ends_at:%M}"

    @property
    def begins(self) -> datetime:
        """The moment at which it begins, in the portal's time zone."""
        return datetime.combine(self.date, self.starts_at, tzinfo=timezone.get_current_timezone())


class SlotDeputy(models.Model):
    """A deputy on duty."""

    slot = models.ForeignKey(DutySlot, models.CASCADE, related_name="slot_deputies", verbose_name="接待日")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="代表")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "轮值代表"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "deputy"], name="slotdeputy_once", violation_error_message="这名代表已经排在这一天。"
            )
        ]

    def __str__(self) -> str:
        return str(self.deputy)

    @property
    def others(self) -> list[Deputy]:
        """Who else is on duty that day."""
        return [row.deputy for row in self.slot.slot_deputies.all() if row.pk != self.pk]
