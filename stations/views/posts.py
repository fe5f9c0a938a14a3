"""Who works at a station, and what the station is: come, followed, left; granted, ended."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act
from stations import reports, rules, workflow
from stations.forms.posts import NatureEndForm, NatureForm, StaffEndForm, StaffForm, SuccessionForm
from stations.models import Station, StationNature, StationStaff
from stations.views.loading import allowed, with_station
from stations.views.stations import station_page


@require_POST
@with_station
def staff_add(request: PortalRequest, station: Station) -> HttpResponse:
    """Somebody starts at the station."""
    allowed(rules.can_keep_staff(request.user, station))
    form = StaffForm(request.POST, station=station)
    return act(
        request,
        form,
        lambda _: workflow.add_staff(station, actor=request.user, **form.facts()),
        done="已登记到任。",
        back=station,
        again=lambda form, status: station_page(request, station, staff_form=form, status=status),
    )


def _staff(request: PortalRequest, pk: int) -> StationStaff:
    """One of the staff of a station the reader sees and may keep; 404, 403."""
    seen = Station.objects.visible_to(request.user).values("pk")
    rows = StationStaff.objects.filter(station__in=seen).select_related("station__unit__region", "user")
    staff = get_object_or_404(rows, pk=pk)
    allowed(rules.can_keep_staff(request.user, staff.station))
    return staff


@require_POST
def staff_end(request: PortalRequest, pk: int) -> HttpResponse:
    """Somebody leaves the station."""
    staff = _staff(request, pk)

    def page(form: PortalForm, status: int) -> HttpResponse:
        context = {"station": staff.station, "staff": staff, "form": form}
        return render(request, "stations/staff_end.html", context, status=status)

    return act(
        request,
        StaffEndForm(request.POST),
        lambda data: workflow.end_staff(staff, actor=request.user, on=data["on"]),
        done=f"{staff.name}已办离任。",
        back=staff.station,
        again=page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def staff_succeed(request: PortalRequest, pk: int) -> HttpResponse:
    """Somebody follows somebody: one leaves and one comes, on one day."""
    staff = _staff(request, pk)
    form = SuccessionForm(request.POST or None, staff=staff, initial={"on": timezone.localdate()})

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        context = {"station": staff.station, "staff": staff, "form": form}
        return render(request, "stations/staff_succeed.html", context, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda data: workflow.succeed(staff, form.newcomer(), on=data["on"], actor=request.user),
        done=f"已换人，{staff.name}办了离任。",
        back=staff.station,
        again=page,
    )


# --- what the station is --------------------------------------------------------------------------
@require_GET
@with_station
def nature_list(request: PortalRequest, station: Station) -> HttpResponse:
    """What the station is and was."""
    return _nature_page(request, station)


def _nature_page(
    request: PortalRequest,
    station: Station,
    *,
    form: PortalForm | None = None,
    end_form: PortalForm | None = None,
    ending: int | None = None,
    status: int = 200,
) -> HttpResponse:
    may, today = rules.can_keep_staff(request.user, station), timezone.localdate()
    context = {
        "station": station,
        "natures": reports.natures_of(station),
        "former": station.natures.exclude(until=None),
        "form": (form or NatureForm()) if may else None,
        "end_form": (end_form or NatureEndForm(today=today)) if may else None,
        "ending": ending,
        "today": today,
    }
    return render(request, "stations/nature_list.html", context, status=status)


@require_POST
@with_station
def nature_add(request: PortalRequest, station: Station) -> HttpResponse:
    """It is something more."""
    allowed(rules.can_keep_staff(request.user, station))
    return act(
        request,
        NatureForm(request.POST),
        lambda data: workflow.grant_nature(station, data.pop("kind"), actor=request.user, **data),
        done="站点性质登记好了。",
        back=station,
        again=lambda form, status: _nature_page(request, station, form=form, status=status),
    )


@require_POST
def nature_end(request: PortalRequest, pk: int) -> HttpResponse:
    """It is something no longer."""
    seen = Station.objects.visible_to(request.user).values("pk")
    rows = StationNature.objects.filter(station__in=seen).select_related("station__unit__region")
    nature = get_object_or_404(rows, pk=pk)
    allowed(rules.can_keep_staff(request.user, nature.station))
    return act(
        request,
        NatureEndForm(request.POST, today=timezone.localdate()),
        lambda data: workflow.end_nature(nature, actor=request.user, until=data["until"]),
        done=f"“{nature}”已经结束。",
        back=nature.station,
        again=lambda form, status: _nature_page(
            request, nature.station, end_form=form, ending=nature.pk, status=status
        ),
    )
