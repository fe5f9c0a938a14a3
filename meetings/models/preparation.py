"""A meeting being prepared: its own copy of the steps, each with its day, and the papers that settled it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from common.files import StoredFile
from meetings.choices import ApprovalResult, StepKind, StepStatus
from meetings.models.plan import Meeting
from meetings.models.process import ProcessTemplate, StepFacts
from meetings.querysets.process import PreparationQuerySet, StepPaperQuerySet, StepQuerySet


class Preparation(models.Model):
    """By which template a meeting is prepared, and from which days its steps were counted.

    `opens_on` and `closes_on` are the meeting's days when the steps were last counted; while they
    differ from the meeting's own, the page offers to count anew.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="preparation", verbose_name="会议")
    template = models.ForeignKey(ProcessTemplate, models.PROTECT, related_name="+", verbose_name="流程")
    opens_on = models.DateField("按哪天开会算的")
    closes_on = models.DateField("按哪天闭会算的")

    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议筹备"

    def __str__(self) -> str:
        return f"{self.meeting}筹备"

    def get_absolute_url(self) -> str:
        return reverse("meetings:preparation", args=[self.meeting_id])

    @property
    def has_moved(self) -> bool:
        """Whether the meeting's days are others than those the steps were counted from."""
        return (self.opens_on, self.closes_on) != self.meeting.days


class MeetingStep(StepFacts):
    """One step of a meeting's preparation. Near and late are computed from `due_on`, never stored.

    An approval says what was decided (`result`), when (`done_on`) and on which paper: its number
    here or its scan in `papers`. 修改后再报 leaves it waiting. A day that was set `by_hand` stays when
    the days are counted anew; `is_added` marks a step that the template does not have.
    """

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="steps", verbose_name="筹备")
    due_on = models.DateField("最迟哪天")
    by_hand = models.BooleanField("日期是手工定的", default=False)
    is_added = models.BooleanField("这次会议另加的", default=False)
    status = models.CharField("状态", max_length=8, choices=StepStatus, default=StepStatus.WAITING)
    result = models.CharField("审批结果", max_length=8, choices=ApprovalResult, blank=True)
    done_on = models.DateField("哪天办的", null=True, blank=True)
    paper_number = models.CharField("文号或纪要名称", max_length=60, blank=True)
    words = models.CharField("说明", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = StepQuerySet.as_manager()

    class Meta(StepFacts.Meta):
        verbose_name = verbose_name_plural = "筹备步骤"
        ordering: ClassVar[tuple[str, ...]] = ("due_on", "order", "id")
        indexes: ClassVar = [models.Index(fields=["status", "due_on"], name="meetingstep_waiting")]
        constraints: ClassVar = [
            *StepFacts.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status=StepStatus.DONE) | Q(done_on__isnull=False),
                name="meetingstep_done_has_day",
                violation_error_message="办好的步骤要写是哪天办的。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[StepStatus.SKIPPED, StepStatus.REMOVED]) | ~Q(words=""),
                name="meetingstep_skipped_says_why",
                violation_error_message="不需要办的、移出的步骤要写为什么。",
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(kind=StepKind.APPROVAL),
                name="meetingstep_result_of_approval",
                violation_error_message="只有请示和审批有审批结果。",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("meetings:step_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == StepStatus.WAITING

    @property
    def is_removed(self) -> bool:
        return self.status == StepStatus.REMOVED

    def is_late(self, on: date) -> bool:
        """The row's twin of `StepQuerySet.late`."""
        return self.is_waiting and self.due_on < on

    def is_near(self, on: date, until: date) -> bool:
        """The row's twin of `StepQuerySet.near`."""
        return self.is_waiting and on <= self.due_on <= until


class StepPaper(StoredFile):
    """The paper on which a step was settled: 批复, 纪要, the approved plan."""

    step = models.ForeignKey(MeetingStep, models.CASCADE, related_name="papers", verbose_name="步骤")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    objects = StepPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "筹备文件"
        ordering = ("id",)
