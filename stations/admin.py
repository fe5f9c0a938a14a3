"""The catalogues of stations and their rota; staff and what was recorded are changed by verbs, here only read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import KeptAdmin, KeptInline
from accounts.choices import Role, UnitKind
from accounts.models import Region, Unit
from accounts.requests import person
from stations.calendar import words_of
from stations.models import (
    ContactTarget,
    DayRule,
    DutySlot,
    SlotDeputy,
    Station,
    StationGroup,
    StationStaff,
    YearlyRule,
)


class StaffInline(KeptInline):
    """Who works there. The page of the station changes it, so that grants follow."""

    model = StationStaff
    read_by = (Role.STAFF,)
    fields = ("name", "role", "user", "deputy", "started_on", "ended_on", "chosen_by", "document")
    readonly_fields = fields


class GroupInline(KeptInline):
    """The groups that work from the station: they may move to another."""

    model = StationGroup
    kept_by = (Role.STAFF,)
    deletable = True
    autocomplete_fields = ("group",)


@admin.register(Station)
class StationAdmin(KeptAdmin):
    """Stations of the keeper's own place. The unit itself is made by the system administrator."""

    kept_by = (Role.STAFF,)
    list_display = ("unit", "place", "reports_to", "hours", "is_model_point", "is_legislative_point")
    list_filter = ("is_model_point", "is_legislative_point", "is_collection_point")
    list_select_related = ("unit__region", "reports_to")
    search_fields = ("unit__name", "unit__short_name", "address")
    inlines = (GroupInline, StaffInline)
    # Granted and ended with a paper and a day, on the page of the station.
    readonly_fields = ("is_model_point", "is_legislative_point", "is_collection_point")

    @admin.display(description="所在地", ordering="unit__region__order")
    def place(self, station: Station) -> str:
        return str(station.unit.region)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kinds = {
            "unit": (UnitKind.STATION,),
            "reports_to": (UnitKind.OFFICE,),
            "township_office": (UnitKind.TOWN_CONGRESS,),
        }
        if db_field.name in kinds:
            own = person(request).scopes.in_region("region__path", Role.STAFF)
            kwargs["queryset"] = Unit.objects.active().filter(own, kind__in=kinds[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SlotDeputyInline(KeptInline):
    model = SlotDeputy
    read_by = (Role.STAFF,)
    fields = ("deputy", "confirmed_at")
    readonly_fields = fields


@admin.register(DutySlot)
class DutySlotAdmin(KeptAdmin):
    """The rota, read: it is planned on the station's own page, where its history is written."""

    read_by = (Role.STAFF,)
    list_display = ("station", "date", "starts_at", "ends_at", "status")
    list_filter = ("status",)
    list_select_related = ("station__unit",)
    search_fields = ("station__unit__name",)
    date_hierarchy = "date"
    inlines = (SlotDeputyInline,)


@admin.register(DayRule)
class DayRuleAdmin(KeptAdmin):
    """By which rule each station of the place receives, read: the station sets it on its own page, where the
    rule before it ends and the history is written."""

    read_by = (Role.STAFF,)
    list_display = ("station", "pattern", "hours", "shift", "seats", "notice_days", "valid_from", "ended_on")
    list_filter = ("pattern", "shift")
    list_select_related = ("station__unit",)
    search_fields = ("station__unit__name",)
    fields = (
        "station",
        "words",
        "starts_at",
        "ends_at",
        "shift",
        "seats",
        "gap_days",
        "notice_days",
        "valid_from",
        "ended_on",
        "set_by",
        "set_at",
    )
    readonly_fields = ("words",)

    @admin.display(description="时间", ordering="starts_at")
    def hours(self, rule: DayRule) -> str:
        return f"{rule.starts_at:%H:%M}–{rule.ends_at:%H:%M}"

    @admin.display(description="哪几天")
    def words(self, rule: DayRule) -> str:
        return words_of(rule)


@admin.register(ContactTarget)
class ContactTargetAdmin(KeptAdmin):
    """How many households a deputy, and deputies a member, are asked to keep in touch with: a sentence, no measure."""

    kept_by = (Role.STAFF,)
    list_display = ("unit", "households", "deputies", "source")
    list_select_related = ("unit",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        own = person(request).scopes.in_region("region__path", Role.STAFF)
        kwargs["queryset"] = Unit.objects.active().filter(own, kind=UnitKind.OFFICE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(YearlyRule)
class YearlyRuleAdmin(KeptAdmin):
    """How often groups meet in a year at least, in the words of the rule that holds at the keeper's place."""

    kept_by = (Role.STAFF,)
    list_display = ("sentence", "region", "minimum", "source")
    list_select_related = ("region",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "region":
            kwargs["queryset"] = Region.objects.filter(person(request).scopes.in_region("path", Role.STAFF))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
