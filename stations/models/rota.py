"""The days on which deputies receive, and who is on duty."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from deputies.models import Deputy
from stations.choices import SlotStatus
from stations.models.station import Station
from stations.querysets import SlotQuerySet


class DutySlot(models.Model):
    """A reception day to come: when, and who is on duty."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="slots", verbose_name="联络站")
    date = models.DateField("日期")
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束")
    status = models.CharField("状态", max_length=10, choices=SlotStatus, default=SlotStatus.PLANNED)

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
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.date:%Y-%m-%d}"


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
