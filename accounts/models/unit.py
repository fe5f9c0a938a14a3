"""单位, and the names they bore."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.choices import Branch, UnitKind
from accounts.models.place import Region
from accounts.querysets import UnitQuerySet


class Unit(models.Model):
    """A body that hands out, receives, or collects: committee, agency, station.

    `short_name` is the standard abbreviation for narrow places. `dispatch_via` is the office
    through which items for this unit pass (政府办督查室 for departments of a government).
    """

    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("规范简称", max_length=40)
    kind = models.CharField("类别", max_length=14, choices=UnitKind)
    branch = models.CharField("系统", max_length=14, choices=Branch)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name="区划")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    dispatch_via = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name="经由转办"
    )
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField(
        "联系电话", max_length=40, blank=True, help_text="单位办公电话，会印在公文上，不填个人手机。"
    )
    order = models.PositiveIntegerField("机构序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ("order", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "name"], name="unit_name_once", violation_error_message="这个区划里已经有同名单位。"
            ),
            models.CheckConstraint(
                condition=Q(dispatch_via=None) | ~Q(dispatch_via=F("id")),
                name="unit_not_via_itself",
                violation_error_message="单位不能经由自己转办。",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def may_lead(self) -> bool:
        """Whether an item may be assigned to it: 一府一委两院 and departments, never a party body."""
        return self.is_active and self.branch in Branch.MAY_LEAD and self.kind != UnitKind.DISPATCH

    def name_on(self, day: date) -> str:
        """The name valid on `day`: a document prints the name of its own date."""
        for old in self.names.all():
            if old.valid_from <= day and (old.valid_to is None or day <= old.valid_to):
                return old.name
        return self.name


class UnitName(models.Model):
    """A name the unit bore for a time. Organisations are renamed; papers keep the name of their day."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", verbose_name="单位")
    name = models.CharField("全称", max_length=80)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ("-valid_from",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="unitname_dates_in_order",
                violation_error_message="停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
