"""The 全体会议 of a meeting, and who was present at each."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.text import cn_number
from meetings.choices import RollStatus, Seat
from meetings.models.attendance import Attendee
from meetings.models.plan import Meeting


class Plenary(models.Model):
    """One 全体会议 with a sign-in and a quorum of its own; every meeting has at least one.

    Without `held_on` it is on the day the meeting opens, also when that day moves; without `label` it is called
    by its number.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="plenaries", verbose_name="会议")
    number = models.PositiveSmallIntegerField("次序", default=1)
    label = models.CharField("名称", max_length=20, blank=True)
    held_on = models.DateField("日期", null=True, blank=True)
    starts_at = models.TimeField("开始时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "全体会议"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="plenary_number_once",
                violation_error_message="这次会议已经有这个次序的全体会议。",
            )
        ]

    def __str__(self) -> str:
        return self.label or f"第{cn_number(self.number)}次全体会议"

    @property
    def day(self) -> date:
        """The day on which people sign in."""
        return self.held_on or self.meeting.occasion.held_on

    @property
    def begins_at(self) -> datetime | None:
        """The moment it begins, where the hour is known."""
        return timezone.make_aware(datetime.combine(self.day, self.starts_at)) if self.starts_at else None


class Presence(models.Model):
    """What became of one person at one 全体会议; without a row they have not signed in.

    Only `meetings.workflow.attendance` writes it, together with `Attendee.status`.
    """

    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="presences", verbose_name="会议名单")
    plenary = models.ForeignKey(Plenary, models.CASCADE, related_name="presences", verbose_name="全体会议")
    status = models.CharField("签到情况", max_length=10, choices=RollStatus, default=RollStatus.EXPECTED)
    reason = models.CharField("请假事由", max_length=120, blank=True)
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)
    by_self = models.BooleanField("本人扫码签到", default=False)
    is_late = models.BooleanField("迟到", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attendee", "plenary"],
                name="presence_once",
                violation_error_message="这个人在这次全体会议已经有记录。",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(status="present"),
                name="presence_late_is_present",
                violation_error_message="迟到的人是到了会的。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee}：{self.word}"

    @property
    def word(self) -> str:
        """What the attendance list writes: 出席, 列席, 旁听, 应邀, 请假, 缺席 or 未签到."""
        if self.status == RollStatus.PRESENT:
            return Seat.PRESENCE[self.attendee.seat]
        return str(RollStatus(self.status).label)

    def may_answer_on(self, day: date) -> bool:
        """Until the day is over people answer for themselves; after that the staff do."""
        return day <= self.plenary.day
