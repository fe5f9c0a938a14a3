"""接待公告 for residents: when, where, who, how to come. Nobody is marked as coming for another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.public import public_page
from stations.models import Station
from stations.reports.notices import BRING, announced


@require_safe
def station_notices(request: HttpRequest, station: int) -> HttpResponseBase:
    """The notices of one open station that hold today, the next reception first."""
    rows = Station.objects.filter(unit__is_active=True).select_related("unit__region__parent")
    shown = get_object_or_404(rows, pk=station)
    context = {"station": shown, "notices": announced(shown, timezone.localdate()), "bring": BRING}
    return public_page(request, "stations/public_notices.html", context)
