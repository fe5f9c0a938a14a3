"""The catalogues of this room, read mostly: meetings and drafts are prepared on the portal's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import Kept, KeptAdmin
from accounts.choices import Role
from meetings.models import Article, Draft, Meeting, PaperVersion, ProcessTemplate, TemplateStep


@admin.register(Meeting)
class MeetingAdmin(KeptAdmin):
    """Term, number and closing day; the rest stands in the meeting's own pages."""

    kept_by = (Role.STAFF,)
    list_display = ("occasion", "term", "number", "held_on", "ends_on")
    list_filter = ("term",)
    list_select_related = ("occasion",)
    search_fields = ("occasion__title", "occasion__short_title")
    fields = ("occasion", "term", "number", "ends_on")
    readonly_fields = ("occasion",)

    @admin.display(description="日期", ordering="occasion__held_on")
    def held_on(self, row: Meeting) -> Any:
        return row.occasion.held_on

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - added on its own page
        return False


class OwnDrafts(KeptAdmin):
    """Drafts on the agenda of the keeper's own meetings."""

    topic_path = "topic"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        path = f"{self.topic_path}__occasion__unit__region__path"
        user: Any = request.user
        return super().get_queryset(request).filter(user.scopes.in_region(path, Role.STAFF))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - pasted on its own page
        return False


@admin.register(Draft)
class DraftAdmin(OwnDrafts):
    kept_by = (Role.STAFF,)
    list_display = ("title", "short_title", "topic")
    list_select_related = ("topic",)
    search_fields = ("title", "short_title")
    fields = ("title", "short_title", "topic")
    readonly_fields = ("topic",)


@admin.register(Article)
class ArticleAdmin(OwnDrafts):
    """Slips of the pen in an article; its number is fixed because opinions point to it."""

    kept_by = (Role.STAFF,)
    list_display = ("version", "number", "caption", "chapter")
    list_filter = ("version__stage",)
    list_select_related = ("version__draft",)
    search_fields = ("caption", "text", "version__draft__title")
    fields = ("version", "number", "chapter", "caption", "text")
    readonly_fields = ("version", "number")


class TemplateStepInline(Kept, admin.TabularInline):
    """The steps of a process; their order is kept on its own page."""

    kept_by = (Role.STAFF,)
    model = TemplateStep
    extra = 0
    can_delete = False
    fields = ("order", "title", "kind", "body", "owner", "owner_name", "offset", "in_workdays", "basis")
    readonly_fields = ("order", "kind", "body", "owner", "owner_name", "offset", "in_workdays")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - added on its own page
        return False


@admin.register(ProcessTemplate)
class ProcessTemplateAdmin(KeptAdmin):
    """Name and use of a process, the wording of its steps; days and owners change on the portal's own page."""

    kept_by = (Role.STAFF,)
    list_display = ("name", "region", "has_secretary", "is_used")
    list_filter = ("has_secretary", "is_used")
    list_select_related = ("region",)
    search_fields = ("name",)
    fields = ("region", "name", "has_secretary", "is_used")
    readonly_fields = ("region", "has_secretary")
    inlines = (TemplateStepInline,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - begun on its own page
        return False


@admin.register(PaperVersion)
class PaperVersionAdmin(KeptAdmin):
    """The versions of the standard papers, to be read: a new wording is written on the portal's own page."""

    read_by = (Role.STAFF,)
    list_display = ("template", "kind", "number", "written_at", "handed_at")
    list_filter = ("kind",)
    list_select_related = ("template",)
    fields = ("template", "kind", "number", "body", "written_at", "written_by", "handed_at")
