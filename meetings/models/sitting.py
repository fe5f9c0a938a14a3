"""Where a group sits, and who is there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from meetings.choices import Attendance, SittingKind, SittingStatus
from meetings.models.attendance import Attendee
from meetings.models.plan import Meeting
from meetings.querysets import ParticipantQuerySet, SittingQuerySet
from opinions.models import Contributor, Occasion


class Sitting(models.Model):
    """A group sitting, forum or consultation: what recorders write down live.

    `revision` is raised in the same transaction as every insert, edit and delete of its rows;
    pages poll by it. Two recorders work at once. `ended_at`: when recording last ended; a row said
    before it may still arrive from a recorder who was offline.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="sittings", verbose_name="会议"
    )
    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    kind = models.CharField("类别", max_length=12, choices=SittingKind, default=SittingKind.GROUP)
    label = models.CharField("组别", max_length=20, blank=True, help_text="如“第二组”。")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=SittingStatus, default=SittingStatus.READY)
    ended_at = models.DateTimeField("结束记录时间", null=True, blank=True)
    revision = models.PositiveBigIntegerField("修订号", default=0)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分组会议与座谈会"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.occasion.short_title

    def get_absolute_url(self) -> str:
        return reverse("meetings:sitting_detail", args=[self.pk])


class Participant(models.Model):
    """Somebody at a sitting, in a capacity; `contributor` is who the ledger says spoke."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="participants", verbose_name="会议")
    contributor = models.OneToOneField(Contributor, models.PROTECT, related_name="+", verbose_name="提出人")
    attendance = models.CharField("参会方式", max_length=10, choices=Attendance, default=Attendance.PRESENT)
    is_convener = models.BooleanField("召集人", default=False)
    is_key_speaker = models.BooleanField("重点发言人", default=False)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    client_id = models.UUIDField("端侧编号", null=True, blank=True, unique=True, editable=False)
    attendee = models.ForeignKey(
        Attendee, models.PROTECT, null=True, blank=True, related_name="participants", verbose_name="会议名单"
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参会人"
        ordering = ("order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "attendee"],
                condition=models.Q(attendee__isnull=False),
                name="participant_attendee_once",
                violation_error_message="这个人已经在本场名单里。",
            )
        ]

    def __str__(self) -> str:
        return self.contributor.inside_name
