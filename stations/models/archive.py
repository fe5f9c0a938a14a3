"""What a station keeps in its box that no other room holds: papers with their versions, and whole boxes made up."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.files import StoredFile, stored_path
from stations.choices import BundleStatus, Drawer
from stations.models.station import Station
from stations.querysets.archive import PaperQuerySet


class ArchivePaper(models.Model):
    """A paper filed by hand: a rule, a plan, a report. `year` None holds for every year (制度).

    Its files are versions; nothing is deleted, a paper filed by mistake is taken out and stays known.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="papers", verbose_name="联络站")
    drawer = models.CharField("放在哪一格", max_length=12, choices=Drawer)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    title = models.CharField("名称", max_length=80)
    created_at = models.DateTimeField("归档时间", default=timezone.now)
    removed_at = models.DateTimeField("取出时间", null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "归档材料"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class ArchiveVersion(StoredFile):
    """One version of a paper; the highest number is the one in force."""

    paper = models.ForeignKey(ArchivePaper, models.CASCADE, related_name="versions", verbose_name="材料")
    number = models.PositiveSmallIntegerField("第几版")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = verbose_name_plural = "归档版本"
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "number"],
                name="archiveversion_once",
                violation_error_message="这一版刚刚已经传过了。",
            )
        ]


class ArchiveBundle(models.Model):
    """A whole box as one file, made for one person from what they may see, and kept for a week."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="bundles", verbose_name="联络站")
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状态", max_length=8, choices=BundleStatus, default=BundleStatus.WAITING)
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="谁要的")
    asked_at = models.DateTimeField("什么时候要的", default=timezone.now)
    ready_at = models.DateTimeField("做好时间", null=True, blank=True)
    file = models.FileField("文件", upload_to=stored_path, max_length=120, blank=True)
    size = models.PositiveBigIntegerField("大小", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "整盒下载"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "year", "asked_by"],
                condition=Q(status=BundleStatus.WAITING),
                name="archivebundle_one_waiting",
                violation_error_message="这一盒正在做，请稍等。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.year}年档案盒"
