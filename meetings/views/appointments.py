"""Conveners and key speakers: proposed with what they have served, chosen with day and paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from meetings import reports, rules
from meetings.choices import PlanStatus, SittingKind
from meetings.forms import ConvenerForm, DecideForm, KeyForm
from meetings.models import Appointment, Meeting
from meetings.views.groups import USUAL
from meetings.views.loading import loads, with_meeting
from meetings.workflow import appointments as verbs

with_appointment = loads(lambda request: Appointment.objects.visible_to(request.user).with_row_data())
DONE = {"convener": "召集人已拟上。", "key": "重点发言人已拟上。", "decide": "已记下，名单上标好了。"}


@require_GET
@with_meeting(rules.may_prepare)
def appointment_list(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Who convenes and who speaks first, who could, and who chose them."""
    return _page(request, meeting)


def _groups(meeting: Meeting) -> int:
    plan = meeting.group_plans.exclude(status__in=PlanStatus.GONE).first()
    there = plan.groups.count() if plan else meeting.sittings.filter(kind=SittingKind.GROUP).count()
    return there or USUAL


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: PortalForm) -> HttpResponse:
    conveners, keys = reports.appointments_of(meeting)
    context = {
        "meeting": meeting,
        "conveners": conveners,
        "keys": keys,
        "waiting": sum(one.status == "proposed" for one in (*conveners, *keys)),
        "convener_form": ConvenerForm(meeting=meeting, groups=_groups(meeting)),
        "key_form": KeyForm(meeting=meeting),
        "decide_form": DecideForm(),
        "bound": bound,
        **bound,
    }
    return render(request, "meetings/appointment_list.html", context, status=status)


@require_POST
@with_meeting(rules.may_prepare)
def appoint(request: PortalRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """A convener, a key speaker, or the decision on all that are proposed."""
    forms: dict[str, tuple[Any, Any]] = {
        "convener": (lambda: ConvenerForm(request.POST, meeting=meeting, groups=_groups(meeting)), verbs.appoint),
        "key": (lambda: KeyForm(request.POST, meeting=meeting), verbs.appoint),
        "decide": (lambda: DecideForm(request.POST), verbs.decide),
    }
    if kind not in forms:
        raise Http404
    form, verb = forms[kind]
    return act(
        request,
        form(),
        lambda data: verb(meeting, actor=request.user, **data),
        done=DONE[kind],
        back=reverse("meetings:appointment_list", args=[meeting.pk]),
        again=lambda shown, status: _page(request, meeting, status, **{f"{kind}_form": shown}),
    )


@require_POST
@with_appointment(rules.keeps_plan)
def appointment_drop(request: PortalRequest, one: Appointment) -> HttpResponse:
    back = reverse("meetings:appointment_list", args=[one.meeting_id])
    return press(request, lambda: verbs.drop(one, actor=request.user), done="已去掉。", back=back)
