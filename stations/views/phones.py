"""代表手机登录: a station's deputies, the slips printed for them, the phones bound to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reports as accounts
from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import RuleError
from common.paging import keyset
from common.posting import press
from deputies.filters import DeputyFilter
from deputies.models import Deputy
from deputies.reports import with_list_data
from deputies.workflow.entry import Printed, refusal_of
from stations import reports, rules, workflow
from stations.models import Station
from stations.views.loading import allowed, readers_only, with_station

ROWS = 30
IN_GROUPS = 4  # digits are read out and typed in fours


def with_deputy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Passes the station and the deputy of it, to whoever may let that deputy in; else 404 and 403."""

    @wraps(view)
    def loaded(request: PortalRequest, station: Station, deputy: int) -> HttpResponse:
        allowed(rules.can_keep_phones(request.user, station))
        rows = reports.deputies_of(station).select_related("user", "home_region")
        return view(request, station, get_object_or_404(rows, pk=deputy))

    return with_station(loaded)


@require_GET
def my_phones(request: PortalRequest) -> HttpResponse:
    """From the side bar to the deputies of one's own station; who sees several chooses first."""
    readers_only(request, Role.STAFF, Role.TOWNSHIP, *Role.STATION)
    seen = list(Station.objects.visible_to(request.user).values_list("pk", flat=True)[:2])
    return redirect("stations:phone_list", seen[0]) if len(seen) == 1 else redirect("stations:station_list")


@require_GET
@with_station
def phone_list(request: PortalRequest, station: Station) -> HttpResponse:
    """The deputies of the station, and how each gets in."""
    allowed(rules.can_keep_phones(request.user, station))
    form = DeputyFilter(request.GET, user=request.user)
    now = timezone.now()
    rows = with_list_data(form.narrow(reports.deputies_of(station)), timezone.localdate(now))
    page = keyset(rows.select_related("user"), request.GET, order=("initials", "id"), size=ROWS)
    found = accounts.entries_of([one.user_id for one in page.rows], now)
    nobody = accounts.Entry()
    page.rows[:] = [(one, found.get(one.user_id, nobody)) for one in page.rows]
    return render(request, "stations/phone_list.html", {"station": station, "form": form, "page": page})


@require_GET
@with_deputy
def phone_detail(request: PortalRequest, station: Station, deputy: Deputy) -> HttpResponse:
    """One deputy: the phone that is bound, the slip that is open, what there was before."""
    context: dict[str, Any] = {"station": station, "deputy": deputy, "entry": accounts.Entry(), "now": timezone.now()}
    context["refusal"] = refusal_of(deputy)
    if deputy.user is not None:
        context["entry"] = accounts.entries_of([deputy.user_id], context["now"])[deputy.user.pk]
        context |= {"slips": accounts.slips_of(deputy.user), "phones": accounts.phones_of(deputy.user)}
    return render(request, "stations/phone_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_deputy
def slip_print(request: PortalRequest, station: Station, deputy: Deputy) -> HttpResponse:
    """A new slip, shown once, on this very page. A refusal is told on the deputy's page.

    Whoever comes to the address again, without pressing, is led back: nothing is printed by a link.
    """
    if request.method != "POST":
        return redirect("stations:phone_detail", station.pk, deputy.pk)
    apart, now = "apart" in request.POST, timezone.now()
    try:
        made = workflow.print_slip(station, deputy, actor=request.user, at=now, apart=apart, request=request)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("stations:phone_detail", station.pk, deputy.pk)
    return _sheet(request, station, [(deputy, made)])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def slips_print(request: PortalRequest, station: Station) -> HttpResponse:
    """A slip for every deputy of the station who has neither phone nor slip, four on a sheet of A4."""
    allowed(rules.can_keep_phones(request.user, station))
    if request.method != "POST":
        return redirect("stations:phone_list", station.pk)
    try:
        made = workflow.print_slips(station, actor=request.user, at=timezone.now(), request=request)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("stations:phone_list", station.pk)
    return _sheet(request, station, made)


@dataclass(frozen=True)
class Paper:
    """One slip as it is printed: `code` in fours, `qr` a picture of the address."""

    deputy: Deputy
    made: Printed
    code: str
    qr: str


def _sheet(request: PortalRequest, station: Station, made: list[tuple[Deputy, Printed]]) -> HttpResponse:
    context = {
        "station": station,
        "papers": [_paper(request, deputy, printed) for deputy, printed in made],
        "back": _back(station, made[0][0] if len(made) == 1 else None),
        "typed": request.build_absolute_uri(reverse("enter:start")).partition("://")[2],
        "days": settings.PHONE_DAYS,
    }
    return render(request, "stations/slip_print.html", context)


def _paper(request: PortalRequest, deputy: Deputy, made: Printed) -> Paper:
    address = request.build_absolute_uri(reverse("enter:slip", args=[made.code]))
    fours = " ".join(made.code[i : i + IN_GROUPS] for i in range(0, len(made.code), IN_GROUPS))
    return Paper(deputy, made, fours, segno.make(address, error="m").svg_data_uri(border=2))


def _back(station: Station, deputy: Deputy | None) -> str:
    """The page from which it was printed."""
    if deputy is None:
        return reverse("stations:phone_list", args=[station.pk])
    return reverse("stations:phone_detail", args=[station.pk, deputy.pk])


@require_POST
@with_deputy
def slip_withdraw(request: PortalRequest, station: Station, deputy: Deputy) -> HttpResponse:
    """The slip was lost, or photographed by somebody: it is worthless from now."""
    return _press(request, station, deputy, workflow.withdraw_slip, "这张进入单作废了。要用，请再打印一张。")


@require_POST
@with_deputy
def phone_end(request: PortalRequest, station: Station, deputy: Deputy) -> HttpResponse:
    """The phone was lost, or is another's by now."""
    return _press(request, station, deputy, workflow.end_phone, "已解除绑定，那部手机马上退出，不能再自动进入。")


def _press(request: PortalRequest, station: Station, deputy: Deputy, verb: Any, done: str) -> HttpResponse:
    back = _back(station, deputy)
    facts = {"actor": request.user, "at": timezone.now(), "request": request}
    return press(request, lambda: verb(station, deputy, **facts), done=done, back=back)
