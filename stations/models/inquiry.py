"""部门负责人进站问政: a question to a unit, what it answered, what it promised, whether it was done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from opinions.models import Contributor, Opinion
from stations.choices import InquiryStatus
from stations.models.activity import Activity
from stations.querysets import InquiryQuerySet


class Inquiry(models.Model):
    """One question asked at an activity. `follower` is the station or committee that sees the promise kept.

    `opinion` is set when the question was passed into the ledger: then it lives on there and no longer here.
    """

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="inquiries", verbose_name="活动")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", verbose_name="提问人")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="问哪个单位")
    question = models.TextField("问题")
    answer = models.TextField("现场答复", blank=True)
    promise = models.TextField("承诺", blank=True)
    due_on = models.DateField("承诺期限", null=True, blank=True)
    follower = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁跟进"
    )
    evidence = models.TextField("办得怎样", blank=True)
    status = models.CharField("状态", max_length=10, choices=InquiryStatus, default=InquiryStatus.ASKED)
    opinion = models.OneToOneField(
        Opinion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转成的意见"
    )
    version = models.PositiveIntegerField("版本", default=1)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    created_at = models.DateTimeField("记录时间", default=timezone.now)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问政问题"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=InquiryStatus.PROMISED) | Q(due_on__isnull=False, follower__isnull=False),
                name="inquiry_promise_has_a_day",
                violation_error_message="承诺要写期限和跟进单位。",
            ),
            models.CheckConstraint(
                condition=Q(status=InquiryStatus.LEDGER, opinion__isnull=False)
                | ~Q(status=InquiryStatus.LEDGER) & Q(opinion=None),
                name="inquiry_in_the_ledger_or_not",
                violation_error_message="转入意见台账的，才有意见。",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:40]
