"""书记、市长、主任·代表公民面对面: the year's sittings, who is asked to them, and the report to the party committee."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from common.files import StoredFile
from deputies.models import Deputy
from meetings.choices import FACE_REPORT_BADGES, INVITATION_BADGES, FaceHost, FaceReportStatus, InvitationStatus
from meetings.models.sitting import Sitting
from meetings.querysets.face import (
    FaceInvitationQuerySet,
    FaceReportQuerySet,
    FaceSeriesQuerySet,
    FaceSittingQuerySet,
)
from opinions.models import Contributor, Occasion, Topic


class FaceSeries(models.Model):
    """The face-to-face sittings of one unit in one year.

    Its occasion is the parent of theirs, so that one board, one sum and one list take all of them together.
    """

    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")

    objects = FaceSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面对面座谈会年度"
        ordering = ("-year", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="faceseries_year_once",
                violation_error_message="这一年的面对面座谈会已经建好。",
            )
        ]

    def __str__(self) -> str:
        return self.occasion.short_title

    def get_absolute_url(self) -> str:
        return reverse("meetings:face_series", args=[self.pk])


class FaceSitting(models.Model):
    """One of them: who leads, on what theme. Day, place, people and record are those of its `sitting`.

    A leader is named here alone: 书记 and 市长 hear, they are no contributors.
    """

    series = models.ForeignKey(FaceSeries, models.PROTECT, related_name="faces", verbose_name="年度")
    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="face", verbose_name="座谈会")
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="+", verbose_name="主题")
    host = models.CharField("由谁主持", max_length=10, choices=FaceHost)
    leader = models.CharField("主持领导", max_length=40, blank=True)

    objects = FaceSittingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面对面座谈会"
        ordering = ("sitting__occasion__held_on", "id")

    def __str__(self) -> str:
        return f"{self.sitting}：{self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:sitting_detail", args=[self.sitting_id])


class FaceInvitation(models.Model):
    """One person asked to come. Whoever comes is put on the sitting's list as this very contributor.

    A deputy with an account is told by a notice and answers themself; of everybody else staff write down
    what was said by telephone (`by_phone`). `reason`: why they cannot come.
    """

    face = models.ForeignKey(FaceSitting, models.CASCADE, related_name="invitations", verbose_name="座谈会")
    contributor = models.OneToOneField(Contributor, models.PROTECT, related_name="+", verbose_name="受邀人")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    status = models.CharField("回执", max_length=8, choices=InvitationStatus, default=InvitationStatus.LISTED)
    reason = models.CharField("不能参加的原因", max_length=120, blank=True)
    told_at = models.DateTimeField("通知时间", null=True, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    by_phone = models.BooleanField("电话答复", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    objects = FaceInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面对面座谈会邀请"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["face", "deputy"],
                condition=Q(deputy__isnull=False),
                name="faceinvitation_deputy_once",
                violation_error_message="这位代表已经请了。",
            ),
            models.CheckConstraint(
                condition=~Q(status=InvitationStatus.NO) | ~Q(reason=""),
                name="faceinvitation_no_has_reason",
                violation_error_message="不能参加的，请写原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.contributor.inside_name

    def get_absolute_url(self) -> str:
        return reverse("meetings:face_answer", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) as `{% status_badge %}` draws it."""
        return INVITATION_BADGES[self.status]


class FaceReport(models.Model):
    """汇总报告 to the party committee on some sittings of a year: 拟稿 → 待核稿 → 已核稿 → 已报送.

    Its figures are the ledger's until it is sent; then its file is kept and nothing of it changes.
    """

    series = models.ForeignKey(FaceSeries, models.PROTECT, related_name="reports", verbose_name="年度")
    faces = models.ManyToManyField(FaceSitting, related_name="reports", verbose_name="座谈会")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="报告单位")
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("主送", max_length=60)
    opening = models.TextField("开头", blank=True)
    proposals = models.TextField("工作建议", blank=True)
    status = models.CharField("状态", max_length=8, choices=FaceReportStatus, default=FaceReportStatus.DRAFT)
    signer = models.CharField("签发人", max_length=20, blank=True)
    number = models.CharField("文号", max_length=40, blank=True)
    sent_on = models.DateField("报送日期", null=True, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects = FaceReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "面对面座谈会报告"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=FaceReportStatus.SENT) | (~Q(number="") & Q(sent_on__isnull=False)),
                name="facereport_sent_has_number",
                violation_error_message="报送的报告要有文号和日期。",
            ),
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="facereport_number_once",
                violation_error_message="这个文号已经用过。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:face_report", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) as `{% status_badge %}` draws it."""
        return FACE_REPORT_BADGES[self.status]


class FaceReportFile(StoredFile):
    """The paper as it was sent."""

    report = models.OneToOneField(FaceReport, models.PROTECT, related_name="file", verbose_name="报告")

    class Meta:
        verbose_name = verbose_name_plural = "面对面座谈会报告文件"
