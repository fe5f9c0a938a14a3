"""The roll of a meeting: put together, ticked at the door, printed; the code at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError
from common.forms import PortalForm
from common.posting import act, press
from common.public import public_base
from common.steps import open_steps
from meetings import actions, reports, rules
from meetings.codes import door_token
from meetings.forms import AttendeeForm, LinesForm, TotalForm
from meetings.models import Attendee, Meeting
from meetings.views.loading import loads, with_meeting
from meetings.workflow import attendance, inviting

with_attendee = loads(
    lambda request: Attendee.objects.filter(meeting__in=Meeting.objects.visible_to(request.user)).with_row_data()
)
Verb = Callable[..., Any]
PLAIN: dict[str, tuple[Verb, str]] = {
    "sign": (attendance.sign, "已签到"),
    "come": (attendance.come, "已销假"),
    "absent": (attendance.absent, "已记缺席"),
    "undo": (attendance.undo, "已撤销，回到未签到"),
}


def roll_url(meeting_id: int) -> str:
    return reverse("meetings:roll", args=[meeting_id])


@require_GET
@with_meeting()
def roll(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Everybody called, seat by seat, with the buttons of their line; `?print` the list on paper."""
    if "print" in request.GET:
        return render(request, "meetings/roll_print.html", _facts(meeting))
    return _page(request, meeting)


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "parts": reports.parts_of(meeting), "quorum": reports.quorum_of(meeting)}


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: PortalForm) -> HttpResponse:
    """`bound`: the form that was refused, in place of an empty one of its name."""
    may_prepare = rules.may_prepare(request.user, meeting)
    facts = _facts(meeting)
    rows = [(part, [(one, _steps(request, one)) for one in part.people]) for part in facts["parts"]]
    context = {**facts, "rows": rows, "may_prepare": may_prepare, "law": reports.LAW, "bound": bound}
    if may_prepare:
        total = facts["quorum"].total or None
        forms = {
            "person_form": AttendeeForm(user=request.user),
            "lines_form": LinesForm(user=request.user),
            "total_form": TotalForm(initial={"members_total": total}),
        }
        context |= {**forms, **bound}
    return render(request, "meetings/roll.html", context, status=status)


def _steps(request: PortalRequest, attendee: Attendee) -> list[str]:
    return open_steps(attendance.STEPS, attendee, request.user)


def _acting(request: PortalRequest, meeting: Meeting, verb: Verb, *, done: str, **bound: PortalForm) -> HttpResponse:
    """One verb of the form that `bound` names."""
    ((name, form),) = bound.items()
    return act(
        request,
        form,
        lambda data: verb(meeting, actor=request.user, **data),
        done=done,
        back=roll_url(meeting.pk),
        again=lambda shown, status: _page(request, meeting, status, **{name: shown}),
    )


@require_POST
@with_meeting(rules.may_prepare)
def roll_total(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    form = TotalForm(request.POST)
    return _acting(request, meeting, actions.set_total, done="全体人数已记下。", total_form=form)


@require_POST
@with_meeting(rules.may_prepare)
def attendee_add(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    form = AttendeeForm(request.POST, user=request.user)
    return _acting(request, meeting, actions.add_attendee, done="已加进名单。", person_form=form)


@require_POST
@with_meeting(rules.may_prepare)
def attendee_lines(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    form = LinesForm(request.POST, user=request.user)
    return _acting(request, meeting, actions.add_lines, done="名单已加好，已有的没有重复加。", lines_form=form)


GATHER: dict[str, Verb] = {"members": actions.call_members, "sittings": actions.take_from_sittings}


@require_POST
@with_meeting(rules.may_prepare)
def roll_gather(request: PortalRequest, meeting: Meeting, source: str) -> HttpResponse:
    """Everybody of a source onto the roll: the register's members, or the lists of the sittings."""
    if source not in GATHER:
        raise Http404
    number = GATHER[source](meeting, actor=request.user)
    messages.success(request, f"加进名单 {number} 人。" if number else "没有新的人可加。")
    return redirect(roll_url(meeting.pk))


@require_POST
@with_meeting(rules.may_prepare)
def roll_tell(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    return press(
        request,
        lambda: inviting.tell_everybody(meeting, actor=request.user),
        done="有账号、还没有通知的人都通知了，请他们回复参加或请假。",
        back=roll_url(meeting.pk),
    )


@require_POST
@with_meeting(rules.may_prepare)
def roll_close(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    return press(
        request,
        lambda: attendance.close(meeting, actor=request.user),
        done="没有签到、也没有请假的，都记了缺席。记错的可以撤销。",
        back=roll_url(meeting.pk),
    )


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_step(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    """One tick. With htmx only the line and the sum come back."""
    step, wrong, done = request.POST.get("step", ""), "", ""
    try:
        done = _take(request, attendee, step)
    except RuleError as error:
        wrong = str(error)
    if request.htmx:
        return _row(request, attendee.pk, wrong, done)
    (messages.error if wrong else messages.success)(request, wrong or done)
    return redirect(f"{roll_url(attendee.meeting_id)}#a{attendee.pk}")


def _take(request: PortalRequest, attendee: Attendee, step: str) -> str:
    if step == "leave":
        attendance.leave(attendee, actor=request.user, reason=request.POST.get("reason", ""))
        return f"{attendee}：已记请假。"
    if step not in PLAIN:
        raise Http404
    verb, done = PLAIN[step]
    verb(attendee, actor=request.user)
    return f"{attendee}：{done}。"


def _row(request: PortalRequest, pk: int, wrong: str, done: str) -> HttpResponse:
    attendee = Attendee.objects.with_row_data().get(pk=pk)
    steps = _steps(request, attendee)
    context = {"one": attendee, "steps": steps, "quorum": reports.quorum_of(attendee.meeting), "wrong": wrong}
    context |= {"done": done, "law": reports.LAW, "alone": True}
    return render(request, "meetings/_roll_row.html", context, status=422 if wrong else 200)


@require_POST
@with_attendee(rules.keeps_roll)
def attendee_remove(request: PortalRequest, attendee: Attendee) -> HttpResponse:
    return press(
        request,
        lambda: actions.remove_attendee(attendee, actor=request.user),
        done="已移出名单。",
        back=roll_url(attendee.meeting_id),
    )


# --- the door -----------------------------------------------------------------------------------
@require_GET
@with_meeting(rules.may_prepare)
def door(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Today's code, large, for a screen or a sheet at the door."""
    today = timezone.localdate()
    path = reverse("meetings:door_sign", args=[door_token(meeting, actions.roll_of(meeting), today)])
    address = f"{public_base(request)}{path}"
    context = {
        "meeting": meeting,
        "day": today,
        "is_today": meeting.occasion.held_on <= today <= (meeting.ends_on or meeting.occasion.held_on),
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
