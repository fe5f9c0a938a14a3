"""The catalogues of deputies, groups and legislative contacts; each place keeps its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import KeptAdmin, KeptInline
from accounts.choices import Role
from accounts.models import Region
from accounts.requests import person
from deputies.models import ActivityGroup, Deputy, DutyRecord, GroupMember, LegislativeContact, Mandate


class OwnRegions(admin.ModelAdmin):
    """Refuses a place outside the keeper's own region: nobody writes rows they could not see."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in {"region", "home_region"}:
            kwargs["queryset"] = Region.objects.filter(person(request).scopes.in_region("path", Role.STAFF))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


# The law's changes of a mandate are verbs of the portal, with an event each; here they are only read.
BY_LAW = ("status", "status_ground", "status_reason", "status_on", "ended_on", "notice_no", "notice_on")


class MandateInline(KeptInline):
    model = Mandate
    kept_by = (Role.STAFF,)
    readonly_fields = BY_LAW
    autocomplete_fields = ("unit", "region")


@admin.register(Deputy)
class DeputyAdmin(KeptAdmin, OwnRegions):
    """Deputies of the keeper's own region. The phone is shown masked and changed on the portal's page."""

    kept_by = (Role.STAFF,)
    list_display = ("name", "gender", "post", "home_region")
    list_filter = ("gender", "mandates__level")
    list_select_related = ("home_region",)
    search_fields = ("name", "initials", "post")
    autocomplete_fields = ("user", "home_region")
    fields = ("name", "initials", "gender", "birth", "post", "profession", "home_region", "user")
    inlines = (MandateInline,)


@admin.register(Mandate)
class MandateAdmin(KeptAdmin):
    kept_by = (Role.STAFF,)
    readonly_fields = BY_LAW
    list_display = (
        "deputy",
        "level",
        "term",
        "region",
        "constituency",
        "is_member",
        "status",
        "started_on",
        "ended_on",
    )
    list_filter = ("level", "status", "is_member", "term")
    list_select_related = ("deputy", "region")
    search_fields = ("deputy__name", "constituency")
    autocomplete_fields = ("deputy", "unit", "region")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(deputy__in=Deputy.objects.visible_to(person(request)))


class GroupMemberInline(KeptInline):
    model = GroupMember
    kept_by = (Role.STAFF,)
    autocomplete_fields = ("deputy", "contact")


@admin.register(ActivityGroup)
class ActivityGroupAdmin(KeptAdmin, OwnRegions):
    kept_by = (Role.STAFF,)
    list_display = ("name", "number", "region")
    list_select_related = ("region",)
    search_fields = ("name", "region__name")
    autocomplete_fields = ("region",)
    inlines = (GroupMemberInline,)


@admin.register(LegislativeContact)
class LegislativeContactAdmin(KeptAdmin, OwnRegions):
    kept_by = (Role.STAFF,)
    list_display = ("name", "kind", "post", "region", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("region",)
    search_fields = ("name", "post")
    autocomplete_fields = ("region",)
    fields = ("kind", "name", "post", "region", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.filter(person(request).scopes.in_region("region__path", Role.STAFF))


@admin.register(DutyRecord)
class DutyRecordAdmin(KeptAdmin):
    """Written by the verbs that saw the duty done; here it is only read."""

    read_by = (Role.STAFF,)
    list_display = ("deputy", "kind", "on", "title", "status", "entered_by")
    list_filter = ("kind", "status")
    list_select_related = ("deputy", "entered_by")
    search_fields = ("deputy__name", "title")
    date_hierarchy = "on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(deputy__in=Deputy.objects.visible_to(person(request)))
