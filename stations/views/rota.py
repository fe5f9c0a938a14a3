"""轮值安排: the reception days to come, planned and changed by the station."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from stations import rules, workflow
from stations.choices import SlotStatus
from stations.forms.rota import MoveForm
from stations.forms.upkeep import AssignForm, CancelForm, SlotForm
from stations.models import DutySlot, Station
from stations.reports import notices
from stations.views.loading import allowed, readers_only, with_slot

ROWS = 30


@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: PortalRequest) -> HttpResponse:
    """The days to come of one's stations; a POST plans another."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    station = _planning_for(request)
    if request.method != "POST":
        return _rota_page(request, station, None)
    if station is None:
        raise PermissionDenied
    form = SlotForm(request.POST, station=station, today=timezone.localdate())
    return act(
        request,
        form,
        lambda data: workflow.plan_slot(station, actor=request.user, **data),
        done="接待日已排好，轮值代表会收到消息。",
        back="stations:rota",
        again=lambda wrong, status: _rota_page(request, station, wrong, status),
    )


def _planning_for(request: PortalRequest) -> Station | None:
    """The station for which a day is planned: the one asked for among one's own, else the first."""
    rows = Station.objects.staffed_by(request.user).with_list_data()
    asked = request.POST.get("station") or request.GET.get("station")
    return rows.filter(pk=int(asked)).first() if asked and asked.isdecimal() else rows.first()


def _rota_page(
    request: PortalRequest, station: Station | None, form: PortalForm | None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    late, only_late = notices.late_days(request.user, today), request.GET.get("notice") == "late"
    rows = notices.with_notices(DutySlot.objects.visible_to(request.user), today)
    rows = rows.filter(date__gte=today).exclude(status=SlotStatus.HELD)
    page = keyset(rows, request.GET, order=("date", "starts_at", "id"), size=ROWS)
    shown = late if only_late else page.rows
    mine = request.user.scopes.units(*Role.STATION)
    if station is not None and form is None:
        form = SlotForm(station=station, today=today)
    context: dict[str, Any] = {"page": page, "station": station, "form": form, "mine": mine, "today": today}
    context |= {"rows": [(slot, notices.standing(slot, today)) for slot in shown], "late": late, "only_late": only_late}
    context["stations"] = Station.objects.staffed_by(request.user).with_list_data()
    return render(request, "stations/rota.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_slot
def slot_assign(request: PortalRequest, slot: DutySlot) -> HttpResponse:
    """Who is on duty that day; and, on the same page, taking the day off the rota."""
    allowed(rules.can_keep_rota(request.user, slot))
    if request.method != "POST":
        return _slot_page(request, slot, AssignForm(slot=slot))
    return act(
        request,
        AssignForm(request.POST, slot=slot),
        lambda data: workflow.assign_deputies(slot, data["deputies"], version=data["version"], actor=request.user),
        done="轮值代表已改好。",
        back="stations:rota",
        again=lambda form, status: _slot_page(request, slot, form, status),
    )


def _slot_page(request: PortalRequest, slot: DutySlot, form: PortalForm, status: int = 200) -> HttpResponse:
    context = {"slot": slot, "form": form, "cancel_form": CancelForm(auto_id="cancel_%s")}
    context["absences"] = slot.absences.select_related("deputy", "wish")
    context["wishes"] = slot.wishes.select_related("deputy", "slot")
    return render(request, "stations/slot_assign.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_slot
def slot_move(request: PortalRequest, slot: DutySlot) -> HttpResponse:
    """改期: the same day at another time, with the reason."""
    allowed(rules.can_keep_rota(request.user, slot))

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "stations/slot_move.html", {"slot": slot, "form": form}, status=status)

    if request.method != "POST":
        return page(MoveForm(initial=MoveForm.initial_of(slot)))
    return act(
        request,
        MoveForm(request.POST),
        lambda data: workflow.move_slot(slot, actor=request.user, **data),
        done="改期了，排到的代表会收到消息。公告要另一位同志再审核一次。",
        back=reverse("stations:slot_notice", args=[slot.pk]),
        again=page,
    )


@require_POST
@with_slot
def slot_cancel(request: PortalRequest, slot: DutySlot) -> HttpResponse:
    """The day falls away."""
    allowed(rules.can_keep_rota(request.user, slot))

    def again(form: PortalForm, status: int) -> HttpResponse:
        context = {"slot": slot, "form": AssignForm(slot=slot), "cancel_form": form}
        return render(request, "stations/slot_assign.html", context, status=status)

    return act(
        request,
        CancelForm(request.POST, auto_id="cancel_%s"),
        lambda data: workflow.cancel_slot(slot, actor=request.user, **data),
        done="这个接待日已取消，轮值代表会收到消息。",
        back="stations:rota",
        again=again,
    )
