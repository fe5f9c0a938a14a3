"""台账格式: the columns of the county's own form, with a preview of real rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.choices import Role
from accounts.models import Unit
from accounts.requests import PortalRequest
from common.errors import NotAllowedError, StaleError
from common.xlsx import shown
from stations.forms.ledger import LayoutForm, months_back
from stations.models import LedgerLayout, Station
from stations.reports import monthly
from stations.reports.ledger import Layout
from stations.rules.ledger import can_set_layout
from stations.views.loading import allowed, readers_only
from stations.workflow.ledger import set_layout

SHOWN = 3


def _unit(request: PortalRequest) -> Unit:
    """The office asked for, or the first to which a visible station reports."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    offices = Station.objects.visible_to(request.user).values("reports_to")
    rows = Unit.objects.filter(pk__in=offices).select_related("region").order_by("region__order", "order", "pk")
    asked = request.GET.get("unit", "")
    unit = rows.filter(pk=int(asked)).first() if asked.isdecimal() else rows.first()
    if unit is None:
        raise Http404
    allowed(can_set_layout(request.user, unit))
    return unit


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_layout(request: PortalRequest) -> HttpResponse:
    """Which columns, in which order, under which headings; looked at before it is saved."""
    unit = _unit(request)
    layout = monthly.layout_of(unit)
    if request.method != "POST":
        return _page(request, unit, LayoutForm(layout=layout, initial={"version": _version(unit)}), layout)
    form = LayoutForm(request.POST, layout=layout)
    if not form.is_valid():
        return _page(request, unit, form, layout, 422)
    typed = Layout.of(form.cleaned_data["title"], form.columns())
    if "preview" in request.POST:
        return _page(request, unit, form, typed)
    facts = {name: form.cleaned_data[name] for name in ("title", "version")}
    done, result = form.try_verb(lambda: set_layout(unit, columns=form.columns(), actor=request.user, **facts))
    if done:
        messages.success(request, "台账格式已存好。以后下载、报送的都按这个格式，报送过的不变。")
        return redirect(request.get_full_path())
    if isinstance(result, NotAllowedError):
        raise PermissionDenied
    return _page(request, unit, form, typed, 409 if isinstance(result, StaleError) else 422)


def _version(unit: Unit) -> int:
    row = LedgerLayout.objects.filter(unit=unit).first()
    return row.version if row else 0


def _page(request: PortalRequest, unit: Unit, form: LayoutForm, layout: Layout, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    stations = list(Station.objects.visible_to(request.user).filter(reports_to=unit).select_related("unit"))
    month = months_back(today)[1]
    entries = [
        entry
        for one in months_back(today)[:3]
        for entry in monthly.entries_for(request.user, stations, one, today)[:SHOWN]
    ][:SHOWN]
    context: dict[str, Any] = {
        "unit": unit,
        "form": form,
        "heading": layout.headed(unit.region.name, month),
        "columns": layout.columns,
        "sample": [[shown(column.getter(entry)) for column in layout.columns] for entry in entries],
    }
    return render(request, "stations/ledger_layout.html", context, status=status)
