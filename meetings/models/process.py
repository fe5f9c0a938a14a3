"""How a meeting is prepared, as staff of a place wrote it down: the steps, and the five standard papers."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, Unit, User
from meetings.choices import ApprovalBody, PaperKind, StepKind, StepOwner
from meetings.querysets.process import TemplateQuerySet, VersionQuerySet

FARTHEST = 400  # days: a year's plan is the earliest that a meeting is thought of
BODY_ONLY_FOR_APPROVALS = Q(kind=StepKind.APPROVAL) & ~Q(body="") | ~Q(kind=StepKind.APPROVAL) & Q(body="")
OTHERS_ARE_NAMED = ~Q(owner=StepOwner.OTHER) | Q(owner_unit__isnull=False) | ~Q(owner_name="")


class StepFacts(models.Model):
    """What a step is, in a template and copied from it: what, by whom, until when, on which ground.

    `offset` below zero counts back from the opening day, from zero on forward from the closing
    day; `in_workdays` by working days, else by the calendar.
    """

    order = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("做什么", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=StepKind, default=StepKind.TASK)
    body = models.CharField("由谁审批", max_length=12, choices=ApprovalBody, blank=True)
    owner = models.CharField("谁来办", max_length=8, choices=StepOwner, default=StepOwner.STAFF)
    owner_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="其他单位（从单位库选）"
    )
    owner_name = models.CharField("其他单位（写名称）", max_length=40, blank=True)
    offset = models.SmallIntegerField(
        "离会议几天", default=0, validators=[MinValueValidator(-FARTHEST), MaxValueValidator(FARTHEST)]
    )
    in_workdays = models.BooleanField("按工作日数", default=False)
    basis = models.CharField("依据", max_length=120, blank=True)
    how = models.CharField("怎样办", max_length=200, blank=True)

    # What a meeting copies from its template.
    FACTS = (
        *("order", "title", "kind", "body", "owner", "owner_unit", "owner_name"),
        *("offset", "in_workdays", "basis", "how"),
    )

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("order", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=BODY_ONLY_FOR_APPROVALS,
                name="%(class)s_body_of_approval",
                violation_error_message="请示和审批要选由谁审批，别的步骤不选。",
            ),
            models.CheckConstraint(
                condition=OTHERS_ARE_NAMED,
                name="%(class)s_others_are_named",
                violation_error_message="交给其他单位办的，请选单位或者写名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def holder(self) -> str:
        """Who holds the step, in words."""
        if self.owner != StepOwner.OTHER:
            return str(self.get_owner_display())
        return self.owner_unit.short_name if self.owner_unit else self.owner_name

    @property
    def when(self) -> str:
        """`会前20天`, `会前7个工作日`, `开会当天`, `闭会后10天`."""
        unit = "个工作日" if self.in_workdays else "天"
        if self.offset < 0:
            return f"会前{-self.offset}{unit}"
        return f"闭会后{self.offset}{unit}" if self.offset else "闭会当天"


class ProcessTemplate(models.Model):
    """The steps by which a place prepares its meetings; one not `is_used` is offered to no new meeting.

    `has_secretary`: there is a 秘书长 (provinces, cities); without, no step goes to 秘书长联席会议.
    `version` counts the changes, so that two hands do not overwrite each other.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="哪个地方的")
    name = models.CharField("名称", max_length=60)
    has_secretary = models.BooleanField("有秘书长", default=True, help_text="省、市有，县（区）没有。")
    is_used = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会务流程"
        ordering = ("region__order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "name"], name="template_name_once", violation_error_message="这个地方已有同名的流程。"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:template_detail", args=[self.pk])


class TemplateStep(StepFacts):
    """One step of a template. Meetings already prepared by it keep their own copy."""

    template = models.ForeignKey(ProcessTemplate, models.CASCADE, related_name="steps", verbose_name="流程")

    class Meta(StepFacts.Meta):
        verbose_name = verbose_name_plural = "流程步骤"


class PaperVersion(models.Model):
    """One wording of a standard paper of a template. Once handed out (`handed_at`) it never changes:
    a correction is the next number."""

    template = models.ForeignKey(ProcessTemplate, models.PROTECT, related_name="papers", verbose_name="流程")
    kind = models.CharField("材料", max_length=10, choices=PaperKind)
    number = models.PositiveSmallIntegerField("第几版")
    body = models.TextField("正文")
    written_at = models.DateTimeField("写成时间", default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁写的")
    handed_at = models.DateTimeField("首次发出时间", null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会务材料"
        ordering = ("kind", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["template", "kind", "number"],
                name="paperversion_number_once",
                violation_error_message="这份材料刚刚有人改过，请刷新页面。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（第{self.number}版）"

    def get_absolute_url(self) -> str:
        return reverse("meetings:paper_version", args=[self.pk])
