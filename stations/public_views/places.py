"""Where deputies receive residents: the stations by place, and one station."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.public import public_page
from stations.models import PublicCode, PublicPage, Station
from stations.reports import closed_places, station_facts


@require_safe
def station_list(request: HttpRequest) -> HttpResponseBase:
    """Every station in use by county and township: address, hours, the station's own telephone."""
    rows = Station.objects.filter(unit__is_active=True).select_related("unit__region__parent")
    for place in closed_places():
        rows = rows.exclude(unit__region__path__startswith=place.path)
    county = ("unit__region__parent__order", "unit__region__parent_id")
    rows = rows.order_by(*county, "unit__region__order", "unit__order", "id")
    groups = [(place, list(stations)) for place, stations in groupby(rows, key=lambda row: row.unit.region.parent)]
    return public_page(request, "stations/public_station_list.html", {"groups": groups})


@require_safe
def station_detail(request: HttpRequest, station: int) -> HttpResponseBase:
    """One open station, by its number."""
    rows = Station.objects.filter(unit__is_active=True).select_related("unit__region__parent")
    shown = get_object_or_404(rows, pk=station)
    page = PublicPage.objects.published().filter(station=shown).first()
    code = PublicCode.objects.current().filter(station=shown).first()
    return station_page(request, shown, page, {"token": code.token if code else "", "station": shown})


def station_page(
    request: HttpRequest, station: Station, page: PublicPage | None, context: dict[str, Any]
) -> HttpResponseBase:
    """A station: where and when; published also who receives, which groups, what it is."""
    facts = station_facts(station, page, timezone.localdate()) if page else None
    return public_page(request, "stations/public_station.html", {**context, "facts": facts})
