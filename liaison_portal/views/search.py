"""One search over everything the user may see."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.text import clean_pasted
from liaison_portal import searching


@require_GET
def search(request: PortalRequest) -> HttpResponse:
    """Groups of what contains every word of `q`; without `q` what can be found. Keepers see no business."""
    if request.user.scopes.has(*Role.KEEPERS):
        raise Http404
    query = clean_pasted(request.GET.get("q", "")).strip()[: searching.LONGEST]
    groups = searching.found(request.user, query) if query else []
    context = {"query": query, "groups": groups, "kinds": searching.kinds_for(request.user)}
    return render(request, "liaison_portal/search.html", context)
