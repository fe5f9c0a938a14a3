"""A standard paper in somebody's hands, and whether they say that they have read it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from meetings.choices import ReceiptStatus
from meetings.models.preparation import Preparation
from meetings.models.process import PaperVersion
from meetings.models.sitting import Participant
from meetings.querysets.process import ReceiptQuerySet


class PaperReceipt(models.Model):
    """One version of a paper handed to one person for one meeting, once.

    Somebody with an account (`user`) presses 已阅 themselves; to somebody without, staff hand it
    printed and say so. `name` and `capacity` are as they were that day.
    """

    preparation = models.ForeignKey(Preparation, models.PROTECT, related_name="receipts", verbose_name="筹备")
    paper = models.ForeignKey(PaperVersion, models.PROTECT, related_name="receipts", verbose_name="材料")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号")
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="参会人"
    )
    name = models.CharField("姓名", max_length=40)
    capacity = models.CharField("在会上做什么", max_length=60)
    status = models.CharField("状态", max_length=8, choices=ReceiptStatus, default=ReceiptStatus.WAITING)
    handed_at = models.DateTimeField("发出时间", default=timezone.now)
    answered_at = models.DateTimeField("已阅时间", null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料签阅"
        ordering = ("id",)
        indexes: ClassVar = [models.Index(fields=["user", "status"], name="receipt_of_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["preparation", "paper", "user"],
                condition=Q(user__isnull=False),
                name="receipt_once_a_user",
                violation_error_message="这份材料已经发给本人了。",
            ),
            models.UniqueConstraint(
                fields=["preparation", "paper", "participant"],
                condition=Q(participant__isnull=False),
                name="receipt_once_a_participant",
                violation_error_message="这份材料已经发给本人了。",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReceiptStatus.ON_PAPER) | Q(user=None),
                name="receipt_paper_without_account",
                violation_error_message="有账号的人自己点已阅。",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReceiptStatus.READ) | Q(user__isnull=False),
                name="receipt_read_by_account",
                violation_error_message="没有账号的人发纸质材料。",
            ),
            models.CheckConstraint(
                condition=Q(status=ReceiptStatus.WAITING, answered_at=None)
                | ~Q(status=ReceiptStatus.WAITING) & Q(answered_at__isnull=False),
                name="receipt_answer_has_time",
                violation_error_message="已阅和已发纸质都要有时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.paper}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:receipt_detail", args=[self.pk])
