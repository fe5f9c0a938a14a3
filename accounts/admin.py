"""The catalogues of this room, and the admin classes on which every room builds its own.

A catalogue names who keeps it: `kept_by` may view, add and change, `read_by` may view,
`picked_by` may only look rows up from a field of another catalogue. Nobody else opens it. Rows are
those of `visible_to` where the model has it. Every change is written to the audit log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts import actions
from accounts.choices import AuditAction, Role
from accounts.models import AuditEntry, Grant, Region, Unit, UnitName, User, WorkDay
from accounts.requests import person
from accounts.rules import holds_catalogue

ROWS = 50


@cache
def in_words(related: models.Field[Any, Any]) -> Callable[[Any], str]:
    """The related row as its words alone, under the field's own label."""

    @admin.display(description=related.verbose_name)
    def words(row: Any) -> str:
        return str(getattr(row, related.name) or "-")

    words.__name__ = related.name
    return words


class Kept(BaseModelAdmin):
    """Who may open a catalogue, by the roles it names; for admins and inlines alike.

    Django draws a related row that is only read as a link to its own catalogue. Where that is
    another keeper's, it is drawn in words: no link leads to a refusal.
    """

    kept_by: ClassVar[tuple[str, ...]] = ()
    read_by: ClassVar[tuple[str, ...]] = ()
    deletable: ClassVar[bool] = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return holds_catalogue(request.user, self.kept_by, self.read_by, "view")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return holds_catalogue(request.user, self.kept_by, self.read_by, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return holds_catalogue(request.user, self.kept_by, self.read_by, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return self.deletable and holds_catalogue(request.user, self.kept_by, self.read_by, "delete")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        names = list(super().get_readonly_fields(request, obj))
        return [*names, *self._closed(request, names).values()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        found = super().get_fieldsets(request, obj)
        reads_only = obj is not None and not self.has_change_permission(request, obj)
        read = flatten_fieldsets(found) if reads_only else self.get_readonly_fields(request, obj)
        words = self._closed(request, read)
        return [
            (title, {**options, "fields": list(dict.fromkeys(words.get(name, name) for name in options["fields"]))})
            for title, options in found
        ]

    def _closed(self, request: HttpRequest, names: Iterable[Any]) -> dict[Any, Callable[[Any], str]]:
        """Of `names`, the related rows whose catalogue the user may not open, with what draws them instead."""
        related = {
            field.name: field for field in self.model._meta.concrete_fields if field.remote_field  # noqa: SLF001
        }
        return {
            name: in_words(related[name])
            for name in names
            if name in related and not self._opens(request, related[name].related_model)
        }

    def _opens(self, request: HttpRequest, model: Any) -> bool:
        site = self.admin_site
        return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)


class KeptAdmin(Kept, admin.ModelAdmin):
    """A catalogue page with bounded queries; it deletes only where `deletable` says so."""

    picked_by: ClassVar[tuple[str, ...]] = ()
    list_per_page = ROWS
    list_max_show_all = ROWS
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.visible_to(person(request)) if hasattr(rows, "visible_to") else rows

    def may_pick(self, request: HttpRequest) -> bool:
        """Whether rows may be looked up from a field of another catalogue."""
        return self.has_view_permission(request) or person(request).scopes.has(*self.picked_by)

    def pick_label(self, obj: Any) -> str:
        """How a row reads where it is picked."""
        return str(obj)

    def _audit(self, request: HttpRequest, obj: Any, verb: str) -> None:
        what = f"{obj._meta.verbose_name} {obj.pk}"  # noqa: SLF001
        # A business row is not named to the auditor.
        named = f"：{obj}" if set(self.kept_by) & set(Role.KEEPERS) else ""
        actions.audit(person(request), AuditAction.CATALOGUE, what + named, verb, request)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._audit(request, obj, "新增")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._audit(request, obj, f"修改 {message}")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._audit(request, obj, "删除")
        return super().log_deletions(request, queryset)


class KeptInline(Kept, admin.TabularInline):
    """Rows of a kept catalogue inside the page of their owner."""

    view_on_site = False  # catalogues are kept here; the portal's pages are reached from the portal
    extra = 0


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    kept_by = (Role.SYSADMIN,)
    picked_by = (Role.STAFF, Role.SECADMIN)
    list_display = ("name", "level", "system", "code", "parent", "order", "valid_to")
    list_filter = ("system", "level")
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    autocomplete_fields = ("parent", "same_as")
    ordering = ("system", "order", "code")


class UnitNameInline(KeptInline):
    model = UnitName
    kept_by = (Role.SYSADMIN,)


@admin.register(Unit)
class UnitAdmin(KeptAdmin):
    kept_by = (Role.SYSADMIN,)
    picked_by = (Role.STAFF, Role.SECADMIN)
    list_display = ("name", "short_name", "kind", "branch", "region", "dispatch_via", "order", "is_active")
    list_filter = ("kind", "branch", "is_active")
    list_select_related = ("region", "dispatch_via")
    search_fields = ("name", "short_name")
    autocomplete_fields = ("region", "parent", "dispatch_via")
    inlines = (UnitNameInline,)


@admin.register(User)
class UserAdmin(KeptAdmin):
    """Accounts. Passwords are one-time passwords, set on their own page; nobody is deleted."""

    kept_by = (Role.SYSADMIN,)
    read_by = (Role.AUDITOR,)
    picked_by = (Role.SECADMIN, Role.STAFF)
    list_display = ("username", "name", "post", "unit", "is_active", "must_change_password", "last_login")
    list_filter = ("is_active", "must_change_password")
    list_select_related = ("unit",)
    search_fields = ("username", "name", "post")
    autocomplete_fields = ("unit",)
    fields = ("username", "name", "post", "unit", "is_active", "must_change_password", "password_page", "last_login")
    readonly_fields = ("must_change_password", "password_page", "last_login")

    def pick_label(self, obj: User) -> str:
        return f"{obj.name}（{obj.username}）"

    @admin.display(description="密码")
    def password_page(self, person: User) -> str:
        if person.pk is None:
            return "保存以后，再生成一次性密码。"
        return format_html('<a href="{}">重置密码</a>', reverse("accounts:password_reset", args=[person.pk]))

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Who only reads is not led to the page that sets a password."""
        fields = list(super().get_fields(request, obj))
        if not self.has_change_permission(request, obj):
            fields.remove("password_page")
        return fields

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        """A new account cannot sign in until a one-time password is set for it."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(Grant)
class GrantAdmin(KeptAdmin):
    """Who may do what. A grant is ended, not deleted; the three keepers exclude every other role."""

    kept_by = (Role.SECADMIN,)
    read_by = (Role.AUDITOR,)
    list_display = ("user", "username", "role", "unit", "region", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "unit", "region")
    search_fields = ("user__username", "user__name", "unit__name", "region__name")
    autocomplete_fields = ("user", "unit", "region")
    actions = ("end_grants",)

    @admin.display(description="账号", ordering="user__username")
    def username(self, row: Grant) -> str:
        return row.user.username

    def _audit(self, request: HttpRequest, obj: Grant, verb: str) -> None:
        actions.audit(person(request), AuditAction.GRANT, actions.describe(obj), verb, request)

    @admin.action(description="撤销所选授权", permissions=["change"])
    def end_grants(self, request: HttpRequest, queryset: models.QuerySet[Grant]) -> None:
        rows = list(queryset.select_related("user", "unit", "region"))
        for row in rows:
            actions.revoke(row, actor=person(request), request=request)
        messages.success(request, f"已撤销 {len(rows)} 项授权，马上生效。")


@admin.register(WorkDay)
class WorkDayAdmin(KeptAdmin):
    kept_by = (Role.STAFF,)
    deletable = True
    list_display = ("date", "kind", "name", "provisional")
    list_filter = ("kind", "provisional")
    search_fields = ("name",)
    date_hierarchy = "date"
    ordering = ("-date",)


class ActionFilter(admin.SimpleListFilter):
    """By the words of the audit log, without asking the whole table which there are."""

    title = "动作"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return list(AuditAction.choices)

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:  # noqa: ARG002
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(KeptAdmin):
    """The log, for the auditor to read. Nobody adds to it by hand, changes or deletes it."""

    read_by = (Role.AUDITOR,)
    list_display = ("at", "actor_name", "action", "target", "detail", "address")
    list_filter = (ActionFilter, "at")
    search_fields = ("actor_name", "target", "detail")
    fields = ("at", "actor_name", "action", "target", "detail", "address")
    ordering = ("-id",)
