"""量化考核: the rules of a year as data. No number of points is stored with a deputy or a record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from deputies.choices import DutyKind, SchemeStatus
from deputies.querysets import SchemeQuerySet
from deputies.validators import check_kinds


def points_field(label: str, **facts: Any) -> Any:
    """Points with one decimal place, never below zero."""
    check = [MinValueValidator(Decimal(0), "分数不能小于 0。")]
    return models.DecimalField(label, max_digits=5, decimal_places=1, validators=check, **facts)


class ScoreScheme(models.Model):
    """The rules by which a committee counts one year. Edited while a draft; one is in use for a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="人大常委会")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=60)
    status = models.CharField("状态", max_length=10, choices=SchemeStatus, default=SchemeStatus.DRAFT)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计分办法"
        ordering = ("-year", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(status=SchemeStatus.ACTIVE),
                name="scorescheme_one_a_year",
                violation_error_message="这个年度已经有一份使用中的计分办法。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScoreRule(models.Model):
    """One item: the kinds counted together, points for the first and each more, never above `cap`.

    A special item stands outside the sum of the others, with a cap of its own.
    """

    scheme = models.ForeignKey(ScoreScheme, models.CASCADE, related_name="rules", verbose_name="计分办法")
    order = models.PositiveSmallIntegerField("次序", default=0)
    name = models.CharField("项目", max_length=40)
    kinds = models.JSONField("合并计算的类别", default=list, validators=[check_kinds])
    first = points_field("第一次")
    each_more = points_field("以后每次", default=0)
    cap = points_field("上限")
    is_special = models.BooleanField("另计（不在合计里）", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "计分项目"
        ordering = ("order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "name"], name="scorerule_once", violation_error_message="这份办法里已经有这个项目。"
            ),
            models.CheckConstraint(
                condition=Q(first__gte=0, each_more__gte=0, cap__gt=0, first__lte=F("cap")),
                name="scorerule_within_its_cap",
                violation_error_message="第一次的分数不能超过上限，上限要大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScoreVariant(models.Model):
    """A kind that counts towards an item by points of its own (附议, 口头述职), within a cap of its own."""

    rule = models.ForeignKey(ScoreRule, models.CASCADE, related_name="variants", verbose_name="计分项目")
    kind = models.CharField("类别", max_length=16, choices=DutyKind)
    first = points_field("第一次")
    each_more = points_field("以后每次", default=0)
    cap = points_field("上限")

    class Meta:
        verbose_name = verbose_name_plural = "另行计分的类别"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "kind"],
                name="scorevariant_once",
                violation_error_message="这个项目里已经有这个类别。",
            ),
            models.CheckConstraint(
                condition=Q(first__gte=0, each_more__gte=0, cap__gt=0, first__lte=F("cap")),
                name="scorevariant_within_its_cap",
                violation_error_message="第一次的分数不能超过上限，上限要大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
