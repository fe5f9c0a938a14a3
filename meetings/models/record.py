"""The live record of a sitting, row by row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from meetings.choices import RaisedStatus
from meetings.models.sitting import Participant, Sitting
from meetings.querysets import RaisedQuerySet
from opinions.models import Opinion


class RaisedOpinion(models.Model):
    """A row of the live record. Deleting it in capture keeps the row (`deleted_at`) and takes the
    opinion out of the ledger's sums by 不交办 (记录时删除)."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="raised", verbose_name="会议")
    # Empty only where it was deleted and its speaker then taken off the list; `opinion.contributor` still says who.
    participant: models.ForeignKey[Participant | None, Participant] = models.ForeignKey(  # type: ignore[misc]
        Participant, models.PROTECT, null=True, related_name="raised", verbose_name="发言人"
    )
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="+", verbose_name="意见")
    order = models.PositiveBigIntegerField("次序", help_text="说的时刻（微秒），先说的在前。")
    said_at = models.DateTimeField("记录时间", default=timezone.now)
    status = models.CharField("状态", max_length=10, choices=RaisedStatus, default=RaisedStatus.RECORDED)
    confirmed_at = models.DateTimeField("本人核对时间", null=True, blank=True)
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    revision = models.PositiveBigIntegerField("最近修订号", db_index=True)
    deleted_at = models.DateTimeField("删除时间", null=True, blank=True)

    objects = RaisedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发言意见"
        ordering = ("order",)
        indexes: ClassVar = [
            models.Index(fields=["sitting", "-order"], name="raised_rows"),
            models.Index(fields=["sitting", "revision"], name="raised_changes"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(participant__isnull=False) | models.Q(deleted_at__isnull=False),
                name="raisedopinion_has_speaker",
                violation_error_message="一条发言要有发言人。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}–{self.order}"
