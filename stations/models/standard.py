"""阵地标准化: the checklist as data, self-checks and inspections, what is missing, the grade."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from common.files import StoredFile
from stations.choices import CheckKind, StationGrade
from stations.models.station import Station
from stations.querysets.standard import CheckQuerySet, StandardItemQuerySet


class StandardItem(models.Model):
    """One thing a station should have, for the stations that report to `unit`, from when to when.

    An item that was asked about is never changed: it ends, and a new one begins.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="哪个选工委的标准")
    group = models.CharField("哪一类", max_length=20)
    wording = models.CharField("要做到什么", max_length=120)
    is_required = models.BooleanField("必须做到", default=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    objects = StandardItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阵地标准"
        ordering = ("order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "wording"],
                condition=Q(valid_to=None),
                name="standarditem_once",
                violation_error_message="清单里已经有这一条了。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="standarditem_dates_in_order",
                violation_error_message="停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class StationCheck(models.Model):
    """A self-check or an inspection of one day; done again that day, it is put right, with a history."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="checks", verbose_name="联络站")
    kind = models.CharField("类别", max_length=12, choices=CheckKind)
    on = models.DateField("日期")
    inspectors = models.CharField("检查的人", max_length=80, blank=True)
    words = models.CharField("总的说一说", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自查和检查"
        ordering = ("-on", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "kind", "on"],
                name="stationcheck_once",
                violation_error_message="这一天已经登记过了。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CheckKind.INSPECTION) | ~Q(inspectors=""),
                name="stationcheck_inspection_names_who",
                violation_error_message="检查要写是谁检查的。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.on:%Y-%m-%d} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("stations:check_detail", args=[self.pk])


class CheckResult(models.Model):
    """Yes or no to one item, with words; of a no, when it was made good and how."""

    check_of = models.ForeignKey(StationCheck, models.CASCADE, related_name="results", verbose_name="哪一次")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+", verbose_name="标准")
    is_met = models.BooleanField("做到了")
    words = models.CharField("说明", max_length=200, blank=True)
    remedied_on = models.DateField("补上日期", null=True, blank=True)
    remedied_words = models.CharField("怎样补上的", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "逐项结果"
        ordering = ("item__order", "item_id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_of", "item"], name="checkresult_once", violation_error_message="这一条已经答过了。"
            ),
            models.CheckConstraint(
                condition=Q(is_met=False) | Q(remedied_on=None),
                name="checkresult_only_a_lack_is_remedied",
                violation_error_message="做到了的不用再补。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}：{'是' if self.is_met else '否'}"


class CheckPhoto(StoredFile):
    """A photo beside one result: never asked for, kept when given."""

    result = models.ForeignKey(CheckResult, models.CASCADE, related_name="photos", verbose_name="哪一条")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = verbose_name_plural = "标准照片"
        ordering = ("id",)


class GivenGrade(models.Model):
    """普通, 规范化, 示范 or 明星: given by staff on a day; the latest is the present one."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="grades", verbose_name="联络站")
    grade = models.CharField("等次", max_length=10, choices=StationGrade)
    since = models.DateField("哪天评定")
    document = models.CharField("文件", max_length=60, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "站点等次"
        ordering = ("-since", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "since"],
                name="givengrade_once_a_day",
                violation_error_message="这一天已经评定过等次了。",
            )
        ]

    def __str__(self) -> str:
        return self.get_grade_display()
