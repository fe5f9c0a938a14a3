"""The 全体会议 of a meeting: arranged, and the code at the door of each."""

from __future__ import annotations

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from common.public import public_base
from meetings import actions, reports, rules
from meetings.codes import door_token
from meetings.forms import PlenaryForm
from meetings.models import Meeting, Plenary
from meetings.views.loading import loads, with_meeting
from meetings.workflow import plenaries

with_plenary = loads(
    lambda request: Plenary.objects.filter(meeting__in=Meeting.objects.visible_to(request.user)).select_related(
        "meeting__occasion__unit__region"
    )
)


def _list_url(meeting_id: int) -> str:
    return reverse("meetings:plenary_list", args=[meeting_id])


@require_GET
@with_meeting(rules.may_prepare)
def plenary_list(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Those there are, and a form for the next."""
    return _page(request, meeting, PlenaryForm())


def _page(request: PortalRequest, meeting: Meeting, form: PortalForm, status: int = 200) -> HttpResponse:
    found = reports.plenaries_of(meeting)
    context = {"meeting": meeting, "plenaries": found, "last": found[-1] if len(found) > 1 else None, "form": form}
    return render(request, "meetings/plenary_list.html", context, status=status)


@require_POST
@with_meeting(rules.may_prepare)
def plenary_add(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    return act(
        request,
        PlenaryForm(request.POST),
        lambda data: plenaries.add_plenary(meeting, actor=request.user, **data),
        done="加好了，可以给它签到了。",
        back=_list_url(meeting.pk),
        again=lambda shown, status: _page(request, meeting, shown, status),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_plenary(rules.may_prepare_plenary)
def plenary_edit(request: PortalRequest, plenary: Plenary) -> HttpResponse:
    """Its name, day and hour."""
    initial = {"label": plenary.label, "held_on": plenary.held_on, "starts_at": plenary.starts_at}
    form = PlenaryForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return _edit_page(request, form, plenary)
    return act(
        request,
        form,
        lambda data: plenaries.edit_plenary(plenary, actor=request.user, **data),
        done="已改好。",
        back=_list_url(plenary.meeting_id),
        again=lambda shown, status: _edit_page(request, shown, plenary, status),
    )


def _edit_page(request: PortalRequest, form: PortalForm, plenary: Plenary, status: int = 200) -> HttpResponse:
    name = str(Plenary.objects.get(pk=plenary.pk))  # as stored: what was refused may stand on `plenary`
    context = {"meeting": plenary.meeting, "plenary": plenary, "name": name, "form": form}
    return render(request, "meetings/plenary_edit.html", context, status=status)


@require_POST
@with_plenary(rules.may_prepare_plenary)
def plenary_remove(request: PortalRequest, plenary: Plenary) -> HttpResponse:
    meeting_id = plenary.meeting_id
    return press(
        request,
        lambda: plenaries.remove_plenary(plenary, actor=request.user),
        done="已删去。",
        back=_list_url(meeting_id),
    )


# --- the door -----------------------------------------------------------------------------------
@require_GET
@with_meeting(rules.may_prepare)
def door(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Today's code, large, for a screen or a sheet at the door; `?at=` which 全体会议, else the first not over."""
    today = timezone.localdate()
    board = reports.board_of(meeting)
    if not board.plenaries:
        raise Http404
    plenary = board.chosen(request.GET.get("at", ""), today)
    path = reverse("meetings:door_sign", args=[door_token(plenary, actions.roll_of(meeting), today)])
    address = f"{public_base(request)}{path}"
    context = {
        "meeting": meeting, "board": board, "plenary": plenary, "day": today, "is_today": plenary.day == today,
        "address": address,
        "code": segno.make(address, error="m").svg_data_uri(border=2),
    }
    return render(request, "meetings/door.html", context)


@require_POST
@with_meeting(rules.may_prepare)
def door_renew(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    return press(
        request,
        lambda: actions.renew_door(meeting, actor=request.user),
        done="换好了。以前的签到码都打不开了。",
        back=reverse("meetings:door", args=[meeting.pk]),
    )
