"""The switch that takes the public side of a place down, and puts it up again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.choices import Role
from accounts.models import Region
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act
from stations import reports, rules, workflow
from stations.forms.public import ReasonForm
from stations.models import SideClosure
from stations.views.loading import readers_only


@require_http_methods(["GET", "HEAD", "POST"])
def public_side(request: PortalRequest) -> HttpResponse:
    """Up or down, by whom and why; one form to change it."""
    readers_only(request, *rules.REVIEWERS, Role.SYSADMIN)
    if request.method != "POST":
        return _page(request)
    key = request.POST.get("side", "")
    region = None if key == "all" else get_object_or_404(Region, pk=int(key) if key.isdecimal() else 0)
    if not rules.can_switch_side(request.user, region):
        raise PermissionDenied
    form, closes = ReasonForm(request.POST, auto_id=f"side-{key}-%s"), request.POST.get("do") == "close"
    if not closes and request.POST.get("do") != "open":
        raise Http404
    verb = workflow.close_side if closes else _reopen
    return act(
        request,
        form,
        lambda data: verb(region, reason=data["reason"], actor=request.user),
        done="公开端已关闭，所有网址都只显示一页说明。" if closes else "公开端已恢复。",
        back="stations:public_side",
        again=lambda bound, status: _page(request, bound={key: bound}, status=status),
    )


def _reopen(region: Region | None, **facts: Any) -> SideClosure:
    closure = get_object_or_404(SideClosure.objects.standing().select_related("region"), region=region)
    return workflow.reopen_side(closure, **facts)


def _page(request: PortalRequest, *, bound: dict[str, PortalForm] | None = None, status: int = 200) -> HttpResponse:
    sides = []
    for side in reports.sides_of(request.user):
        key = str(side.region.pk) if side.region else "all"
        form = (bound or {}).get(key) or ReasonForm(auto_id=f"side-{key}-%s")
        sides.append((side, key, form, rules.can_switch_side(request.user, side.region)))
    return render(request, "stations/public_side.html", {"sides": sides}, status=status)
