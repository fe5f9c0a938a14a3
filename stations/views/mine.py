"""A deputy's own pages, on the phone: the station, the group, the rota."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError
from common.public import public_base
from deputies import reports as deputies
from stations import codes, reports
from stations.models import PublicCode, SlotDeputy
from stations.workflow import confirm_duty


@require_GET
def my_station(request: PortalRequest) -> HttpResponse:
    """Mandates, group and members, station, and the days on which one is on duty."""
    deputy = reports.deputy_of(request.user)
    if deputy is None:
        raise Http404
    today = timezone.localdate()
    group, station = deputies.group_of(deputy), reports.station_of(deputy)
    code = PublicCode.objects.current().filter(deputy=deputy).first()
    context = {
        "deputy": deputy,
        "code": code,
        "code_address": codes.address(code.token, public_base(request)) if code else "",
        "mandates": deputies.mandates_of(deputy),
        "group": group,
        "members": deputies.members_of(group, today) if group else [],
        "station": station,
        "staff": reports.staff_of(station) if station else [],
        "duties": reports.next_duties(deputy, today),
        "slots": reports.rota_of(station, today) if station else [],
    }
    return render(request, "stations/my_station.html", context)


@require_POST
def duty_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """我能去."""
    rows = SlotDeputy.objects.filter(deputy__user=request.user).select_related("slot__station__unit", "deputy")
    duty = get_object_or_404(rows, pk=pk)
    try:
        confirm_duty(duty, actor=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "好的，已告诉联络站您能去。")
    return redirect("stations:my_days" if request.POST.get("back") == "days" else "stations:my_station")
