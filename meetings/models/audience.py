"""旁听: who asked to listen, qualified by staff within a quota."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.crypto import EncryptedTextField
from deputies.choices import Gender
from meetings.choices import AudienceStatus
from meetings.models.attendance import Attendee
from meetings.models.plan import Meeting
from meetings.querysets import AudienceQuerySet


class AudienceApplication(models.Model):
    """One citizen's application. Number of the identity card, address and phone are encrypted and shown masked;
    the keyed hash of the number makes an application once a meeting. `attendee` stands once it was granted."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="applications", verbose_name="会议")
    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=1, choices=Gender)
    born_on = models.DateField("出生日期")
    id_number = EncryptedTextField("身份证号", default="")
    id_hash = models.CharField("身份证号查找值", max_length=64, editable=False)
    occupation = models.CharField("单位或职业", max_length=80, blank=True)
    address = EncryptedTextField("住址", blank=True, default="")
    phone = EncryptedTextField("电话", default="")
    topic = models.CharField("想旁听的议题", max_length=160, blank=True)
    status = models.CharField("状态", max_length=8, choices=AudienceStatus, default=AudienceStatus.APPLIED)
    reason = models.CharField("不通过的理由", max_length=200, blank=True)
    attendee = models.OneToOneField(
        Attendee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议名单"
    )
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间", default=timezone.now)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听申请"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "id_hash"],
                name="audience_person_once",
                violation_error_message="这个人已经申请过旁听这次会议。",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(reason=""),
                name="audience_refused_with_reason",
                violation_error_message="不通过要写理由。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_id(self) -> str:
        """The last four digits, enough to compare at the door."""
        return f"{'*' * 14}{self.id_number[-4:]}" if self.id_number else ""
