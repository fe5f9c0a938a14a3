"""What deputies say about their reception days: that they cannot come, and whom they ask instead."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from common.text import cn_short
from deputies.models import Deputy
from stations.choices import SlotStatus, SwapStatus
from stations.models.rota import DutySlot


class Absence(models.Model):
    """A deputy cannot come on a reception day, said before or after being put on it; `wish` is the other day
    they would rather come, which the station may follow or not."""

    slot = models.ForeignKey(DutySlot, models.CASCADE, related_name="absences", verbose_name="接待日")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="代表")
    note = models.CharField("为什么", max_length=60)
    wish = models.ForeignKey(
        DutySlot, models.SET_NULL, null=True, blank=True, related_name="wishes", verbose_name="想改到哪天"
    )
    said_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "来不了"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "deputy"], name="absence_once", violation_error_message="已经说过这一天来不了。"
            ),
            models.CheckConstraint(
                condition=Q(wish=None) | ~Q(wish=F("slot")),
                name="absence_wish_is_another_day",
                violation_error_message="想改的要是另一天。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}：{self.note}"

    @property
    def words(self) -> str:
        """“外出开会，想改到7月16日”; a day that is off the rota meanwhile is wished no more."""
        if self.wish is None or self.wish.status != SlotStatus.PLANNED:
            return self.note
        return f"{self.note}，想改到{cn_short(self.wish.date)}"


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
