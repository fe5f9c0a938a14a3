"""What staff keep in the catalogues: channels, categories, handling rules."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from opinions.choices import RuleKind, StartsOn


class Channel(models.Model):
    """By which door an opinion came: 会议发言, 接待选民, 扫码留言 …"""

    code = models.SlugField("代号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=20)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "来源渠道"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """What a matter is about, two levels at most."""

    name = models.CharField("名称", max_length=30)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见类别"
        ordering = ("order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "name",
                Coalesce("parent", 0),  # SQLite cannot count two empty values as one
                name="category_name_once",
                violation_error_message="同一级里已经有这个类别。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class HandlingRule(models.Model):
    """The limits of one kind of handling, each with its source; every limit sentence comes from here.

    `*_wd` are working days, `*_months` months to the corresponding day. None: no such limit.
    """

    kind = models.CharField("种类", max_length=14, choices=RuleKind, unique=True)
    name = models.CharField("名称", max_length=40)
    source = models.CharField("依据", max_length=80)
    starts_on = models.CharField("起算", max_length=7, choices=StartsOn, default=StartsOn.ISSUE)
    accept_wd = models.PositiveSmallIntegerField("签收（工作日）", null=True, blank=True)
    accept_source = models.CharField("签收依据", max_length=80, blank=True)
    send_back_wd = models.PositiveSmallIntegerField("退办（工作日）", null=True, blank=True)
    send_back_source = models.CharField("退办依据", max_length=80, blank=True)
    answer_wd = models.PositiveSmallIntegerField("答复（工作日）", null=True, blank=True)
    answer_months = models.PositiveSmallIntegerField("答复（月）", null=True, blank=True)
    answer_source = models.CharField("答复依据", max_length=80, blank=True)
    answer_max_months = models.PositiveSmallIntegerField("最长答复（月）", null=True, blank=True)
    co_months = models.PositiveSmallIntegerField("协办意见（月）", null=True, blank=True)
    co_source = models.CharField("协办依据", max_length=80, blank=True)
    rating_wd = models.PositiveSmallIntegerField("评价（工作日）", null=True, blank=True)
    rating_source = models.CharField("评价依据", max_length=80, blank=True)
    rating_threshold = models.PositiveSmallIntegerField("几人不满意即重办", default=1)
    redo_months = models.PositiveSmallIntegerField("重办（月）", null=True, blank=True)
    redo_source = models.CharField("重办依据", max_length=80, blank=True)
    remind_days = models.PositiveSmallIntegerField("到期前提醒（天）", default=15)
    soon_wd = models.PositiveSmallIntegerField("临期（工作日）", default=3)
    remind_gap_days = models.PositiveSmallIntegerField("提醒间隔（天）", default=3)
    uses_classes = models.BooleanField("答复分类 A/B/C", default=True)
    needs_scan = models.BooleanField("须传盖章扫描件", default=False)
    is_rated = models.BooleanField("答复后评价", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理规则"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer_wd__isnull=False) | Q(answer_months__isnull=False),
                name="handlingrule_has_answer_limit",
                violation_error_message="答复期限要填工作日或者月。",
            ),
            models.CheckConstraint(
                condition=Q(is_rated=False) | Q(rating_wd__isnull=False),
                name="handlingrule_rated_has_window",
                violation_error_message="要评价的，须填评价期限。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answer_limit(self) -> str:
        """“3个月内” or “10个工作日内”."""
        return f"{self.answer_months}个月内" if self.answer_months else f"{self.answer_wd}个工作日内"
