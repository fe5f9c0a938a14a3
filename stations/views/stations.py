"""Stations: where they are, who works there, which groups, when somebody receives."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from stations import actions, reports, rules
from stations.filters import StationFilter
from stations.forms.posts import StaffEndForm, StaffForm
from stations.forms.upkeep import StationForm
from stations.models import Reception, Station
from stations.views.loading import allowed, readers_only, with_station

ROWS = 30
LISTED = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)


@require_GET
def station_list(request: PortalRequest) -> HttpResponse:
    """The stations of one's place, in the order of the register of places."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    seen = Station.objects.visible_to(request.user)
    narrowed = StationFilter(request.GET)
    rows = narrowed.narrow(seen).with_list_data().prefetch_related("groups")
    page = keyset(rows, request.GET, order=("unit__region__order", "id"), size=ROWS)
    may_import = request.user.scopes.has(Role.STAFF)
    may_link = request.user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP)
    tabs = narrowed.tabs(reports.natures_in(seen))
    context = {"page": page, "tabs": tabs, "may_import": may_import, "may_link": may_link}
    return render(request, "stations/station_list.html", context)


@require_GET
@with_station
def station_detail(request: PortalRequest, station: Station) -> HttpResponse:
    """One station: staff, groups, address, the next reception days."""
    return station_page(request, station)


def station_page(
    request: PortalRequest, station: Station, *, staff_form: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a station, with what was wrong in the form of a newcomer."""
    user, today = request.user, timezone.localdate()
    may_staff = rules.can_keep_staff(user, station)
    if may_staff and staff_form is None:
        staff_form = StaffForm(station=station, initial={"started_on": today})
    seen = Reception.objects.visible_to(user).filter(station=station, held_on__year=today.year)
    context = {
        "station": station,
        "staff": reports.staff_of(station),
        "former": reports.former_staff(station),
        "natures": reports.natures_of(station),
        "groups": reports.groups_of(station),
        "slots": reports.rota_of(station, today, drafts=rules.can_see_rota(user, station)),
        "figures": reports.figures_of(seen) if rules.is_at_station(user, station) or may_staff else None,
        "year": today.year,
        "papers": reports.waiting_at(station, user, today) if user.scopes.has(*LISTED) else [],
        "has_lists": user.scopes.has(*LISTED),
        "may_record": rules.can_record(user, station),
        "may_phones": rules.can_keep_phones(user, station),
        "may_keep": rules.can_keep_station(user, station),
        "may_staff": may_staff,
        "staff_form": staff_form if may_staff else None,
        "end_form": StaffEndForm(initial={"on": today}) if may_staff else None,
    }
    context["life"] = reports.life_of_station(station, user, today)
    context["may_pin"] = rules.can_pin(user, station)
    return render(request, "stations/station_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def station_edit(request: PortalRequest, station: Station) -> HttpResponse:
    """Address and hours."""
    allowed(rules.can_keep_station(request.user, station))
    names = ("address", "directions", "hours", "phone")
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
