"""履职档案: what a deputy did, what they say of it, and how a committee keeps its file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from deputies.choices import DutyKind, DutyStatus, ObjectionGround, ObjectionOutcome
from deputies.models.register import Deputy
from deputies.querysets import DutyQuerySet, SettingQuerySet


class DutySetting(models.Model):
    """How a standing committee keeps the files of its place. Points are off until somebody turns them on.

    `group_first`: what was entered by hand goes to the leader of the deputy's group before the committee.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+", verbose_name="人大常委会")
    group_first = models.BooleanField("手工录入先由小组长看", default=False)
    objection_days = models.PositiveSmallIntegerField("提出异议的天数", default=30)
    scoring = models.BooleanField("使用量化计分", default=False)

    objects = SettingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职档案设置"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(objection_days__gte=1, objection_days__lte=365),
                name="dutysetting_days_in_a_year",
                violation_error_message="提出异议的天数要在 1 到 365 天之间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}履职档案设置"


class DutyRecord(models.Model):
    """A thing a deputy did; `source_key` makes it once.

    Written by the verb that saw it done and counted at once, or entered by hand and counted when audited.
    Points are computed from counted rows and stored nowhere, so nothing is counted twice.
    """

    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="duties", verbose_name="代表")
    kind = models.CharField("类别", max_length=16, choices=DutyKind)
    on = models.DateField("日期")
    title = models.CharField("内容", max_length=120)
    source_key = models.CharField("来源键", max_length=80, unique=True)
    by_hand = models.BooleanField("手工录入", default=False)
    status = models.CharField("状态", max_length=10, choices=DutyStatus, default=DutyStatus.COUNTED)
    confirmed_at = models.DateTimeField("代表确认时间", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职记录"
        ordering = ("-on", "-id")
        indexes: ClassVar = [models.Index(fields=["status", "id"], name="dutyrecord_by_status")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(by_hand=True) | ~Q(status__in=[*DutyStatus.OPEN, DutyStatus.REFUSED]),
                name="dutyrecord_audit_by_hand_only",
                violation_error_message="只有手工录入的记录要审核。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deputies:duty_detail", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon and word of the status."""
        kind, icon = DutyStatus.LOOKS[self.status]
        return kind, icon, str(self.get_status_display())

    @property
    def is_proxy(self) -> bool:
        """Whether a person other than the deputy entered it."""
        return self.entered_by_id is not None and self.entered_by_id != self.deputy.user_id


class DutyObjection(models.Model):
    """What the deputy holds against a record, once, and what was decided, once."""

    record = models.OneToOneField(DutyRecord, models.CASCADE, related_name="objection", verbose_name="履职记录")
    ground = models.CharField("哪里不对", max_length=12, choices=ObjectionGround)
    words = models.CharField("说明", max_length=200)
    raised_at = models.DateTimeField("提出时间")
    outcome = models.CharField("处理结果", max_length=10, choices=ObjectionOutcome, blank=True)
    answer = models.CharField("答复", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履职记录异议"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="dutyobjection_decided_whole",
                violation_error_message="处理结果和处理时间要一起写。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record}：{self.get_ground_display()}"
