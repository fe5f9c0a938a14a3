"""接待统计: the figures of the stations, each explained and leading to its rows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.paging import keyset
from stations import reports
from stations.forms.figures import RowsForm, SpanForm
from stations.reports import figures
from stations.views.loading import readers_only

ROWS = 30
READERS = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)


@require_GET
def station_figures(request: PortalRequest) -> HttpResponse:
    """Batches, people, matters, and what became of them; of a span of days and a place."""
    readers_only(request, *READERS)
    form = SpanForm(request.GET, user=request.user, today=timezone.localdate())
    region = form.region_asked
    context: dict[str, Any] = {
        "form": form,
        "span": form.span,
        "region": region,
        "sheet": figures.sheet_of(request.user, form.span, region=region),
        "reasons": figures.reasons_of(request.user, form.span, region=region),
        "measures": figures.MEASURES,
        "sees_sealed": request.user.scopes.has(*Role.COMMITTEE),
    }
    return render(request, "stations/station_figures.html", context)


@require_GET
def figure_rows(request: PortalRequest) -> HttpResponse:
    """The rows that make one figure: receptions, visits or opinions, and what they add up to."""
    readers_only(request, *READERS)
    form = RowsForm(request.GET, user=request.user, today=timezone.localdate())
    measure = form.measure
    if measure is None:
        raise Http404
    rows, asked = form.rows(request.user), form.cleaned_data
    kind = figures.KINDS[measure.of]
    page = keyset(rows.with_list_data(), request.GET, order=(f"-{kind.day}", "-id"), size=ROWS)
    if measure.of == "items":
        page.rows[:] = reports.standings(page.rows, request.user, timezone.localdate())
    context = {
        "page": page,
        "measure": measure,
        "why": form.reason_in_words,
        "number": measure.number_of(rows),
        "span": form.span,
        "place": asked.get("station") or form.region_asked,
    }
    return render(request, "stations/figure_rows.html", context)
