"""What a resident sees who scans a code: a deputy, a station, or how to go on when the code is of no use any more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.public import public_page
from stations import codes
from stations.public_views.places import station_page
from stations.reports import deputy_facts

GONE, LOST = 410, 404


@require_safe
def code_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind a code. 404 for an address never given out, 410 for a code that nothing has replaced.

    Until a page is published the code shows the right doors, the station and its hours alone.
    """
    today = timezone.localdate()
    found = codes.find(token, today)
    if found is None or found.is_dead:
        return public_page(request, "stations/public_gone.html", {"found": found}, status=GONE if found else LOST)
    if not found.may_say:
        return public_page(request, "stations/public_choose.html", {"found": found})
    context = {"found": found, "token": found.code.token, "station": found.station}
    if found.deputy is None and found.station is not None:
        return station_page(request, found.station, found.page, context)
    if found.deputy is not None and found.page is not None:
        context["facts"] = deputy_facts(found.deputy, found.station, found.page, today)
    return public_page(request, "stations/public_deputy.html", context)
