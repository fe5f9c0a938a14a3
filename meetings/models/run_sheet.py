"""The run-sheet of a sitting: who opens, who introduces, who speaks first, and so on, line by line."""

from __future__ import annotations

from django.db import models

from meetings.choices import RunKind
from meetings.models.sitting import Sitting


class RunSheet(models.Model):
    """The run-sheet of one sitting; saving checks `version`, so that two hands never overwrite one another."""

    sitting = models.OneToOneField(Sitting, models.CASCADE, related_name="run_sheet", verbose_name="会议")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "程序单"

    def __str__(self) -> str:
        return f"{self.sitting}程序单"


class RunLine(models.Model):
    """One line: what happens, who does it, how long."""

    sheet = models.ForeignKey(RunSheet, models.CASCADE, related_name="lines", verbose_name="程序单")
    order = models.PositiveSmallIntegerField("顺序")
    kind = models.CharField("环节", max_length=10, choices=RunKind)
    who = models.CharField("谁", max_length=120, blank=True)
    what = models.CharField("做什么", max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField("分钟", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "程序单的一行"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.who or self.what}"
