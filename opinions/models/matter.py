"""Opinions merged into matters, and how to undo it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, User
from common.search import SearchTermsField
from opinions.choices import Destination, MergeKind, UnitRole
from opinions.models.catalogue import Category, HandlingRule
from opinions.models.opinion import Occasion, Opinion
from opinions.querysets import MatterQuerySet


class Matter(models.Model):
    """One thing to be dealt with, gathered from any number of opinions.

    It has no status, it has a destination. `wording` is 意见建议内容, `demand` 办理要求.
    `occasion` is the meeting (or other root occasion) under which it is worked on; None: the stations'.
    """

    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="场合"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="归并单位")
    rule = models.ForeignKey(HandlingRule, models.PROTECT, related_name="+", verbose_name="办理规则")
    title = models.CharField("事项", max_length=80)
    wording = models.TextField("意见建议内容", blank=True)
    demand = models.TextField("办理要求", blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="类别")
    destination = models.CharField("去向", max_length=14, choices=Destination, blank=True)
    reason = models.CharField("理由或说明", max_length=200, blank=True)
    opinions = models.ManyToManyField(Opinion, through="MatterSource", related_name="matters", verbose_name="来源意见")
    units = models.ManyToManyField(Unit, through="MatterUnit", related_name="+", verbose_name="承办单位")
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    search_terms = SearchTermsField(sources=("title", "wording"))

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "归并事项"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(destination=Destination.NONE) | ~Q(reason=""),
                name="matter_declined_has_reason",
                violation_error_message="不交办要写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MatterSource(models.Model):
    """An opinion in a matter. The same pair stands once."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="sources", verbose_name="事项")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="sources", verbose_name="意见")

    class Meta:
        verbose_name = verbose_name_plural = "来源意见"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "opinion"],
                name="mattersource_once",
                violation_error_message="这条意见已经在这个事项里。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}–{self.opinion_id}"


class MatterUnit(models.Model):
    """A unit meant to lead (several: 分办) or to help."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="matter_units", verbose_name="事项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField(
        "承办方式", max_length=8, choices=[(r.value, r.label) for r in (UnitRole.LEAD, UnitRole.CO)]
    )

    class Meta:
        verbose_name = verbose_name_plural = "承办单位"
        ordering = ("-role", "unit__order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "unit"],
                name="matterunit_once",
                violation_error_message="同一个单位不能既主办又协办。",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class MergeAction(models.Model):
    """One act on the board, with what was before and after; undone while nothing later touched it.

    `before` and `after` map matter id → sorted opinion ids, for the matters the act changed;
    `statuses` maps opinion id → its status before. `made` holds matters the act created.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("动作", max_length=8, choices=MergeKind)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)
    label = models.CharField("说明", max_length=120)
    before = models.JSONField("之前", default=dict)
    after = models.JSONField("之后", default=dict)
    statuses = models.JSONField("意见原状态", default=dict)
    made = models.JSONField("新建事项", default=list)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "归并记录"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.label
