"""阵地标准化: the checklist, how a station stands with it, a check written down, what was missing made good."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.models import Unit
from accounts.requests import PortalRequest
from common.files import serve
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from stations import reports, rules, workflow
from stations.choices import CheckKind
from stations.forms.standard import CheckForm, GradeForm, ItemEndForm, ItemForm, PhotoForm, RemedyForm
from stations.models import CheckPhoto, CheckResult, StandardItem, Station, StationCheck
from stations.views.loading import allowed, readers_only, with_station

ROWS = 30
CHECKS = 20


# --- the checklist, and all stations ----------------------------------------------------------------
def _units(request: PortalRequest) -> QuerySet[Unit]:
    """The committees whose checklist the reader meets, and their own."""
    seen = Station.objects.visible_to(request.user).values("reports_to")
    own = request.user.scopes.units(Role.STAFF)
    return Unit.objects.filter(pk__in=seen) | Unit.objects.filter(pk__in=own)


def _unit(request: PortalRequest) -> Unit:
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    asked = request.GET.get("unit", "")
    rows = _units(request).select_related("region").order_by("order", "id")
    unit = rows.filter(pk=int(asked)).first() if asked.isdecimal() else rows.first()
    if unit is None:
        raise Http404
    return unit


@require_GET
def standard_list(request: PortalRequest) -> HttpResponse:
    """The checklist, and the stations it holds for in the order of the register."""
    return _list_page(request, _unit(request))


def _list_page(
    request: PortalRequest,
    unit: Unit,
    *,
    form: PortalForm | None = None,
    end: PortalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today, may = timezone.localdate(), rules.can_keep_standard(request.user, unit)
    rows = Station.objects.visible_to(request.user).filter(reports_to=unit).with_list_data()
    page = keyset(rows, request.GET, order=("unit__region__order", "id"), size=ROWS)
    context = {
        "unit": unit,
        "units": _units(request),
        "items": reports.items_of(unit, today),
        "page": page,
        "standings": reports.standings_of(page.rows, today),
        "may": may,
        "form": (form or ItemForm(initial={"is_required": True})) if may else None,
        "wrong": end,
        "today": today,
    }
    return render(request, "stations/standard_list.html", context, status=status)


def _kept(request: PortalRequest, pk: int) -> Unit:
    unit = get_object_or_404(_units(request).select_related("region"), pk=pk)
    allowed(rules.can_keep_standard(request.user, unit))
    return unit


def _back(unit: Unit) -> str:
    return reverse("stations:standard_list") + f"?unit={unit.pk}"


@require_POST
def standard_begin(request: PortalRequest, pk: int) -> HttpResponse:
    """Begin with the example items."""
    unit = _kept(request, pk)
    return act(
        request,
        PortalForm(request.POST),
        lambda _: workflow.adopt_examples(unit, actor=request.user, on=timezone.localdate()),
        done="示例清单放好了，请按本地的要求改。",
        back=_back(unit),
        again=lambda form, status: _list_page(request, unit, end=form, status=status),
    )


@require_POST
def item_add(request: PortalRequest, pk: int) -> HttpResponse:
    """One more item."""
    unit = _kept(request, pk)
    return act(
        request,
        ItemForm(request.POST),
        lambda data: workflow.add_item(unit, **data, on=timezone.localdate(), actor=request.user),
        done="加好了，从今天起自查和检查都会问到。",
        back=_back(unit),
        again=lambda form, status: _list_page(request, unit, form=form, status=status),
    )


@require_POST
def item_end(request: PortalRequest, pk: int) -> HttpResponse:
    """An item is no longer asked about."""
    units = _units(request).values("pk")
    item = get_object_or_404(StandardItem.objects.filter(unit__in=units).select_related("unit__region"), pk=pk)
    allowed(rules.can_keep_standard(request.user, item.unit))
    return act(
        request,
        ItemEndForm(request.POST),
        lambda data: workflow.end_item(item, on=data["on"], actor=request.user),
        done="停用了，以前查过的结果都留着。",
        back=_back(item.unit),
        again=lambda form, status: _list_page(request, item.unit, end=form, status=status),
    )


# --- one station ------------------------------------------------------------------------------------
@require_GET
@with_station
def station_standard(request: PortalRequest, station: Station) -> HttpResponse:
    """How the station stands: its grade, what is missing, what was made good, the checks of the years."""
    return _station_page(request, station)


def _station_page(request: PortalRequest, station: Station, **bound: Any) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    allowed(rules.can_open_box(user, station))
    may_grade, grade = rules.can_grade(user, station), bound.get("grade") or GradeForm(initial={"since": today})
    checks = reports.with_counts(StationCheck.objects.filter(station=station)).order_by("-on", "-id")
    context = {
        "station": station,
        "grades": list(station.grades.all()),
        "missing": reports.missing_at(station, today),
        "remedied": reports.remedied_at(station, today.year),
        "checks": checks[:CHECKS],
        "asked": len(reports.items_of(station.reports_to, today)),
        "may_self": rules.can_self_check(user, station),
        "may_inspect": rules.can_inspect(user, station),
        "may_remedy": rules.can_remedy(user, station),
        "grade_form": grade if may_grade else None,
        "wrong": bound.get("wrong"),
        "today": today,
    }
    return render(request, "stations/station_standard.html", context, status=bound.get("status", 200))


@require_GET
@with_station
def standard_blank(request: PortalRequest, station: Station) -> HttpResponse:
    """检查表 on A4 with the items in force today, to be ticked on the spot; whoever sees the page prints it."""
    allowed(rules.can_open_box(request.user, station))
    today = timezone.localdate()
    items = reports.items_of(station.reports_to, today)
    for number, item in enumerate(items, start=1):
        item.number = number  # type: ignore[attr-defined]  # counted through over all groups
    context = {"station": station, "items": items, "today": today}
    return render(request, "stations/standard_blank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def check_new(request: PortalRequest, station: Station, kind: str) -> HttpResponse:
    """A self-check or an inspection, item by item; what is there of that day already is put right."""
    if kind not in CheckKind:
        raise Http404
    may = rules.can_self_check if kind == CheckKind.SELF else rules.can_inspect
    allowed(may(request.user, station))
    before = _before(request, station, kind, timezone.localdate())
    form = _check_form(request, station, kind, before)

    def page(form: CheckForm, status: int = 200) -> HttpResponse:
        context = {"station": station, "kind": CheckKind(kind), "form": form, "items": form.items, "before": before}
        return render(request, "stations/check_new.html", context, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda data: workflow.check_station(station, kind, form.findings(), **form.facts(data), actor=request.user),
        done="存好了。没做到的列在下面，补上一条登记一条。",
        back=reverse("stations:station_standard", args=[station.pk]),
        again=cast("Any", page),
    )


def _check_form(request: PortalRequest, station: Station, kind: str, before: StationCheck | None) -> CheckForm:
    day = before.on if before else timezone.localdate()
    found = {row.item_id: row for row in before.results.all()} if before else {}
    items = reports.items_of(station.reports_to, day)
    initial = {"on": day, "version": 0}
    return CheckForm(request.POST or None, items=items, kind=kind, before=before, found=found, initial=initial)


def _before(request: PortalRequest, station: Station, kind: str, today: date) -> StationCheck | None:
    """The check that is put right: the one asked for, or today's."""
    asked = request.GET.get("check", "")
    rows = StationCheck.objects.filter(station=station, kind=kind)
    return rows.filter(pk=int(asked)).first() if asked.isdecimal() else rows.filter(on=today).first()


@require_GET
def check_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One check, item by item; prints on A4."""
    return _check_page(request, _check(request, pk))


def _check(request: PortalRequest, pk: int) -> StationCheck:
    rows = StationCheck.objects.visible_to(request.user).select_related("station__unit__region", "by")
    return get_object_or_404(rows, pk=pk)


def _check_page(
    request: PortalRequest, check: StationCheck, *, wrong: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    may = rules.can_self_check if check.kind == CheckKind.SELF else rules.can_inspect
    context = {
        "check": check,
        "station": check.station,
        "results": check.results.select_related("item").prefetch_related("photos"),
        "may_change": may(request.user, check.station),
        "may_photo": rules.can_remedy(request.user, check.station) or rules.can_inspect(request.user, check.station),
        "wrong": wrong,
    }
    return render(request, "stations/check_detail.html", context, status=status)


def _result(request: PortalRequest, pk: int) -> CheckResult:
    seen = StationCheck.objects.visible_to(request.user).values("pk")
    rows = CheckResult.objects.filter(check_of__in=seen)
    related = ("item", "check_of__station__unit__region", "check_of__station__reports_to")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_POST
def result_remedy(request: PortalRequest, pk: int) -> HttpResponse:
    """What was missing is there now."""
    result = _result(request, pk)
    station = result.check_of.station
    allowed(rules.can_remedy(request.user, station))
    return act(
        request,
        RemedyForm(request.POST),
        lambda data: workflow.remedy(result, words=data["words"], on=data["on"], actor=request.user),
        done=f"“{result.item}”补上了。",
        back=reverse("stations:station_standard", args=[station.pk]),
        again=lambda form, status: _station_page(request, station, wrong=form, status=status),
    )


@require_POST
def result_photo(request: PortalRequest, pk: int) -> HttpResponse:
    """A photo beside a result."""
    result = _result(request, pk)
    check = result.check_of
    allowed(rules.can_remedy(request.user, check.station) or rules.can_inspect(request.user, check.station))
    return act(
        request,
        PhotoForm(request.POST, request.FILES),
        lambda data: workflow.keep_photo(result, data["file"], actor=request.user),
        done="照片存好了。",
        back=check,
        again=lambda form, status: _check_page(request, check, wrong=form, status=status),
    )


@require_GET
def check_photo(request: PortalRequest, pk: int) -> FileResponse:
    """A photo of a check, to whoever sees it."""
    seen = StationCheck.objects.visible_to(request.user).values("pk")
    return serve(get_object_or_404(CheckPhoto.objects.filter(result__check_of__in=seen), pk=pk), inline=True)


@require_POST
@with_station
def grade_give(request: PortalRequest, station: Station) -> HttpResponse:
    """The grade that staff give."""
    allowed(rules.can_grade(request.user, station))
    return act(
        request,
        GradeForm(request.POST),
        lambda data: workflow.give_grade(station, actor=request.user, **data),
        done="等次登记好了。",
        back=reverse("stations:station_standard", args=[station.pk]),
        again=lambda form, status: _station_page(request, station, grade=form, status=status),
    )
