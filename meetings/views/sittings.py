"""Sittings: arranged, begun and ended, and their record as it reads and prints."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.models import Unit
from accounts.requests import PortalRequest
from common.paging import keyset
from common.posting import act, press
from common.steps import open_steps
from meetings import actions, rules, workflow
from meetings.choices import BADGES, SittingKind
from meetings.forms import SittingForm
from meetings.models import Meeting, RaisedOpinion, Sitting
from meetings.reports.research import stops_of
from meetings.views.loading import with_meeting, with_sitting

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
ON_PAGE, ON_PRINT = 100, 5000


@require_GET
@with_sitting()
def sitting_detail(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The record in the order of speaking; `?print` puts all of it on one page."""
    rows = RaisedOpinion.objects.live().filter(sitting=sitting).with_row_data()
    whole = "print" in request.GET
    cited = rows.prefetch_related("citations__finding__stop")
    page = keyset(cited, request.GET, order=("order",), size=ON_PRINT if whole else ON_PAGE)
    people = sitting.participants.with_names().annotate(said=Count("raised"))
    context = {
        "sitting": sitting,
        "page": page,
        "whole": whole,
        "people": people,
        "stops": stops_of(sitting),
        "total": rows.count(),
        "badge": BADGES[sitting.status],
        "steps": open_steps(workflow.STEPS, sitting, request.user),
        "may_record": rules.may_record(request.user, sitting),
    }
    return render(request, "meetings/sitting_detail.html", context)


# --- arranged -----------------------------------------------------------------------------------
@GET_OR_POST
@with_meeting(rules.may_prepare)
def sitting_create(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """A group sitting of a meeting."""
    occasion = meeting.occasion
    initial = {"label": actions.next_label(meeting), "held_on": occasion.held_on, "region": occasion.region_id}
    form = SittingForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if request.method != "POST":
        return _form(request, form, meeting=meeting)
    return act(
        request,
        form,
        lambda data: actions.create_sitting(actor=request.user, unit=occasion.unit, meeting=meeting, **data),
        done="会议已安排好。接着录入参会人。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, meeting=meeting, status=status),
    )


@GET_OR_POST
def forum_create(request: PortalRequest) -> HttpResponse:
    """A forum or consultation of its own, held by the first unit the clerk keeps."""
    unit = Unit.objects.filter(pk__in=request.user.scopes.units(Role.STAFF)).select_related("region").first()
    if unit is None:
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    form = SittingForm(typed, user=request.user, initial={"kind": SittingKind.FORUM, "region": unit.region_id})
    if request.method != "POST":
        return _form(request, form)
    return act(
        request,
        form,
        lambda data: actions.create_sitting(actor=request.user, unit=unit, **data),
        done="座谈会已安排好。接着录入参会人。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, status=status),
    )


@GET_OR_POST
@with_sitting(rules.may_record)
def sitting_edit(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    if hasattr(sitting, "face"):  # a face-to-face sitting has a form of its own
        return redirect("meetings:face_edit", sitting.face.pk)
    occasion = sitting.occasion
    initial = {
        "kind": sitting.kind,
        "label": sitting.label,
        "held_on": occasion.held_on,
        "starts_at": sitting.starts_at,
        "region": occasion.region_id,
        "place": occasion.place,
    }
    form = SittingForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if request.method != "POST":
        return _form(request, form, meeting=sitting.meeting, sitting=sitting)
    return act(
        request,
        form,
        lambda data: actions.edit_sitting(sitting, actor=request.user, **data),
        done="会议安排已改好。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, meeting=sitting.meeting, sitting=sitting, status=status),
    )


def _form(
    request: PortalRequest,
    form: Any,
    *,
    meeting: Meeting | None = None,
    sitting: Sitting | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "sitting": sitting}
    return render(request, "meetings/sitting_form.html", context, status=status)


# --- begun and ended ----------------------------------------------------------------------------
@require_POST
@with_sitting(rules.may_record)
def sitting_start(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """Begin, and go straight to the capture page."""
    return press(
        request,
        lambda: workflow.start(sitting, actor=request.user),
        done="开始记录了。",
        back=reverse("meetings:sitting_capture", args=[sitting.pk]),
    )


@require_POST
@with_sitting(rules.may_record)
def sitting_end(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    done = "本场记录已结束。断网时记下、还没有上传的，恢复网络后仍会存上。"
    return press(request, lambda: workflow.end(sitting, actor=request.user), done=done, back=sitting)


@require_POST
@with_sitting(rules.may_record)
def sitting_resume(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    return press(
        request,
        lambda: workflow.resume(sitting, actor=request.user),
        done="可以继续记录了。",
        back=reverse("meetings:sitting_capture", args=[sitting.pk]),
    )
