"""简报: what was said at a meeting, chosen, put in order and printed under a number."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from common.files import StoredFile
from meetings.choices import BRIEFING_BADGES, BriefingSeries, BriefingStatus, Lead
from meetings.models.plan import Meeting
from meetings.models.record import RaisedOpinion
from meetings.models.sitting import Sitting
from meetings.querysets import BriefingQuerySet
from meetings.querysets.briefing import BriefingItemQuerySet
from opinions.models import Occasion


class Briefing(models.Model):
    """One issue, of a meeting or of one sitting. Frozen with its hash when printed.

    `number` is the issue within its year and series, taken in the issuing transaction; `total` counts
    regular issues through the years. `signed_by` is empty until a leader has signed. An annulled issue
    keeps number and file.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="编印单位")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="briefings", verbose_name="会议"
    )
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="briefings", verbose_name="分组会议或座谈会"
    )
    series = models.CharField("刊别", max_length=8, choices=BriefingSeries, default=BriefingSeries.REGULAR)
    title = models.CharField("标题", max_length=80)
    note = models.TextField("按语", blank=True)
    supplied_by = models.CharField("供稿", max_length=60, blank=True)
    report_to = models.CharField("报", max_length=200, blank=True)
    send_to = models.CharField("送", max_length=200, blank=True)
    issue_to = models.CharField("发", max_length=200, blank=True)
    copies = models.PositiveSmallIntegerField("印数", default=50)
    status = models.CharField("状态", max_length=10, choices=BriefingStatus, default=BriefingStatus.EDITING)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="编辑")
    checked_by = models.CharField("核稿人", max_length=60, blank=True)
    signed_by = models.CharField("签发人", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    number = models.PositiveIntegerField("期号", null=True, blank=True)
    total = models.PositiveIntegerField("总期号", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    annulled_reason = models.CharField("作废原因", max_length=200, blank=True)
    frozen_sha256 = models.CharField("定稿校验值", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "简报"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "series", "year", "number"],
                condition=Q(number__isnull=False),
                name="briefing_number_once",
                violation_error_message="这一期的期号已经用过。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=BriefingStatus.PRINTED) | Q(number__isnull=False, issued_on__isnull=False),
                name="briefing_issued_has_number",
                violation_error_message="印发的简报要有期号和日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status=BriefingStatus.ANNULLED) | ~Q(annulled_reason=""),
                name="briefing_annulled_has_reason",
                violation_error_message="作废的简报要写原因。",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True, sitting__isnull=False)
                | Q(meeting__isnull=False, sitting__isnull=True),
                name="briefing_of_one_meeting",
                violation_error_message="一期简报属于一次会议，或者一场分组会议、座谈会。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:briefing_detail", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) of the status, as `{% status_badge %}` draws it."""
        return BRIEFING_BADGES[self.status]

    @property
    def occasion(self) -> Occasion:
        """Where it was said: the meeting, or the sitting."""
        found = self.meeting or self.sitting
        return found.occasion  # type: ignore[union-attr]  # the constraint says that there is one

    @property
    def issue_name(self) -> str:
        """第3期（总第12期）, 增刊第1期; before the number is taken 期号拟编."""
        if self.number is None:
            return "期号拟编"
        if self.series == BriefingSeries.EXTRA:
            return f"增刊第{self.number}期"
        return f"第{self.number}期（总第{self.total}期）" if self.total else f"第{self.number}期"


class BriefingItem(models.Model):
    """One speech as it is printed. `source_text` is what it was made from, `text` what is printed.

    `reviewed` is fixed at issue: whether the speaker had agreed to `source_text` by then. A speech stands in
    one issue; those of an annulled one (`is_live` is False) may stand in another.
    """

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="items", verbose_name="简报")
    raised = models.ForeignKey(RaisedOpinion, models.PROTECT, related_name="printings", verbose_name="发言意见")
    is_live = models.BooleanField("有效", default=True)
    order = models.PositiveIntegerField("顺序")
    lead = models.CharField("引语", max_length=10, choices=Lead, default=Lead.SAID)
    source_text = models.TextField("来源文字")
    text = models.TextField("印出的文字")
    reviewed = models.BooleanField("印发时本人已审阅", null=True, blank=True)

    objects = BriefingItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "简报条目"
        ordering = ("order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["raised"],
                condition=Q(is_live=True),
                name="briefingitem_speech_once",
                violation_error_message="这条发言已经编进一期简报。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.briefing_id}–{self.order}"


class BriefingFile(StoredFile):
    """The frozen paper of an issue, or the sheet on which it was signed."""

    class Purpose(models.TextChoices):
        FROZEN = "frozen", "印发定稿"
        SIGNED_SHEET = "signed_sheet", "签发单扫描件"

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="files", verbose_name="简报")
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "简报文件"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["briefing"],
                condition=Q(purpose="frozen"),
                name="briefingfile_one_frozen",
                violation_error_message="一期简报只有一份定稿。",
            )
        ]
