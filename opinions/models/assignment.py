"""交办清单: the official paper, its number, its items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from opinions.choices import BADGES, ListStatus, UnitRole
from opinions.models.catalogue import HandlingRule
from opinions.models.matter import Matter
from opinions.models.opinion import Occasion
from opinions.querysets import AssignmentListQuerySet, AssignmentQuerySet


class NumberSequence(models.Model):
    """The last number given in one series of one unit in one year: no gap, no double."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    series = models.CharField("代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "发文字号"
        ordering = ("unit", "series", "-year")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "series", "year"],
                name="numbersequence_once",
                violation_error_message="这个单位今年已经有这个代字。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}号"


class AssignmentList(models.Model):
    """One numbered paper. Frozen with its hash when issued; later items are a new list.

    `unit` issues it (名义), `drafted_by` wrote it. `number` is empty until the issuing transaction;
    an annulled list keeps it. `frozen_sha256` is of the .docx made at issue.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发文单位")
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="lists", verbose_name="场合"
    )
    title = models.CharField("标题", max_length=160)
    batch = models.PositiveSmallIntegerField("批次", default=1)
    supplements = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supplements_by", verbose_name="补充"
    )
    salutation = models.CharField("主送", max_length=200, blank=True)
    opening = models.TextField("正文", blank=True)
    copies_to = models.CharField("抄送", max_length=200, blank=True)
    series = models.CharField("代字", max_length=20)
    number_year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    number_no = models.PositiveIntegerField("序号", null=True, blank=True)
    number = models.CharField("发文字号", max_length=40, blank=True)
    status = models.CharField("状态", max_length=10, choices=ListStatus, default=ListStatus.DRAFT)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    signed_by = models.CharField("审签人", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    annulled_reason = models.CharField("作废理由", max_length=200, blank=True)
    frozen_sha256 = models.CharField("定稿校验值", max_length=64, blank=True)
    sealed_on = models.DateField("用印日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    objects = AssignmentListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办清单"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "series", "number_year", "number_no"],
                condition=Q(number_no__isnull=False),
                name="assignmentlist_number_once",
                violation_error_message="这个发文字号已经用过。",
            ),
            models.CheckConstraint(
                condition=~Q(status=ListStatus.ISSUED) | (Q(number_no__isnull=False) & Q(issued_on__isnull=False)),
                name="assignmentlist_issued_has_number",
                violation_error_message="印发的清单要有发文字号和日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opinions:list_detail", args=[self.pk])

    @property
    def badge(self) -> tuple[str, str, str]:
        """(tone, icon, words) of the status, as `{% status_badge %}` draws it."""
        return (*BADGES[self.status], str(self.get_status_display()))

    @property
    def shown_number(self) -> str:
        """The number, or 拟编 before it is taken."""
        return self.number or f"{self.series}〔拟编〕"


class Assignment(models.Model):
    """One item of a list: a snapshot of the matter's wording at drafting, fixed at issue."""

    list = models.ForeignKey(AssignmentList, models.CASCADE, related_name="assignments", verbose_name="清单")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assignments", verbose_name="事项")
    rule = models.ForeignKey(HandlingRule, models.PROTECT, related_name="+", verbose_name="办理规则")
    order = models.PositiveSmallIntegerField("序号")
    title = models.CharField("事项", max_length=80)
    source_label = models.CharField("议题和条款", max_length=160, blank=True)
    wording = models.TextField("意见建议内容")
    demand = models.TextField("办理要求", blank=True)
    is_live = models.BooleanField("有效", default=True, help_text="清单作废后为否，事项可以另行交办。")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单项"
        ordering = ("list", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "order"], name="assignment_order_once", violation_error_message="序号重复。"
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(is_live=True),
                name="assignment_matter_once",
                violation_error_message="这个事项已经在一份清单里。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.order}项 {self.title}"


class AssignmentUnit(models.Model):
    """A unit of an item as drafted: what the dispatcher sees proposed, and what the paper prints."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="assignment_units", verbose_name="清单项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField(
        "承办方式", max_length=8, choices=[(r.value, r.label) for r in (UnitRole.LEAD, UnitRole.CO)]
    )

    class Meta:
        verbose_name = verbose_name_plural = "清单承办单位"
        ordering = ("-role", "unit__order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment", "unit"],
                name="assignmentunit_once",
                violation_error_message="同一个单位不能既主办又协办。",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)
