"""Meetings, what is on the agenda, where the groups sit, and what is said there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import EventBase, Unit, User
from meetings.choices import Attendance, DraftStage, RaisedStatus, SittingKind, SittingStatus
from meetings.querysets import MeetingQuerySet, ParticipantQuerySet, RaisedQuerySet, SittingQuerySet
from opinions.models import Contributor, Occasion, Opinion, Topic


class Meeting(models.Model):
    """A meeting of the standing committee. Title, date, unit and place live in its Occasion."""

    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    term = models.PositiveSmallIntegerField("届")
    number = models.PositiveSmallIntegerField("次")
    ends_on = models.DateField("闭会日期", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常委会会议"
        ordering = ("-occasion__held_on",)

    def __str__(self) -> str:
        return self.occasion.short_title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.pk])


class AgendaItem(models.Model):
    """An item of the agenda; its Topic is what opinions point to."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="会议")
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="+", verbose_name="议题")
    report_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告（提案）单位"
    )
    order = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = verbose_name_plural = "会议议题"
        ordering = ("order",)

    def __str__(self) -> str:
        return str(self.topic)


class Draft(models.Model):
    """A draft under deliberation, stored by article and version."""

    topic = models.OneToOneField(Topic, models.PROTECT, related_name="+", verbose_name="议题")
    title = models.CharField("名称", max_length=160)
    short_title = models.CharField("简称", max_length=40, help_text="如“条例草案”，用在“条例草案第九条”里。")

    class Meta:
        verbose_name = verbose_name_plural = "草案"

    def __str__(self) -> str:
        return self.title


class DraftVersion(models.Model):
    """One version of a draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions", verbose_name="草案")
    stage = models.CharField("稿次", max_length=8, choices=DraftStage, default=DraftStage.DRAFT)
    dated = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "草案版本"
        ordering = ("-dated", "-id")

    def __str__(self) -> str:
        return f"{self.draft}（{self.get_stage_display()}）"


class Article(models.Model):
    """One article of a version; its Topic's parent is the draft's Topic."""

    version = models.ForeignKey(DraftVersion, models.CASCADE, related_name="articles", verbose_name="版本")
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="+", verbose_name="议题")
    number = models.PositiveSmallIntegerField("条号")
    caption = models.CharField("条标", max_length=60, blank=True)
    chapter = models.CharField("章", max_length=40, blank=True)
    text = models.TextField("条文")

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "number"], name="article_number_once", violation_error_message="条号重复。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.caption}".strip()


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

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参会人"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.contributor.inside_name


class RaisedOpinion(models.Model):
    """A row of the live record. Deleting it in capture keeps the row (`deleted_at`) and takes the
    opinion out of the ledger's sums by 不交办 (记录时删除)."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="raised", verbose_name="会议")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="raised", verbose_name="发言人")
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="+", verbose_name="意见")
    order = models.PositiveBigIntegerField("次序", help_text="写入时的修订号，先说的在前。")
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

    def __str__(self) -> str:
        return f"{self.sitting_id}–{self.order}"


class Event(EventBase):
    """The history of a sitting or a raised opinion."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="events")
    raised = models.ForeignKey(RaisedOpinion, models.PROTECT, null=True, blank=True, related_name="events")

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "会议记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sitting__isnull=False, raised=None) | Q(sitting=None, raised__isnull=False),
                name="meeting_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            )
        ]

    def __str__(self) -> str:
        return self.step
