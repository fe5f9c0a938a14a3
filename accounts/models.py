"""Regions, units, users, grants, the work calendar, notices and the audit log."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.choices import Branch, CodeSystem, DayKind, RegionLevel, Role, UnitKind
from accounts.querysets import GrantQuerySet, NoticeQuerySet, RegionQuerySet, UnitQuerySet, UserQuerySet
from accounts.scopes import Scope, Scopes


class Region(models.Model):
    """A place in the administrative tree. Scope is tested by `path`, never by code prefix.

    `path` holds the ids from the root, `/1/5/`. A statistical (NBS) row points by `same_as` to the
    administrative place it stands for; the tree that people see is the administrative one.
    """

    system = models.CharField("代码体系", max_length=3, choices=CodeSystem, default=CodeSystem.MCA)
    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=120, blank=True, editable=False, db_index=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="other_codes", verbose_name="对应行政区划"
    )
    order = models.PositiveIntegerField("区划序", default=0)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ("order", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "code"],
                condition=Q(valid_to=None),
                name="region_code_once",
                violation_error_message="这个代码体系里已经有这个代码。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the path with the row: it is a fact of the tree, not something to remember to set."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            type(self).objects.filter(pk=self.pk).update(path=path)
            old, self.path = self.path, path
            if old:
                self._move_children(old)

    def _move_children(self, old: str) -> None:
        for child in type(self).objects.filter(path__startswith=old).exclude(pk=self.pk):
            type(self).objects.filter(pk=child.pk).update(path=self.path + child.path[len(old) :])


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


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a base made at run time
    """Users are made by an administrator; there is no superuser in daily use."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A user with `password` (None: cannot sign in until one is set)."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Django's `createsuperuser` makes a system administrator, who sees no business rows."""
        fields.pop("is_superuser", None)
        user = self.create_user(username, password, **fields)
        Grant.objects.create(user=user, role=Role.SYSADMIN)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may see and do stands in their grants alone."""

    username = models.CharField(
        "账号", max_length=40, unique=True, error_messages={"unique": "已经有这个账号，请换一个。"}
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("单位和职务", max_length=80, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="所在单位")
    is_active = models.BooleanField("在用", default=True, help_text="停用后不能登录；经办记录保留。")
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def scopes(self) -> Scopes:
        """The grants in force, read once per user object, that is once per request."""
        return scopes_of(self, self.grants.in_force(timezone.localdate()).select_related("region"))

    @property
    def is_staff(self) -> bool:
        """Whether the catalogues (Django admin) open: business staff and the three keepers."""
        return self.scopes.has(Role.STAFF, *Role.KEEPERS)

    @property
    def is_superuser(self) -> bool:
        """Nobody: there is no account above the rules."""
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's question, answered by `accounts.backends` from the grants."""
        from django.contrib.auth import get_backends  # noqa: PLC0415 - auth loads this module first

        return self.is_active and any(b.has_perm(self, perm, obj) for b in get_backends() if hasattr(b, "has_perm"))

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        from django.contrib.auth import get_backends  # noqa: PLC0415 - auth loads this module first

        return self.is_active and any(
            b.has_module_perms(self, app_label) for b in get_backends() if hasattr(b, "has_module_perms")
        )


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


class Notice(models.Model):
    """A line in somebody's inbox. `key` makes it once: the same key is never sent twice."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    label = models.CharField("内容", max_length=200)
    url = models.CharField("链接", max_length=200, blank=True)
    copy_text = models.TextField("可转发文字", blank=True, help_text="不含个人信息，供复制到微信或办公系统。")
    key = models.CharField("防重键", max_length=120, unique=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站内消息"
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["user", "read_at", "-id"], name="notice_inbox")]

    def __str__(self) -> str:
        return self.label


class AuditEntry(models.Model):
    """Who did or looked at what outside the business events: sign-ins, unmasking, exports, grants.

    Append-only: no page changes or deletes it, and the database refuses both.
    """

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人")
    actor_name = models.CharField("操作人姓名", max_length=60, blank=True)
    action = models.CharField("动作", max_length=30, db_index=True)
    target = models.CharField("对象", max_length=120, blank=True)
    detail = models.CharField("说明", max_length=400, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.target}"


class EventBase(models.Model):
    """One line of history: which step, from which status to which, by whom, when, why.

    Append-only. It is history, timeline, audit and outbox at once. `actor` None is the system;
    `at` is given, not stamped, so that history can be told.
    """

    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    step = models.CharField("动作", max_length=30)
    source = models.CharField("原状态", max_length=16, blank=True)
    target = models.CharField("新状态", max_length=16, blank=True)
    note = models.TextField("说明", blank=True)
    data = models.JSONField("明细", default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ("at", "id")


def scopes_of(user: User, grants: Any) -> Scopes:
    """`grants` of `user` as scopes; nobody who is switched off has any."""
    if not user.is_active:
        return Scopes()
    return Scopes(tuple(Scope(g.role, g.unit_id, g.region_id, g.region.path if g.region_id else "") for g in grants))
