"""Field research before a sitting: where one went, what was found, and which spoken opinions cite it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from meetings.models.plan import Meeting
from meetings.models.record import RaisedOpinion
from meetings.models.sitting import Sitting


class ResearchStop(models.Model):
    """A place visited before a sitting of the meeting; `sitting` is the group that went, all without one."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="stops", verbose_name="会议")
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="stops", verbose_name="哪个组去"
    )
    place = models.CharField("地点", max_length=80)
    visited_on = models.DateField("日期")
    starts_at = models.TimeField("时间", null=True, blank=True)
    hosts = models.CharField("接待、陪同", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "调研点"
        ordering = ("visited_on", "starts_at", "id")

    def __str__(self) -> str:
        return self.place


class Finding(models.Model):
    """What was found at a stop, one thing a row, so that an opinion can cite it."""

    stop = models.ForeignKey(ResearchStop, models.CASCADE, related_name="findings", verbose_name="调研点")
    text = models.TextField("发现")

    class Meta:
        verbose_name = verbose_name_plural = "调研发现"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:40]


class FindingWording(models.Model):
    """What a finding said before somebody put it right."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="wordings", verbose_name="发现")
    text = models.TextField("原来的文字")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")
    changed_at = models.DateTimeField("修改时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "调研发现的原文"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.text[:40]


class Citation(models.Model):
    """A spoken opinion rests on a finding."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="citations", verbose_name="发现")
    raised = models.ForeignKey(RaisedOpinion, models.CASCADE, related_name="citations", verbose_name="发言意见")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "引用的调研发现"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finding", "raised"], name="citation_once", violation_error_message="已经引用过这一条。"
            )
        ]

    def __str__(self) -> str:
        return str(self.finding)
