"""统计: the leader's one page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.choices import Role
from accounts.requests import PortalRequest
from liaison_portal.figures import page_of
from liaison_portal.figures.periods import chosen, periods_for


@require_GET
def figures(request: PortalRequest) -> HttpResponse:
    """One period's figures for the committee of the place; for everybody else there is no such page."""
    user = request.user
    if not user.scopes.has(*Role.COMMITTEE):
        raise Http404
    now = timezone.localtime()
    periods = periods_for(user, now.date())
    period = chosen(periods, request.GET.get("period", ""))
    context = {"periods": periods, "page": page_of(user, period, now.date()), "now": now}
    return render(request, "liaison_portal/figures.html", context)
