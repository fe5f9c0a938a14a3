"""Posters of a whole place in one file, made outside the request."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Region, User
from common.files import StoredFile
from stations.choices import JobStatus, PosterForm, PosterScope
from stations.querysets import JobQuerySet


class PosterJob(models.Model):
    """Posters asked for: of which place, whose, in which form; how far they are.

    One at a time for the same place, form and scope, so that a second press waits for the first.
    `base` is where residents reach the portal, as it was when the file was asked for.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    form = models.CharField("样式", max_length=10, choices=PosterForm, default=PosterForm.A4)
    scope = models.CharField("范围", max_length=10, choices=PosterScope, default=PosterScope.ALL)
    status = models.CharField("状态", max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    base = models.CharField("网址", max_length=200)
    total = models.PositiveIntegerField("张数", default=0)
    done = models.PositiveIntegerField("已画", default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="要的人")
    asked_at = models.DateTimeField("要的时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成批海报"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "form", "scope"],
                condition=Q(status__in=JobStatus.OPEN),
                name="posterjob_one_at_a_time",
                violation_error_message="同样的一份正在生成。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.region}{self.get_scope_display()}{self.get_form_display()}"

    @property
    def progress(self) -> str:
        """How far it is, in a sentence."""
        if self.status == JobStatus.WAITING:
            return "排队中，轮到就开始。"
        if self.status == JobStatus.RUNNING:
            return f"正在画，一共 {self.total} 张，画好了 {self.done} 张。" if self.total else "正在读名册。"
        if self.status == JobStatus.FAILED:
            return "没有生成，请再要一次；还不行请找系统管理员。"
        return f"一共 {self.total} 张。" if self.total else "这里还没有在用的码，请先发码。"


class PosterFile(StoredFile):
    """The PDF of a job."""

    job = models.OneToOneField(PosterJob, models.CASCADE, related_name="stored", verbose_name="成批海报")

    class Meta:
        verbose_name = verbose_name_plural = "海报文件"
        ordering = ("id",)
