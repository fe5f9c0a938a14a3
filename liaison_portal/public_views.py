"""The first page for residents: the right doors first, then where deputies receive. And what crawlers are told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from common.public import public_page
from meetings.models import LeaderSpeech


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """Emergencies, courts and 12345 before anything of ours; no form, no cookie, no personal data."""
    context = {"has_speeches": LeaderSpeech.objects.published().exists()}
    return public_page(request, "liaison_portal/public_start.html", context)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """No search engine walks here."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
