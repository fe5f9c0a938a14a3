"""接待公告: what the public was told of a reception day, edition by edition."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import User
from stations.choices import NoticeKind
from stations.models.rota import DutySlot


class DayNotice(models.Model):
    """One edition of the notice of a reception day, numbered in its station and year.

    Day, hours and place are what was announced then; `deputies` who was on duty then, as
    [name, level]. The edition with the highest number is the one that holds, unless it was
    withdrawn.
    """

    slot = models.ForeignKey(DutySlot, models.PROTECT, related_name="notices", verbose_name="接待日")
    edition = models.PositiveSmallIntegerField("第几次公告", default=1)
    kind = models.CharField("种类", max_length=10, choices=NoticeKind, default=NoticeKind.FIRST)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("编号")
    date = models.DateField("日期")
    starts_at = models.TimeField("开始")
    ends_at = models.TimeField("结束")
    place = models.CharField("地点", max_length=80)
    deputies = models.JSONField("代表", default=list)
    issued_at = models.DateTimeField("公告时间", default=timezone.now)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公告人")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接待公告"
        ordering = ("slot_id", "-edition")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot", "edition"], name="daynotice_once", violation_error_message="这一天的公告已经发了。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}号"
