"""Rosters on their way in, and what a unit calls its columns."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Unit, User
from common.crypto import EncryptedTextField
from deputies.querysets import RosterDraftQuerySet


class RosterDraft(models.Model):
    """A workbook somebody has uploaded and is looking at. Its content is encrypted, and goes with the import.

    `kind` says which table it is: the rooms above keep theirs here too. `columns` says which of its
    headings is which of ours, `given` what holds for rows that do not say, `answers` who is who.
    """

    kind = models.CharField("表", max_length=20)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="上传人")
    name = models.CharField("文件名", max_length=120)
    content = EncryptedTextField("内容", blank=True, default="")
    sheet = models.CharField("工作表", max_length=60, blank=True)
    columns = models.JSONField("列的对应", default=dict, blank=True)
    given = models.JSONField("表里没有的", default=dict, blank=True)
    answers = models.JSONField("同名的人", default=dict, blank=True)
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    done_at = models.DateTimeField("导入时间", null=True, blank=True)
    outcome = models.CharField("结果", max_length=200, blank=True)

    objects = RosterDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待导入的表"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class RosterHeading(models.Model):
    """What a unit calls a column of ours, or that it does not want it imported (an empty `column`)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="单位")
    kind = models.CharField("表", max_length=20)
    heading = models.CharField("列名", max_length=60)
    column = models.CharField("对应", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "记住的列名"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "kind", "heading"],
                name="rosterheading_once",
                violation_error_message="这个列名已经记住了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"
