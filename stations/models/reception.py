"""A reception, its visits, and the opinions they brought into the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.crypto import EncryptedTextField
from deputies.choices import Gender
from deputies.models import Deputy
from opinions.choices import Visibility
from opinions.models import Contributor, Occasion, Opinion
from stations.choices import Elsewhere, Route
from stations.models.rota import DutySlot
from stations.models.station import Station
from stations.querysets import ItemQuerySet, ReceptionQuerySet, VisitQuerySet


class Reception(models.Model):
    """One reception: a station, a time, the deputies who received. 接待时间 ≠ 录入时间.

    A station receives once at a time, so the same day and hour again is the same reception.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="receptions", verbose_name="联络站")
    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="+", verbose_name="场合")
    slot = models.ForeignKey(
        DutySlot, models.PROTECT, null=True, blank=True, related_name="receptions", verbose_name="接待日"
    )
    held_on = models.DateField("接待日期")
    started_at = models.TimeField("接待时间")
    ended_at = models.TimeField("结束时间", null=True, blank=True)
    deputies = models.ManyToManyField(Deputy, related_name="+", verbose_name="接待代表")
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待"
        ordering = ("-held_on", "-id")
        indexes: ClassVar = [models.Index(fields=["-held_on", "-id"], name="reception_recent")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "held_on", "started_at"],
                name="reception_once",
                violation_error_message="这个时间的接待已经登记过。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="reception_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.held_on:%Y-%m-%d} 接待"

    def get_absolute_url(self) -> str:
        return reverse("stations:reception_detail", args=[self.pk])

    @property
    def hours(self) -> str:
        """“9:20”, or “9:20 到 11:30” where the end was written down."""
        clocks = (f"{one.hour}:{one:%M}" for one in (self.started_at, self.ended_at) if one)
        return " 到 ".join(clocks)


class Visit(models.Model):
    """One visitor or party: heads, who, and by `route` what becomes of what they said.

    `client_id` makes a repeated save the same visit. A sealed visit is seen by the committee alone.
    """

    client_id = models.UUIDField("端侧编号", unique=True, editable=False)
    reception = models.ForeignKey(Reception, models.PROTECT, related_name="visits", verbose_name="接待")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+", verbose_name="来访人")
    headcount = models.PositiveSmallIntegerField("人数", default=1)
    route = models.CharField("处理方式", max_length=10, choices=Route)
    answer = models.TextField("现场答复或意见", blank=True)
    address = EncryptedTextField("住址", blank=True, default="")
    elsewhere = models.CharField("不予受理的原因", max_length=14, choices=Elsewhere, blank=True)
    gender = models.CharField("性别", max_length=1, choices=Gender, blank=True)
    age = models.PositiveSmallIntegerField("年龄", null=True, blank=True)
    visibility = models.CharField("可见范围", max_length=10, choices=Visibility, default=Visibility.NORMAL)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", default=timezone.now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来访"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(headcount__gte=1), name="visit_headcount_positive", violation_error_message="人数至少是 1。"
            ),
            models.CheckConstraint(
                condition=Q(elsewhere="") | Q(route=Route.OTHER),
                name="visit_elsewhere_only_other",
                violation_error_message="只有“告知其他渠道”的才写不予受理的原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reception} 第{self.pk}号"

    def get_absolute_url(self) -> str:
        return reverse("stations:visit_detail", args=[self.pk])

    @property
    def where_to(self) -> str:
        """Where the visitor was told to go; nothing where the matter was taken up."""
        return Elsewhere(self.elsewhere).where if self.elsewhere else ""

    @property
    def refusal(self) -> str:
        """Why it was not taken up: the reason chosen, and what was written beside it."""
        if self.route != Route.OTHER:
            return ""
        return "；".join(text for text in (self.get_elsewhere_display(), self.answer) if text)


class VisitOpinion(models.Model):
    """The opinions a visit brought into the ledger."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="visit_opinions", verbose_name="来访")
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="+", verbose_name="意见")

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来访意见"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.visit_id}–{self.opinion_id}"
