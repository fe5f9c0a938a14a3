"""年度评定: a round of ratings for a year and a place, one sheet a deputy, up to four raters a sheet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Region, Unit, User
from deputies.choices import AppealOutcome, BatchStatus, Rater, SheetStatus
from deputies.models.register import Deputy
from deputies.models.scoring import ScoreScheme
from deputies.querysets import BatchQuerySet, SheetQuerySet


class ScoreBatch(models.Model):
    """A round: `columns` are what is marked and at most how high; `frozen` is the scheme as it was at closing."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="人大常委会")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="评定范围")
    scheme = models.ForeignKey(ScoreScheme, models.PROTECT, related_name="batches", verbose_name="计分办法")
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状态", max_length=10, choices=BatchStatus, default=BatchStatus.RATING)
    columns = models.JSONField("评分项", default=list)
    opened_at = models.DateTimeField("开始时间")
    appeal_until = models.DateField("申诉截止日期", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    frozen = models.JSONField("定稿的计分办法", default=dict, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度评定"
        ordering = ("-year", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year", "region"],
                condition=~Q(status=BatchStatus.CANCELLED),
                name="scorebatch_once",
                violation_error_message="这个年度、这个范围已经有一批评定。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region}{self.year}年度评定"

    def get_absolute_url(self) -> str:
        return reverse("deputies:batch_detail", args=[self.pk])


class ScoreSheet(models.Model):
    """One deputy in a round. `result` is the frozen copy of points and marks, written once at closing."""

    batch = models.ForeignKey(ScoreBatch, models.CASCADE, related_name="sheets", verbose_name="年度评定")
    deputy = models.ForeignKey(Deputy, models.PROTECT, related_name="+", verbose_name="代表")
    status = models.CharField("状态", max_length=10, choices=SheetStatus, default=SheetStatus.OPEN)
    result = models.JSONField("定稿结果", default=dict, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评定表"
        ordering = ("deputy__home_region__order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "deputy"],
                name="scoresheet_once",
                violation_error_message="这名代表在这批评定里已经有一张表。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deputy}（{self.batch}）"

    def get_absolute_url(self) -> str:
        return reverse("deputies:sheet_detail", args=[self.pk])


class ScoreRating(models.Model):
    """The marks of one rater, whole; a rating that an appeal set aside is kept and marked `superseded_at`."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="ratings", verbose_name="评定表")
    rater = models.CharField("评定人", max_length=10, choices=Rater)
    marks = models.JSONField("各项得分")
    total = models.PositiveSmallIntegerField("合计")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填写人")
    given_at = models.DateTimeField("填写时间")
    from_paper = models.BooleanField("按纸质表代录", default=False)
    superseded_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "rater"],
                condition=Q(superseded_at=None),
                name="scorerating_once",
                violation_error_message="这一方已经评过了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rater_display()} {self.total}"


class ScoreAppeal(models.Model):
    """What a deputy holds against their sheet, once, and what was decided, once."""

    sheet = models.OneToOneField(ScoreSheet, models.CASCADE, related_name="appeal", verbose_name="评定表")
    words = models.CharField("申诉内容", max_length=300)
    raised_at = models.DateTimeField("提出时间")
    outcome = models.CharField("处理结果", max_length=10, choices=AppealOutcome, blank=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评定申诉"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="scoreappeal_decided_whole",
                violation_error_message="处理结果和处理时间要一起写。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}的申诉"
