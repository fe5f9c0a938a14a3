"""旁听: what the public is told of the seats, and who asked to listen, qualified by staff within a quota."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.crypto import EncryptedTextField
from deputies.choices import Gender
from meetings.choices import AudienceNoticeStatus, AudienceStatus
from meetings.models.attendance import Attendee
from meetings.models.plan import Meeting
from meetings.querysets import AudienceNoticeQuerySet, AudienceQuerySet
from stations.choices import HeldWhy
from stations.validators import check_public_text

BODY_MAX = 2000


class AudienceNotice(models.Model):
    """The public notice that citizens may listen to a meeting, and until which day they may apply.

    Published once another person than who submitted it has done the 保密审查. The number of the identity
    card is asked for only where `asks_id` says that the door needs it.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="audience_notice", verbose_name="会议")
    body = models.TextField("公告内容", max_length=BODY_MAX, validators=[check_public_text])
    closes_on = models.DateField("报名截止日")
    asks_id = models.BooleanField("报名时要填身份证号", default=False)
    status = models.CharField(
        "状态", max_length=10, choices=AudienceNoticeStatus, default=AudienceNoticeStatus.DRAFT
    )
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提请人"
    )
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审查人"
    )
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = AudienceNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听公告"
        ordering = ("meeting__occasion__held_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=AudienceNoticeStatus.PUBLISHED)
                | Q(reviewed_by__isnull=False, published_at__isnull=False) & ~Q(reviewed_by=F("submitted_by")),
                name="audiencenotice_reviewed",
                violation_error_message="旁听公告要由另一个人审查过才能公开。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}旁听公告"

    def get_absolute_url(self) -> str:
        return reverse("meetings:audience_notice", args=[self.meeting_id])

    def is_open(self, on: date) -> bool:
        """Whether one may apply on that day."""
        return self.status == AudienceNoticeStatus.PUBLISHED and on <= self.closes_on


class AudienceApplication(models.Model):
    """One citizen's application. Number of the identity card, address and phone are encrypted and shown masked.

    `id_hash`, the keyed hash of the number (of name and phone where none was asked), makes an application once
    a meeting. Who applied by themselves has `client_id`, `code` and PIN, and no `entered_by`; `proof` is spent
    once, `held_why` tells staff what to look at first. `attendee` stands once it was granted.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="applications", verbose_name="会议")
    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=1, choices=Gender)
    born_on = models.DateField("出生日期")
    id_number = EncryptedTextField("身份证号", blank=True, default="")
    id_hash = models.CharField("身份证号查找值", max_length=64, editable=False)
    occupation = models.CharField("单位或职业", max_length=80, blank=True)
    address = EncryptedTextField("住址", blank=True, default="")
    phone = EncryptedTextField("电话", default="")
    topic = models.CharField("想旁听的议题", max_length=160, blank=True)
    status = models.CharField("状态", max_length=8, choices=AudienceStatus, default=AudienceStatus.APPLIED)
    reason = models.CharField("不通过、收回的理由", max_length=200, blank=True)
    attendee = models.OneToOneField(
        Attendee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议名单"
    )
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间", default=timezone.now)
    client_id = models.UUIDField("端侧编号", unique=True, null=True, blank=True, editable=False)
    code = models.CharField("查询码", max_length=8, unique=True, null=True, blank=True)
    pin_hash = models.CharField("密码校验值", max_length=64, blank=True)
    proof = models.CharField("验证值", max_length=64, unique=True, null=True, blank=True)
    held_why = models.CharField("先核实的原因", max_length=6, choices=HeldWhy, blank=True)
    erased_at = models.DateTimeField("删去个人信息的时间", null=True, blank=True)

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
                condition=~Q(status__in=AudienceStatus.UNSEATED) | ~Q(reason=""),
                name="audience_refused_with_reason",
                violation_error_message="不通过、收回要写理由。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:audience_detail", args=[self.pk])

    @property
    def shown_code(self) -> str:
        """As it is read out and copied: two groups of four; empty for who applied on paper."""
        return f"{self.code[:4]} {self.code[4:]}" if self.code else ""

    @property
    def masked_id(self) -> str:
        """The last four digits, enough to compare at the door."""
        return f"{'*' * 14}{self.id_number[-4:]}" if self.id_number else ""
