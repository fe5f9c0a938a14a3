"""工作日历: the days that differ from the week."""

from __future__ import annotations

from django.db import models

from accounts.choices import DayKind


class WorkDay(models.Model):
    """A day that differs from Monday–Friday: a holiday, or a Saturday or Sunday worked instead.

    `provisional` marks a year whose State Council notice is not out: only statutory holidays.
    """

    date = models.DateField("日期", unique=True)
    kind = models.CharField("安排", max_length=4, choices=DayKind)
    name = models.CharField("说明", max_length=40, blank=True)
    provisional = models.BooleanField("暂按法定节日计", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"
