"""A draft under deliberation: its versions, article by article."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from meetings.choices import DraftStage
from opinions.models import Topic


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
