"""Who is at a sitting: one form per action."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.posting import act, press
from meetings import rules, workflow
from meetings.forms import ParticipantForm
from meetings.models import Participant, Sitting
from meetings.views.loading import may_edit_person, with_person, with_sitting

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _people_url(sitting_id: int) -> str:
    return reverse("meetings:participant_list", args=[sitting_id])


@require_GET
@with_sitting()
def participant_list(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The list as it stands, and below it the form for the next one."""
    return _page(request, ParticipantForm(user=request.user), sitting)


def _page(request: PortalRequest, form: Any, sitting: Sitting, status: int = 200) -> HttpResponse:
    people = sitting.participants.with_names().annotate(said=Count("raised"))
    context = {
        "sitting": sitting,
        "form": form,
        "people": people,
        "may_record": rules.may_record(request.user, sitting),
    }
    return render(request, "meetings/participant_list.html", context, status=status)


@require_POST
@with_sitting(rules.may_record)
def participant_add(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    return act(
        request,
        ParticipantForm(request.POST, user=request.user),
        lambda data: workflow.add_participant(sitting, actor=request.user, **data),
        done="已加入名单，可以接着添加下一位。",
        back=f"{_people_url(sitting.pk)}#add",
        again=lambda shown, status: _page(request, shown, sitting, status),
    )


@GET_OR_POST
@with_person(may_edit_person)
def participant_edit(request: PortalRequest, person: Participant) -> HttpResponse:
    contributor = person.contributor
    initial = {
        "name": contributor.name,
        "capacity": contributor.capacity,
        "title": contributor.title,
        "deputy": contributor.deputy_id,
        "secrecy": contributor.secrecy,
        "attendance": person.attendance,
        "is_convener": person.is_convener,
        "is_key_speaker": person.is_key_speaker,
    }
    form = ParticipantForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if request.method != "POST":
        return _edit_page(request, form, person)
    return act(
        request,
        form,
        lambda data: workflow.edit_participant(person, actor=request.user, **data),
        done="已改好。",
        back=_people_url(person.sitting_id),
        again=lambda shown, status: _edit_page(request, shown, person, status),
    )


def _edit_page(request: PortalRequest, form: Any, person: Participant, status: int = 200) -> HttpResponse:
    context = {"form": form, "person": person, "sitting": person.sitting}
    return render(request, "meetings/participant_form.html", context, status=status)


@require_POST
@with_person(may_edit_person)
def participant_remove(request: PortalRequest, person: Participant) -> HttpResponse:
    return press(
        request,
        lambda: workflow.remove_participant(person, actor=request.user),
        done="已移出名单。",
        back=_people_url(person.sitting_id),
    )
