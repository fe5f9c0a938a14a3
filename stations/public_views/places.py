"""What residents see of the stations: where and when. No person is named here."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common.public import public_page
from stations.models import Station


@login_not_required
@require_safe
def station_list(request: HttpRequest) -> HttpResponse:
    """Every station in use by county and township: address, hours, the station's own telephone; one query."""
    rows = Station.objects.filter(unit__is_active=True).select_related("unit__region__parent")
    county = ("unit__region__parent__order", "unit__region__parent_id")
    rows = rows.order_by(*county, "unit__region__order", "unit__order", "id")
    groups = [(place, list(stations)) for place, stations in groupby(rows, key=lambda row: row.unit.region.parent)]
    return public_page(request, "stations/public_station_list.html", {"groups": groups})
