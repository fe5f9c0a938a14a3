"""What deputies say about their reception days: that they cannot come, and whom they ask instead."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from deputies.models import Deputy
from stations.choices import SwapStatus
from stations.models.rota import DutySlot


class Absence(models.Model):
    """A deputy cannot come on a reception day, said before or after being put on it."""

    slot = models.ForeignKey(DutySlot, models.CASCADE, related_name="absences", verbose_name="接待日")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="代表")
    note = models.CharField("为什么", max_length=60)
    said_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "来不了"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "deputy"], name="absence_once", violation_error_message="已经说过这一天来不了。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deputy}：{self.note}"


class Swap(models.Model):
    """调班: `asker` asks `asked` to come instead on `slot`; for `in_return`, where given, the asker comes."""

    slot = models.ForeignKey(DutySlot, models.CASCADE, related_name="swaps", verbose_name="接待日")
    asker = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="请人的代表")
    asked = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="被请的代表")
    in_return = models.ForeignKey(
        DutySlot, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="换来的接待日"
    )
    status = models.CharField("状态", max_length=10, choices=SwapStatus, default=SwapStatus.ASKED)
    note = models.CharField("说明", max_length=60, blank=True)
    asked_at = models.DateTimeField("提出时间", default=timezone.now)
    answered_at = models.DateTimeField("回话时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "调班"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "asker"],
                condition=Q(status=SwapStatus.ASKED),
                name="swap_one_open",
                violation_error_message="这一天已经请了一位，等回话以后再请别人。",
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("asked")), name="swap_two_persons", violation_error_message="不能请自己。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker}→{self.asked}"
