"""Stations: where they are, who works there, which groups, when somebody receives."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from stations import actions, reports, rules, workflow
from stations.forms.upkeep import StaffEndForm, StaffForm, StationForm
from stations.models import Reception, Station, StationStaff
from stations.views.loading import act, allowed, readers_only, with_station

ROWS = 30


@require_GET
def station_list(request: PortalRequest) -> HttpResponse:
    """The stations of one's place, in the order of the register of places."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    rows = Station.objects.visible_to(request.user).with_list_data().prefetch_related("groups", "staff")
    page = keyset(rows, request.GET, order=("unit__region__order", "id"), size=ROWS)
    return render(request, "stations/station_list.html", {"page": page})


@require_GET
@with_station
def station_detail(request: PortalRequest, station: Station) -> HttpResponse:
    """One station: staff, groups, address, the next reception days."""
    return _station_page(request, station)


def _station_page(
    request: PortalRequest, station: Station, *, staff_form: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    may_staff = rules.can_keep_staff(user, station)
    if may_staff and staff_form is None:
        staff_form = StaffForm(station=station, initial={"started_on": today})
    seen = Reception.objects.visible_to(user).filter(station=station, held_on__year=today.year)
    context = {
        "station": station,
        "staff": reports.staff_of(station),
        "groups": reports.groups_of(station),
        "slots": reports.rota_of(station, today),
        "figures": reports.figures_of(seen) if rules.is_at_station(user, station) or may_staff else None,
        "year": today.year,
        "has_lists": user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION),
        "may_record": rules.can_record(user, station),
        "may_keep": rules.can_keep_station(user, station),
        "may_staff": may_staff,
        "staff_form": staff_form if may_staff else None,
        "end_form": StaffEndForm(initial={"on": today}) if may_staff else None,
    }
    return render(request, "stations/station_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def station_edit(request: PortalRequest, station: Station) -> HttpResponse:
    """Address and hours."""
    allowed(rules.can_keep_station(request.user, station))
    names = ("address", "hours", "phone")
    form = StationForm(request.POST or None, initial={name: getattr(station, name) for name in names})

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "stations/station_edit.html", {"station": station, "form": form}, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda data: actions.keep_station(station, actor=request.user, **data),
        done="站点信息已改好。",
        back=station,
        again=page,
    )


@require_POST
@with_station
def staff_add(request: PortalRequest, station: Station) -> HttpResponse:
    """Somebody starts at the station."""
    allowed(rules.can_keep_staff(request.user, station))
    return act(
        request,
        StaffForm(request.POST, station=station),
        lambda data: workflow.add_staff(station, actor=request.user, **data),
        done="已登记到任。",
        back=station,
        again=lambda form, status: _station_page(request, station, staff_form=form, status=status),
    )


@require_POST
def staff_end(request: PortalRequest, pk: int) -> HttpResponse:
    """Somebody leaves the station."""
    seen = Station.objects.visible_to(request.user).values("pk")
    rows = StationStaff.objects.filter(station__in=seen).select_related("station__unit__region", "user")
    staff = get_object_or_404(rows, pk=pk)
    allowed(rules.can_keep_staff(request.user, staff.station))
    return act(
        request,
        StaffEndForm(request.POST),
        lambda data: workflow.end_staff(staff, actor=request.user, on=data["on"]),
        done=f"{staff.name}已办离任。",
        back=staff.station,
        again=lambda form, status: _staff_end_page(request, staff, form, status),
    )


def _staff_end_page(request: PortalRequest, staff: StationStaff, form: PortalForm, status: int) -> HttpResponse:
    context = {"station": staff.station, "staff": staff, "form": form}
    return render(request, "stations/staff_end.html", context, status=status)
