"""One cell of the roll after the other: ticked at the door, put right; one line of it with its account and history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import PortalRequest
from common.errors import RuleError
from common.forms import PortalForm
from common.posting import act, press
from meetings import actions, reports, rules
from meetings.choices import Seat
from meetings.forms import LeaveForm
from meetings.models import Attendee, Meeting, Plenary
from meetings.views.attendance import roll_url, steps_of
from meetings.views.loading import loads
from meetings.views.plenaries import with_plenary
from meetings.workflow import attendance, binding

with_attendee = loads(
    lambda request: Attendee.objects.filter(meeting__in=Meeting.objects.visible_to(request.user)).with_row_data()
)
PLAIN: dict[str, tuple[Callable[..., Any], str]] = {
    "sign": (attendance.sign, "已签到"),
    "late": (attendance.late, "已签到，记了迟到"),
    "absent": (attendance.absent, "已记缺席"),
    "undo": (attendance.undo, "已撤销，回到未签到"),
}


@require_GET
@with_attendee()
def attendee_detail(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    """One line of the roll: where they were, and what happened."""
    return _page(request, attendee, LeaveForm(meeting=attendee.meeting))


def _page(request: PortalRequest, attendee: Attendee, form: PortalForm, status: int = 200) -> HttpResponse:
    cells = reports.cells_of(attendee)
    context = {
        "one": attendee, "meeting": attendee.meeting, "cells": cells, "leave_form": form,
        "open": [cell for cell in cells if "leave" in steps_of(request, cell)],
        "may_keep": rules.keeps_roll(request.user, attendee),
        "history": reports.line_history(attendee),
        **_accounts(request, attendee),
    }
    return render(request, "meetings/attendee_detail.html", context, status=status)


def _accounts(request: PortalRequest, attendee: Attendee) -> dict[str, Any]:
    """Who could be the person, by `?q=`, else by their own name; nothing where there is nobody to look for."""
    asked = request.GET.get("q", attendee.name)[:40]
    looks = rules.keeps_roll(request.user, attendee) and not attendee.user_id and not attendee.deputy_id
    return {
        "q": asked,
        "can_look": looks and attendee.seat != Seat.CITIZEN,
        "offered": binding.fitting_accounts(attendee, asked) if looks and asked.strip() else [],
    }


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_bind(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    """The account that was picked is theirs."""
    pk = request.POST.get("account", "")
    account = get_object_or_404(User.objects.active(), pk=pk if pk.isdecimal() else 0)
    return press(
        request,
        lambda: binding.bind_account(attendee, account, actor=request.user),
        done="对应好了。这个账号可以扫码签到、收材料、核对自己的发言。",
        back=reverse("meetings:attendee_detail", args=[attendee.pk]),
    )


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_unbind(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    return press(
        request,
        lambda: binding.unbind_account(attendee, actor=request.user),
        done="已取消对应。",
        back=reverse("meetings:attendee_detail", args=[attendee.pk]),
    )


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_leave(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    """Leave of the whole meeting or of some 全体会议, as somebody called it in."""
    return act(
        request,
        LeaveForm(request.POST, meeting=attendee.meeting),
        lambda data: attendance.leave(attendee, actor=request.user, **data),
        done="已记请假。",
        back=reverse("meetings:attendee_detail", args=[attendee.pk]),
        again=lambda form, status: _page(request, attendee, form, status),
    )


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_step(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    """One tick at one 全体会议; `plenary` may be left out where there is one. With htmx only the cell and the sum
    come back."""
    step, wrong, done = request.POST.get("step", ""), "", ""
    plenary = _asked(request, attendee)
    try:
        done = _take(request, attendee, plenary, step)
    except RuleError as error:
        wrong = str(error)
    if request.htmx and plenary is not None:
        return _cell(request, attendee.pk, plenary, wrong, done)
    (messages.error if wrong else messages.success)(request, wrong or done)
    at = f"?at={plenary.number}" if plenary is not None else ""
    return redirect(f"{roll_url(attendee.meeting_id)}{at}#a{attendee.pk}")


def _asked(request: PortalRequest, attendee: Attendee) -> Plenary | None:
    """The 全体会议 that is named, or the only one there is."""
    pk, known = request.POST.get("plenary", ""), attendee.meeting.plenaries.select_related("meeting__occasion")
    if pk:
        return get_object_or_404(known, pk=pk if pk.isdecimal() else 0)
    found = list(known[:2])
    return found[0] if len(found) == 1 else None


def _take(request: PortalRequest, attendee: Attendee, plenary: Plenary | None, step: str) -> str:
    some = [plenary] if plenary else []
    if step == "leave":
        attendance.leave(attendee, some, actor=request.user, reason=request.POST.get("reason", ""))
        return f"{attendee}：已记请假。"
    if step == "come":
        attendance.come(attendee, some, actor=request.user)
        return f"{attendee}：已销假。"
    if step not in PLAIN:
        raise Http404
    verb, done = PLAIN[step]
    verb(attendee, plenary, actor=request.user)
    return f"{attendee}：{done}。"


def _cell(request: PortalRequest, pk: int, plenary: Plenary, wrong: str, done: str) -> HttpResponse:
    cells = reports.cells_of(Attendee.objects.with_row_data().get(pk=pk))
    cell = next(one for one in cells if one.plenary_id == plenary.pk)
    context = {
        "cell": cell, "steps": steps_of(request, cell), "many": len(cells) > 1,
        "quorum": reports.quorum_of(cell.plenary), "wrong": wrong, "done": done, "alone": True,
    }
    return render(request, "meetings/_roll_cell.html", context, status=422 if wrong else 200)


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_remove(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    return press(
        request,
        lambda: actions.remove_attendee(attendee, actor=request.user),
        done="已移出名单。",
        back=roll_url(attendee.meeting_id),
    )


@require_POST
@with_plenary(rules.may_prepare_plenary)
def plenary_close(request: PortalRequest, plenary: Plenary) -> HttpResponse:
    """Whoever has not signed in to it, and is not on leave, was absent."""
    return press(
        request,
        lambda: attendance.close(plenary, actor=request.user),
        done="没有签到、也没有请假的，都记了缺席。记错的可以撤销。",
        back=f"{roll_url(plenary.meeting_id)}?at={plenary.number}",
    )
