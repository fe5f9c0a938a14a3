"""A meeting of the standing committee and what is on its agenda."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse

from accounts.models import Unit
from meetings.querysets import MeetingQuerySet
from opinions.models import Occasion, Topic


class Meeting(models.Model):
    """A meeting of the standing committee. Title, date, unit and place live in its Occasion."""

    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    term = models.PositiveSmallIntegerField("届")
    number = models.PositiveSmallIntegerField("次")
    ends_on = models.DateField("闭会日期", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常委会会议"
        ordering = ("-occasion__held_on",)

    def __str__(self) -> str:
        return self.occasion.short_title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def days(self) -> tuple[date, date]:
        """The day it opens and the day it closes."""
        opens_on = self.occasion.held_on
        return opens_on, self.ends_on or opens_on


class AgendaItem(models.Model):
    """An item of the agenda; its Topic is what opinions point to."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="会议")
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="+", verbose_name="议题")
    report_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告（提案）单位"
    )
    order = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = verbose_name_plural = "会议议题"
        ordering = ("order",)

    def __str__(self) -> str:
        return str(self.topic)
