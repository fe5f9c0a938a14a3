"""What everybody on a roll does for themselves: sign in by the code at the door, say whether they come."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from common.steps import open_steps
from meetings.choices import RollStatus, SittingKind
from meetings.codes import door_of
from meetings.forms import LeaveForm
from meetings.models import Attendee, Participant
from meetings.reports import cells_of
from meetings.workflow import attendance

LISTED = 20
KNOWN = ("presences", "meeting__plenaries")


def _groups() -> Prefetch[str]:
    """In which groups one sits, as `groups`."""
    rows = Participant.objects.filter(sitting__kind=SittingKind.GROUP).select_related("sitting__occasion")
    return Prefetch("participants", rows.order_by("sitting__occasion__held_on", "id"), to_attr="groups")


@require_http_methods(["GET", "HEAD", "POST"])
def door_sign(request: PortalRequest, token: str) -> HttpResponse:
    """What the code at the door opens: whose line it is, at which 全体会议, and one button. Only the POST signs."""
    door = door_of(token, timezone.now())
    if door is None:
        raise Http404
    meeting = door.plenary.meeting
    mine = meeting.attendees.of(request.user).with_row_data().first()
    if request.method == "POST" and mine is not None and door.is_open:
        return press(
            request,
            lambda: attendance.sign(mine, door.plenary, actor=request.user),
            done="签到好了。",
            back=reverse("meetings:door_sign", args=[token]),
        )
    context: dict[str, Any] = {"meeting": meeting if mine else None, "one": mine, "is_open": door.is_open}
    if mine is not None:
        cells = cells_of(mine)
        cell = next(one for one in cells if one.plenary_id == door.plenary.pk)
        context |= {"cell": cell, "many": len(cells) > 1}
    return render(request, "meetings/door_sign.html", context, status=200 if mine else 404)


@require_GET
def my_meetings(request: PortalRequest) -> HttpResponse:
    """The meetings one is called to, the nearest first, and whether one comes."""
    return _page(request)


def _page(request: PortalRequest, *, wrong: PortalForm | None = None, at: int = 0, status: int = 200) -> HttpResponse:
    rows = Attendee.objects.of(request.user).with_row_data().order_by("-meeting__occasion__held_on", "-id")
    shown = [_shown(request, one) for one in rows.prefetch_related(*KNOWN, _groups())[:LISTED]]
    context = {"rows": [row for row in shown if row is not None], "wrong": wrong, "at": at}
    return render(request, "meetings/my_meetings.html", context, status=status)


def _shown(request: PortalRequest, one: Attendee) -> dict[str, Any] | None:
    """A meeting with what became of it and what may still be said; None before one was told of it."""
    today = timezone.localdate()
    cells = cells_of(one)
    coming = [cell for cell in cells if cell.may_answer_on(today)]
    if coming and not one.told_at and one.status == RollStatus.EXPECTED:
        return None
    steps = {step for cell in coming for step in open_steps(attendance.STEPS, cell, request.user)}
    return {
        "one": one, "cells": cells, "many": len(cells) > 1, "steps": steps,
        "open": [cell for cell in coming if cell.status in (RollStatus.EXPECTED, RollStatus.ABSENT)],
        "can_agree": "come" in steps or bool(steps and not one.agreed_at and one.status == RollStatus.EXPECTED),
    }


def _mine(request: PortalRequest, pk: int) -> Attendee:
    found: Attendee = get_object_or_404(Attendee.objects.of(request.user).with_row_data(), pk=pk)
    return found


@require_POST
def my_agree(request: PortalRequest, pk: int) -> HttpResponse:
    """参加, also after leave."""
    mine = _mine(request, pk)
    verb = attendance.come if mine.presences.filter(status=RollStatus.LEAVE).exists() else attendance.agree
    return press(
        request,
        lambda: verb(mine, actor=request.user),
        done="好的，已经告诉会务人员您参加。",
        back=reverse("meetings:my_meetings"),
    )


@require_POST
def my_leave(request: PortalRequest, pk: int) -> HttpResponse:
    """请假 from all of it or from some, with the reason."""
    mine = _mine(request, pk)
    return act(
        request,
        LeaveForm(request.POST, meeting=mine.meeting),
        lambda data: attendance.leave(mine, actor=request.user, **data),
        done="请假已经记下，会务人员看得到。",
        back=reverse("meetings:my_meetings"),
        again=lambda form, status: _page(request, wrong=form, at=mine.pk, status=status),
    )
