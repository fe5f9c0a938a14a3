"""A station, who works there, and the groups that work from it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit, User
from deputies.models import ActivityGroup, Deputy
from stations.choices import Chosen, StaffRole
from stations.querysets import StaffQuerySet, StationQuerySet


class Station(models.Model):
    """代表联络站. It *is* a unit: name, region and grants live there.

    `reports_to` is the committee office to which it reports (报县人大); the flags say what else it is
    today (站点融合), kept in step with its natures by the verbs.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    reports_to = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="上报单位")
    township_office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="乡镇人大主席团（街道工委）"
    )
    address = models.CharField("地址", max_length=80)
    hours = models.CharField("开放时间", max_length=60)
    phone = models.CharField("站内电话", max_length=40, blank=True)
    directions = models.CharField("怎么来", max_length=120, blank=True)
    is_model_point = models.BooleanField("全过程人民民主基层示范点", default=False)
    is_legislative_point = models.BooleanField("基层立法联系点", default=False)
    is_collection_point = models.BooleanField("立法信息采集点", default=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络站"
        ordering = ("unit__region__order", "unit__order", "id")

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("stations:station_detail", args=[self.pk])


class StationStaff(models.Model):
    """站长, 副站长, 联络员, with dates. The verbs keep the person's grant in step."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="staff", verbose_name="联络站")
    name = models.CharField("姓名", max_length=40)
    role = models.CharField("职责", max_length=12, choices=StaffRole)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登录账号")
    deputy = models.ForeignKey(Deputy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代表")
    started_on = models.DateField("起")
    ended_on = models.DateField("止", null=True, blank=True)
    chosen_by = models.CharField("产生方式", max_length=10, choices=Chosen, blank=True)
    document = models.CharField("任职文件", max_length=60, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站点人员"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station"],
                condition=Q(role=StaffRole.HEAD, ended_on=None),
                name="stationstaff_one_head",
                violation_error_message="一个站只有一名站长。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_role_display()}）"


class StationGroup(models.Model):
    """A group that works from a station."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="groups", verbose_name="联络站")
    group = models.OneToOneField(ActivityGroup, models.CASCADE, related_name="+", verbose_name="活动小组")

    class Meta:
        verbose_name = verbose_name_plural = "进站小组"
        ordering = ("group__number",)

    def __str__(self) -> str:
        return str(self.group)
