"""Pages of deputies and groups."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import actions as accounts
from accounts.choices import Role
from accounts.requests import PortalRequest
from common.paging import keyset
from common.panels import panels_for
from deputies import reports, rules
from deputies.filters import DeputyFilter
from deputies.forms import RevealForm
from deputies.models import ActivityGroup, Deputy, DutyRecord

ROWS = 30
DUTIES = 8


def with_deputy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Passes the deputy the user may see; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        rows = Deputy.objects.visible_to(request.user).select_related("home_region")
        return view(request, get_object_or_404(rows, pk=pk), **kwargs)

    return loaded


def _reads_register(request: PortalRequest) -> bool:
    """The register is for committees, townships and stations; nobody else has one."""
    return request.user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)


def readers_only(request: PortalRequest) -> None:
    if not _reads_register(request):
        raise Http404


@require_GET
def deputy_list(request: PortalRequest) -> HttpResponse:
    """The register of one's place."""
    readers_only(request)
    form = DeputyFilter(request.GET, user=request.user)
    rows = form.narrow(Deputy.objects.visible_to(request.user))
    today = timezone.localdate()
    page = keyset(reports.with_list_data(rows, today), request.GET, order=("id",), size=ROWS)
    template = "deputies/deputy_list.html" + ("#rows" if request.htmx else "")
    context = {"form": form, "page": page, "keeps_roster": rules.keeps_roster(request.user)}
    return render(request, template, context)


@require_GET
@with_deputy
def deputy_detail(request: PortalRequest, deputy: Deputy) -> HttpResponse:
    """Mandates, group, what was done; the telephone masked."""
    return _deputy_page(request, deputy)


@never_cache
@require_POST
@with_deputy
def deputy_reveal(request: PortalRequest, deputy: Deputy) -> HttpResponse:
    """The telephone once, on this very page, for a reason that is logged."""
    if not rules.can_reveal_phone(request.user, deputy):
        raise Http404
    form = RevealForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        label = f"代表 {deputy.pk} 的手机号"
        done, _ = form.try_verb(lambda: accounts.reveal(request.user, label, reason, request))
        if done:
            return _deputy_page(request, deputy, shown_phone=deputy.phone or "没有登记手机号")
    return _deputy_page(request, deputy, reveal_form=form, status=422)


def _deputy_page(request: PortalRequest, deputy: Deputy, *, status: int = 200, **facts: Any) -> HttpResponse:
    today = timezone.localdate()
    may_reveal = rules.can_reveal_phone(request.user, deputy)
    context = {
        "deputy": deputy,
        "mandates": reports.mandates_of(deputy),
        "group": reports.group_of(deputy),
        "year": today.year,
        **(_file(deputy, today.year) if rules.can_view_file(request.user, deputy) else {}),
        "may_reveal": may_reveal,
        "reveal_form": RevealForm() if may_reveal else None,
        "has_register": _reads_register(request),
    }
    return render(request, "deputies/deputy_detail.html", {**context, **facts}, status=status)


def _file(deputy: Deputy, year: int) -> dict[str, Any]:
    """The latest of the file, for whoever may read it; a fellow deputy of the group may not."""
    duties = DutyRecord.objects.shown().filter(deputy=deputy)
    return {"may_read_file": True, "counts": reports.duty_counts(deputy, year), "duties": list(duties[:DUTIES])}


@require_GET
def group_list(request: PortalRequest) -> HttpResponse:
    """The groups of one's place, by place and number."""
    readers_only(request)
    rows = ActivityGroup.objects.visible_to(request.user).with_list_data()
    page = keyset(rows, request.GET, order=("region__order", "number"), size=ROWS)
    context = {"page": page, "may_group": request.user.scopes.has(Role.STAFF)}
    return render(request, "deputies/group_list.html", context)


@require_GET
def group_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """A group and who is in it."""
    group = get_object_or_404(ActivityGroup.objects.visible_to(request.user).select_related("region"), pk=pk)
    members = reports.members_of(group, timezone.localdate())
    former = reports.former_members_of(group) if _reads_register(request) else []
    context = {"group": group, "members": members, "former": former, "has_register": _reads_register(request)}
    context["panels"] = panels_for("group", request.user, group.pk)
    return render(request, "deputies/group_detail.html", context)
