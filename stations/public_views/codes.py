"""What a resident sees who scans a code: a deputy, a station, or how to go on when the code is of no use any more."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.public import public_page
from stations import codes

GONE, LOST = 410, 404


@login_not_required
@require_safe
def code_page(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a code. 404 for an address never given out, 410 for a code that nothing has replaced."""
    found = codes.find(token, timezone.localdate())
    if found is None or found.is_dead:
        return public_page(request, "stations/public_gone.html", {"found": found}, status=GONE if found else LOST)
    if not found.may_say:
        return public_page(request, "stations/public_choose.html", {"found": found})
    template = "stations/public_deputy.html" if found.deputy else "stations/public_station.html"
    return public_page(request, template, {"found": found, "token": found.code.token, "station": found.station})
