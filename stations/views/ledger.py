"""月台账: a month in the county's own form, handed in once, and its text for outside."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions as accounts
from accounts.choices import AuditAction, Role
from accounts.requests import PortalRequest
from common.files import XLSX, serve
from common.posting import press
from stations.forms.ledger import MonthForm, TextForm
from stations.models import MonthlyReport, Station
from stations.reports import figures, monthly
from stations.rules.ledger import can_hand_in, can_set_layout
from stations.views.loading import allowed, readers_only, with_station
from stations.workflow.ledger import hand_in, workbook

READERS = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
SHOWN = 5


def _asked(request: PortalRequest) -> tuple[MonthForm, list[Station]]:
    """The month and the stations of the place asked for, in official order."""
    readers_only(request, *READERS)
    form = MonthForm(request.GET, user=request.user, today=timezone.localdate())
    rows = Station.objects.visible_to(request.user).select_related("unit__region__parent", "reports_to__region")
    if station := form.cleaned_data.get("station"):
        rows = rows.filter(pk=station.pk)
    elif region := form.cleaned_data.get("region"):
        rows = rows.filter(unit__region__path__startswith=region.path)
    order = ("unit__region__parent__order", "unit__region__order", "unit__order", "pk")
    return form, list(rows.order_by(*order))


@require_GET
def ledger(request: PortalRequest) -> HttpResponse:
    """One station's month with what can be done with it; of several stations who has handed in."""
    form, stations = _asked(request)
    if len(stations) == 1:
        return _station_month(request, form, stations[0])
    months = monthly.months_of(stations, form.month_asked)
    context = {
        "form": form,
        "month": form.month_asked,
        "months": months,
        "handed": sum(one.report is not None for one in months),
        "region": form.cleaned_data.get("region"),
        "may_set": bool(stations) and can_set_layout(request.user, stations[0].reports_to),
    }
    return render(request, "stations/ledger_months.html", context)


def _station_month(request: PortalRequest, form: MonthForm, station: Station) -> HttpResponse:
    user, today, month = request.user, timezone.localdate(), form.month_asked
    span = monthly.span_of(month)
    report = monthly.months_of([station], month)[0].report
    entries = monthly.entries_for(user, [station], month, today)
    own = monthly.own_entries(station, month, today) if report else []
    context: dict[str, Any] = {
        "form": form,
        "station": station,
        "month": month,
        "figures": figures.Line(station.unit.name, figures=figures.of_station(user, station, span)),
        "entries": entries[:SHOWN],
        "count": len(entries),
        "report": report,
        "changes": monthly.changes_since(report, own) if report else [],
        "is_over": span.until < today,
        "may_hand_in": can_hand_in(user, station) and report is None and span.until < today,
        "may_set": can_set_layout(user, station.reports_to),
    }
    return render(request, "stations/ledger_month.html", context)


@require_GET
def ledger_file(request: PortalRequest) -> HttpResponse:
    """The month as .xlsx: of a station, of a township, or of all stations the reader sees."""
    form, stations = _asked(request)
    month, region = form.month_asked, form.cleaned_data.get("region")
    entries = monthly.entries_for(request.user, stations, month, timezone.localdate())
    place = _place(stations, region)
    layout = monthly.layout_of(stations[0].reports_to) if stations else monthly.default_layout()
    data = workbook(layout if len(stations) == 1 else layout.with_station(), entries, place=place, month=month)
    accounts.audit(request.user, AuditAction.EXPORT, f"{place}月台账", f"{len(entries)} 条", request)
    response = HttpResponse(data, content_type=XLSX)
    name = f"{place}{month.year}年{month.month}月台账.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-store"
    return response


def _place(stations: list[Station], region: Any) -> str:
    """How the title names what is filled: the station, the township, or the county above."""
    if len(stations) == 1:
        return str(stations[0].unit.name)
    if region is not None:
        return str(region.name)
    above = {one.reports_to.region for one in stations}
    return str(above.pop().name) if len(above) == 1 else ""


@require_POST
@with_station
def ledger_hand_in(request: PortalRequest, station: Station) -> HttpResponse:
    """报送本月台账."""
    allowed(can_hand_in(request.user, station))
    form = MonthForm(request.POST, user=request.user, today=timezone.localdate())
    month: date = form.month_asked
    back = f"/stations/ledger/?station={station.pk}&month={month:%Y-%m}"
    verb = lambda: hand_in(station, month, actor=request.user)  # noqa: E731 - one verb, as `press` takes it
    done = f"{month.year}年{month.month}月的台账已报送，{station.reports_to}看得到了。"
    return press(request, verb, done=done, back=back)


@require_GET
def report_file(request: PortalRequest, pk: int) -> FileResponse:
    """The file as it was handed in."""
    report = get_object_or_404(MonthlyReport.objects.visible_to(request.user), pk=pk)
    accounts.audit(request.user, AuditAction.EXPORT, str(report), "报送时的文件", request)
    return serve(report)


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def ledger_text(request: PortalRequest, station: Station) -> HttpResponse:
    """The text for the online station and WeChat; it can be copied once somebody has read it."""
    readers_only(request, *READERS)
    params = request.POST if request.method == "POST" else request.GET
    month = MonthForm(params, user=request.user, today=timezone.localdate()).month_asked
    entries = monthly.own_entries(station, month, timezone.localdate())
    if request.method != "POST":
        sums = figures.of_station(request.user, station, monthly.span_of(month))
        text = monthly.text_of(station, month, sums, entries)
        return _text_page(request, station, month, TextForm(initial={"text": text}))
    form = TextForm(request.POST)
    typed = request.POST.get("text", "").replace("\r\n", "\n")  # as browsers send the lines of a text
    hidden = monthly.outside(typed, monthly.names_in(entries))
    if hidden != typed:
        form = TextForm(initial={"text": hidden})
        return _text_page(request, station, month, form, status=422, was_hidden=True)
    if not form.is_valid():
        return _text_page(request, station, month, form, status=422)
    target = f"{station}{month.year}年{month.month}月对外文字"
    accounts.audit(request.user, AuditAction.EXPORT, target, f"{len(hidden)} 字，已看过", request)
    return _text_page(request, station, month, form, text=hidden)


def _text_page(
    request: PortalRequest, station: Station, month: date, form: TextForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"station": station, "month": month, "form": form, **more}
    return render(request, "stations/ledger_text.html", context, status=status)
