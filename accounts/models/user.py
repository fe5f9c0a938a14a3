"""用户: who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.choices import Role
from accounts.models.unit import Unit
from accounts.querysets import UserQuerySet
from accounts.scopes import Scope, Scopes


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
        user.grants.create(role=Role.SYSADMIN)
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


def scopes_of(user: User, grants: Any) -> Scopes:
    """`grants` of `user` as scopes; nobody who is switched off has any."""
    if not user.is_active:
        return Scopes()
    return Scopes(tuple(Scope(g.role, g.unit_id, g.region_id, g.region.path if g.region_id else "") for g in grants))
