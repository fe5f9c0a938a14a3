"""授权: what a user may be, over which unit or place."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.choices import Role
from accounts.models.place import Region
from accounts.models.unit import Unit
from accounts.models.user import User
from accounts.querysets import GrantQuerySet


class Grant(models.Model):
    """One role for one user over one unit or one region's subtree. The only source of scope."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="用户")
    role = models.CharField("角色", max_length=16, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="单位")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="区划"
    )
    valid_from = models.DateField("起", default=date(2000, 1, 1))
    valid_to = models.DateField("止", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ("user", "role")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("unit", 0),  # SQLite cannot count two empty values as one
                Coalesce("region", 0),
                name="grant_once",
                violation_error_message="这个用户已经有同样的授权。",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=Role.OF_UNIT) | Q(unit__isnull=False),
                name="grant_unit_role_has_unit",
                violation_error_message="这个角色要指定单位。",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=Role.OF_REGION) | Q(region__isnull=False),
                name="grant_region_role_has_region",
                violation_error_message="这个角色要指定区划。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}"

    def clean(self) -> None:
        """The three keepers exclude each other and every business role (三员分立)."""
        super().clean()
        if self.user_id is None:
            return
        ended_before = Q(valid_to__lt=max(self.valid_from, timezone.localdate()))
        others = {g.role for g in self.user.grants.exclude(pk=self.pk).exclude(ended_before)}
        if self.role in Role.KEEPERS and others - {self.role}:
            raise ValidationError({"role": "系统管理员、安全管理员、安全审计员不能兼任，也不能同时有业务角色。"})
        if self.role not in Role.KEEPERS and others & set(Role.KEEPERS):
            raise ValidationError({"role": "这个用户是系统、安全或审计管理员，不能再有业务角色。"})
