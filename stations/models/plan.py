"""The plan of a year: of a group for its activities, of a committee or township for its trainings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Region, Unit, User
from deputies.models import ActivityGroup
from opinions.models.event import exactly_one
from stations.choices import PlanKind
from stations.querysets import PlanQuerySet, RuleQuerySet


class YearPlan(models.Model):
    """What a group, or a committee or township, sets out to do in a year; activities carry its items out."""

    kind = models.CharField("类别", max_length=10, choices=PlanKind)
    year = models.PositiveSmallIntegerField("年度")
    group = models.ForeignKey(
        ActivityGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="活动小组"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="起草人")
    created_at = models.DateTimeField("起草时间", default=timezone.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度计划"
        ordering = ("-year", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("group", "unit"),
                name="yearplan_one_owner",
                violation_error_message="一份计划只属于一个小组或一个单位。",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlanKind.GROUP, group__isnull=False) | Q(kind=PlanKind.TRAINING, unit__isnull=False),
                name="yearplan_kind_of_owner",
                violation_error_message="小组定活动计划，单位定培训计划。",
            ),
            models.UniqueConstraint(
                fields=["group", "year"],
                condition=Q(group__isnull=False),
                name="yearplan_of_group_once",
                violation_error_message="这个小组今年的计划已经有了。",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(unit__isnull=False),
                name="yearplan_of_unit_once",
                violation_error_message="这个单位今年的培训计划已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.unit}{self.year}年{'活动' if self.group_id else '培训'}计划"

    def get_absolute_url(self) -> str:
        return reverse("stations:plan_detail", args=[self.pk])


class PlanItem(models.Model):
    """One thing of the plan: in which month, what, who takes part, how."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="items", verbose_name="计划")
    month = models.PositiveSmallIntegerField("月份")
    what = models.CharField("做什么", max_length=80)
    who = models.CharField("谁参加", max_length=80, blank=True)
    how = models.CharField("怎样做", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "计划事项"
        ordering = ("month", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="planitem_month_of_year",
                violation_error_message="月份写 1 到 12。",
            ),
            models.UniqueConstraint(
                fields=["plan", "month", "what"],
                name="planitem_once",
                violation_error_message="这个月已经有同样的一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month}月：{self.what}"


class YearlyRule(models.Model):
    """How often the groups of a place meet in a year at least, in the words of the rule it comes from."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="+", verbose_name="适用地方")
    minimum = models.PositiveSmallIntegerField("每年至少几次")
    sentence = models.CharField("规定原话", max_length=120)
    source = models.CharField("依据", max_length=120)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "小组活动次数规定"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.sentence
