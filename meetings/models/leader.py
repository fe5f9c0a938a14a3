"""What leaders say at a sitting: filed apart from the record, no opinion, no row of the ledger."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from meetings.choices import SpeechStatus
from meetings.models.sitting import Sitting
from meetings.querysets import SpeechQuerySet


class LeaderSpeech(models.Model):
    """A 领导讲话: 待审定 → 已审定 → 已公开. It is never rated, merged, handed on, or found by a search.

    Its words change only while 待审定; what is published is what was approved, after a 保密审查 by
    somebody who did not write it down.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="speeches", verbose_name="会议")
    speaker = models.CharField("讲话人", max_length=40)
    title = models.CharField("职务", max_length=80, blank=True)
    text = models.TextField("讲话内容")
    status = models.CharField("状态", max_length=10, choices=SpeechStatus, default=SpeechStatus.PENDING)
    said_at = models.DateTimeField("记录时间", default=timezone.now)
    recorder = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    reviewer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="保密审查人"
    )
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    client_id = models.UUIDField("端侧编号", default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects = SpeechQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导讲话"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(speaker="") & ~models.Q(text=""),
                name="leaderspeech_not_empty",
                violation_error_message="讲话人和讲话内容都要写。",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=SpeechStatus.PUBLIC)
                | models.Q(reviewer__isnull=False, published_at__isnull=False),
                name="leaderspeech_reviewed",
                violation_error_message="没有经过保密审查的讲话不能公开。",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewer=None) | ~models.Q(reviewer=models.F("recorder")),
                name="leaderspeech_two_persons",
                violation_error_message="记录和保密审查不能是同一个人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}在{self.sitting}的讲话"

    def get_absolute_url(self) -> str:
        return reverse("meetings:leader_detail", args=[self.pk])
