"""A deputy's reception days on the phone: 能去, 来不了, 调班."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from deputies.models import Deputy
from stations import reports, workflow
from stations.forms.mine import AbsenceForm, SwapForm
from stations.models import Absence, DutySlot, SlotDeputy, Swap
from stations.reports.my_days import days_page, offers

ANSWERS: dict[str, tuple[Callable[..., Any], str]] = {
    "agree": (workflow.agree_swap, "好的，改由您去，已经告诉对方和联络站。"),
    "decline": (workflow.decline_swap, "已经告诉对方您去不了。"),
    "withdraw": (workflow.withdraw_swap, "收回了，这一天还是您去。"),
}


def _me(request: PortalRequest) -> Deputy:
    """The deputy who signed in, else 404."""
    if (deputy := reports.deputy_of(request.user)) is None:
        raise Http404
    return deputy


@require_GET
def my_days(request: PortalRequest) -> HttpResponse:
    """What is asked of me, my days, and the station's other days."""
    return _days_page(request, _me(request))


def _days_page(
    request: PortalRequest, deputy: Deputy, *, wrong: PortalForm | None = None, at_slot: int = 0, status: int = 200
) -> HttpResponse:
    page = days_page(deputy, timezone.now(), timezone.localdate())
    context = {"deputy": deputy, "page": page, "wrong": wrong, "at_slot": at_slot}
    return render(request, "stations/my_days.html", context, status=status)


@require_POST
def absence_say(request: PortalRequest, pk: int) -> HttpResponse:
    """这天来不了, and perhaps another day instead."""
    deputy = _me(request)
    station = reports.station_of(deputy)
    slot = get_object_or_404(DutySlot.objects.select_related("station"), pk=pk, station=station)
    return act(
        request,
        AbsenceForm(request.POST, station=station),
        lambda data: workflow.say_absent(slot, deputy, actor=request.user, **data),
        done="知道了，已记下这一天您来不了。",
        back="stations:my_days",
        again=lambda form, status: _days_page(request, deputy, wrong=form, at_slot=slot.pk, status=status),
    )


@require_POST
def absence_undo(request: PortalRequest, pk: int) -> HttpResponse:
    """又能来了."""
    rows = Absence.objects.filter(deputy=_me(request)).select_related("slot", "deputy")
    absence = get_object_or_404(rows, pk=pk)
    return press(
        request,
        lambda: workflow.take_back_absence(absence, actor=request.user),
        done="好的，这一天又可以排您了。",
        back=reverse("stations:my_days"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def swap_ask(request: PortalRequest, pk: int) -> HttpResponse:
    """请人调班: whom to ask for one of my days."""
    deputy = _me(request)
    rows = SlotDeputy.objects.filter(deputy=deputy, slot__published_at__isnull=False)
    duty = get_object_or_404(rows.select_related("slot__station__unit", "deputy"), pk=pk)
    found = offers(duty, timezone.now(), timezone.localdate())

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        return render(request, "stations/swap_ask.html", {"duty": duty, "form": form, "offers": found}, status=status)

    if request.method != "POST":
        return page(SwapForm(offers=found))
    form = SwapForm(request.POST, offers=found)
    return act(
        request,
        form,
        lambda data: workflow.ask_swap(
            duty, asked=form.chosen.deputy, in_return=form.chosen.in_return, note=data["note"], actor=request.user
        ),
        done="已经问了对方，对方回话以后给您发消息。没回话以前，这一天还是您去。",
        back="stations:my_days",
        again=page,
    )


@require_POST
def swap_answer(request: PortalRequest, pk: int, answer: str) -> HttpResponse:
    """同意, 去不了, or 收回."""
    deputy = _me(request)
    if answer not in ANSWERS:
        raise Http404
    side = "asker" if answer == "withdraw" else "asked"
    rows = Swap.objects.filter(**{side: deputy}).select_related("slot", "in_return", "asker", "asked")
    swap = get_object_or_404(rows, pk=pk)
    verb, done = ANSWERS[answer]
    return press(request, lambda: verb(swap, actor=request.user), done=done, back=reverse("stations:my_days"))
