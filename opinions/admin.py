"""The catalogues of the ledger, kept by staff; matters and lists only to look at and to draft from."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.admin import KeptAdmin
from accounts.choices import Role
from accounts.models import User
from accounts.requests import person
from common.errors import RuleError
from opinions.models import AssignmentList, Category, Channel, HandlingRule, Matter, NumberSequence, Topic
from opinions.querysets import MatterQuerySet
from opinions.reports.drafting import opening_of, title_of
from opinions.workflow import paper as paper_verbs

MOST = 100


@admin.register(Channel)
class ChannelAdmin(KeptAdmin):
    kept_by = (Role.STAFF,)
    list_display = ("name", "code", "order")
    search_fields = ("name", "code")
    ordering = ("order", "id")


@admin.register(Category)
class CategoryAdmin(KeptAdmin):
    """Two levels at most; one no longer used is switched off, not deleted."""

    kept_by = (Role.STAFF,)
    list_display = ("name", "parent", "order", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("parent",)
    search_fields = ("name",)
    ordering = ("order", "id")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(HandlingRule)
class HandlingRuleAdmin(KeptAdmin):
    """The limits. A change holds for clocks that start from now on: running ones keep their stored days."""

    kept_by = (Role.STAFF,)
    list_display = ("name", "starts_on", "accept_wd", "send_back_wd", "answer_limit", "rating_wd", "redo_months")
    search_fields = ("name", "source")
    ordering = ("id",)
    fieldsets: ClassVar = (
        (None, {"fields": ("kind", "name", "source", "starts_on")}),
        ("签收和退办", {"fields": ("accept_wd", "accept_source", "send_back_wd", "send_back_source")}),
        ("答复", {"fields": ("answer_wd", "answer_months", "answer_max_months", "answer_source")}),
        ("协办", {"fields": ("co_months", "co_source")}),
        ("评价和重办", {
            "fields": (
                "is_rated", "rating_wd", "rating_source", "rating_threshold", "redo_months", "redo_source",
            )
        }),
        ("提醒", {"fields": ("remind_days", "soon_wd", "remind_gap_days")}),
        ("答复的形式", {"fields": ("uses_classes", "needs_scan")}),
    )  # fmt: skip

    @admin.display(description="答复期限")
    def answer_limit(self, rule: HandlingRule) -> str:
        return rule.answer_limit

    def get_readonly_fields(self, request: HttpRequest, obj: HandlingRule | None = None) -> list[Any]:  # noqa: ARG002
        return ["kind"] if obj else []


@admin.register(Topic)
class TopicAdmin(KeptAdmin):
    """Agenda items, drafts and articles by their names in lists and papers; made on the meeting's own pages."""

    kept_by = (Role.STAFF,)
    picked_by = (Role.STAFF,)
    list_display = ("short_title", "title", "occasion", "parent", "order")
    list_select_related = ("occasion", "parent")
    search_fields = ("title", "short_title")
    fields = ("title", "short_title", "order")
    ordering = ("-occasion__held_on", "order", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = person(request).scopes.in_region("occasion__region__path", Role.STAFF)
        return super().get_queryset(request).filter(own | Q(occasion=None))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(NumberSequence)
class NumberSequenceAdmin(KeptAdmin):
    """Which numbers are used up. Only issuing raises one, so that none is skipped and none doubled."""

    read_by = (Role.STAFF,)
    list_display = ("unit", "series", "year", "last")
    list_filter = ("year",)
    list_select_related = ("unit",)
    search_fields = ("series", "unit__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(person(request).scopes.in_region("unit__region__path", Role.STAFF))


@admin.register(AssignmentList)
class AssignmentListAdmin(KeptAdmin):
    """Lists to look up; they are drafted, signed and issued on their own pages."""

    read_by = (Role.STAFF,)
    list_display = ("title", "shown_number", "status", "unit", "occasion", "issued_on")
    list_filter = ("status", "number_year")
    list_select_related = ("unit", "occasion")
    search_fields = ("title", "number")
    fields = (
        "title", "number", "status", "unit", "occasion", "supplements", "salutation", "copies_to", "signed_by",
        "issued_on", "sealed_on", "annulled_reason", "frozen_sha256",
    )  # fmt: skip

    @admin.display(description="发文字号")
    def shown_number(self, paper: AssignmentList) -> str:
        return paper.shown_number


@admin.register(Matter)
class MatterAdmin(KeptAdmin):
    """Matters to choose from; they are merged and decided on the board."""

    read_by = (Role.STAFF,)
    list_display = ("title", "destination", "category", "occasion", "rule", "created_at")
    list_filter = ("destination", "rule")
    list_select_related = ("category", "occasion", "rule", "unit")
    search_fields = ("title", "wording")
    fields = ("title", "wording", "demand", "destination", "reason", "category", "occasion", "rule", "unit")
    ordering = ("-id",)
    actions = ("draft_list",)

    @admin.action(description="由所选事项拟交办清单")
    def draft_list(self, request: HttpRequest, queryset: MatterQuerySet) -> HttpResponse | None:
        """Draft in the name, series and salutation of the place's last list; the first one is written on its page."""
        chosen = list(queryset.on_board().order_by("pk")[: MOST + 1])
        if len(chosen) > MOST:
            messages.error(request, f"一份清单最多选 {MOST} 个事项，请分几次选。")
            return None
        user = person(request)
        last = AssignmentList.objects.visible_to(user).select_related("unit__region").order_by("-id").first()
        if last is None:
            return redirect(_first_list(chosen))
        try:
            paper = _draft(chosen, user, last)
        except RuleError as error:
            messages.error(request, str(error))
            return None
        messages.success(request, f"已用 {len(chosen)} 个事项拟好清单。请核对每一项，再送审。")
        return redirect(paper)


def _draft(chosen: list[Matter], user: User, last: AssignmentList) -> AssignmentList:
    """One meeting, one list."""
    if len({matter.occasion_id for matter in chosen}) > 1:
        raise RuleError("所选事项不是同一次会议的，请按会议分别拟清单。")
    return paper_verbs.draft(
        chosen,
        paper_verbs.Cover(
            series=last.series,
            title=title_of(chosen),
            salutation=last.salutation,
            opening=opening_of(chosen),
            copies_to=last.copies_to,
        ),
        actor=user,
        unit=last.unit,
        occasion=chosen[0].occasion,
    )


def _first_list(chosen: list[Matter]) -> str:
    """The page on which the first list's issuing unit and series are written, with the matters chosen."""
    return f"{reverse('opinions:list_new')}?{urlencode([('matter', matter.pk) for matter in chosen])}"
