"""Who is called to a meeting and who came: the roll by which quorum is counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Region, Unit, User
from deputies.models import Deputy
from meetings.choices import RollStatus, Seat
from meetings.models.plan import Meeting
from meetings.querysets import AttendeeQuerySet
from opinions.choices import Capacity


class Roll(models.Model):
    """What a meeting's roll needs beyond its people.

    `members_total` is how many members the committee has in all: quorum is counted of them, also of
    those whose names nobody entered. `round` is part of the code at the door; counted up, codes that
    were passed on open nothing any more. `audience_taken` of the `audience_quota` are given away.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="roll", verbose_name="会议")
    members_total = models.PositiveSmallIntegerField("组成人员全体人数", null=True, blank=True)
    round = models.PositiveIntegerField("签到码轮次", default=1)
    audience_quota = models.PositiveSmallIntegerField("旁听席数", default=0)
    audience_taken = models.PositiveSmallIntegerField("已用旁听席", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "签到设置"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(audience_taken__lte=models.F("audience_quota")),
                name="roll_audience_within_quota",
                violation_error_message="旁听人数不能超过旁听席数。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}签到"


class Attendee(models.Model):
    """Somebody called to a meeting, once. Where they were is in their `presences`, one for each 全体会议;
    `status` is the meeting as a whole in one word (`RollStatus.whole`), written with them and nowhere else.

    `user` is the account of one who is no deputy; a deputy signs in with their own. `unit` is the body
    they come from, `region` the place; both serve to spread people over the groups.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees", verbose_name="会议")
    name = models.CharField("姓名", max_length=40)
    capacity = models.CharField("身份", max_length=16, choices=Capacity)
    title = models.CharField("单位和职务", max_length=80, blank=True)
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登录账号")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来自")
    status = models.CharField("到会情况", max_length=10, choices=RollStatus, default=RollStatus.EXPECTED)
    told_at = models.DateTimeField("通知时间", null=True, blank=True)
    agreed_at = models.DateTimeField("回复参加时间", null=True, blank=True)
    because = models.CharField("邀请理由", max_length=200, blank=True)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议名单"
        ordering = ("id",)
        indexes: ClassVar = [models.Index(fields=["meeting", "status"], name="attendee_by_status")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "deputy"],
                condition=Q(deputy__isnull=False),
                name="attendee_deputy_once",
                violation_error_message="这位代表已经在名单里。",
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(user__isnull=False),
                name="attendee_account_once",
                violation_error_message="这个账号已经对应名单里的另一个人。",
            ),
            models.UniqueConstraint(
                fields=["meeting", "name", "capacity", "title"],
                name="attendee_person_once",
                violation_error_message="名单里已经有这个人。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seat(self) -> str:
        """As what they sit there: a member, without a vote, a deputy, in the audience, a guest."""
        return Seat.of(self.capacity)

    @property
    def word(self) -> str:
        """The meeting as a whole: 出席, 列席, 旁听, 应邀, 请假, 缺席 or 未签到."""
        if self.status == RollStatus.PRESENT:
            return Seat.PRESENCE[self.seat]
        return str(RollStatus(self.status).label)
