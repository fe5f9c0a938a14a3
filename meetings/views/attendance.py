"""The roll of a meeting: put together, looked at, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from common.steps import open_steps
from meetings import actions, reports, rules
from meetings.exports import roll as papers
from meetings.forms import AttendeeForm, LinesForm, TotalForm
from meetings.models import Meeting, Presence
from meetings.views.loading import with_meeting
from meetings.workflow import attendance, inviting
from opinions.views.files import DOCX, download

Verb = Callable[..., Any]


def roll_url(meeting_id: int) -> str:
    return reverse("meetings:roll", args=[meeting_id])


@require_GET
@with_meeting()
def roll(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Everybody called, seat by seat and 全体会议 by 全体会议, with the buttons of each cell; `?at=` the one that a
    phone shows, `?print` the list on paper."""
    if "print" in request.GET:
        board = reports.board_of(meeting)
        return render(request, "meetings/roll_print.html", {"meeting": meeting, "board": board})
    return _page(request, meeting)


@require_GET
@with_meeting()
def roll_docx(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The list as a paper. It carries names, so taking it is logged."""
    audit(request.user, AuditAction.EXPORT, f"出席列席名单 {meeting.pk}：{meeting}", request=request)
    return download(papers.roll_docx(meeting), f"{meeting}出席列席名单.docx", DOCX)


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: PortalForm) -> HttpResponse:
    """`bound`: the form that was refused, in place of an empty one of its name."""
    may_prepare = rules.may_prepare(request.user, meeting)
    board = reports.board_of(meeting)
    here = board.chosen(request.GET.get("at", ""), timezone.localdate())
    context = {
        "meeting": meeting, "board": board, "here": here, "law": reports.LAW, "today": timezone.localdate(),
        "rows": _rows(request, board), "may_prepare": may_prepare, "bound": bound,
    }
    if may_prepare:
        total = board.quorum(0).total or None
        forms = {
            "person_form": AttendeeForm(user=request.user),
            "lines_form": LinesForm(user=request.user),
            "total_form": TotalForm(initial={"members_total": total}),
        }
        context |= {**forms, **bound}
    return render(request, "meetings/roll.html", context, status=status)


def _rows(request: PortalRequest, board: reports.Board) -> list[Any]:
    """Each part with its lines, each line with its cells, each cell with the steps that are open."""
    return [
        (part, [(line.attendee, [(cell, steps_of(request, cell)) for cell in line.cells]) for line in part.lines])
        for part in board.parts
    ]


def steps_of(request: PortalRequest, cell: Presence) -> list[str]:
    return open_steps(attendance.STEPS, cell, request.user)


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
