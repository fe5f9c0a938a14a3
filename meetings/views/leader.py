"""领导讲话: written at a sitting, read, approved and published; apart from the record of opinions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.posting import act, press
from common.steps import open_steps
from meetings import rules, workflow
from meetings.choices import SPEECH_BADGES, SpeechStatus
from meetings.forms import SpeechForm
from meetings.models import LeaderSpeech, Sitting
from meetings.views.loading import with_sitting, with_speech

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
DONE = {"approve": "已审定。", "send_back": "已退回修改。", "publish": "已公开。", "take_back": "已撤回公开。"}


@GET_OR_POST
@with_sitting(rules.may_record)
def leader_add(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """A speech typed after the sitting, or where nobody recorded live."""
    form = SpeechForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _form(request, form, sitting)
    return act(
        request,
        form,
        lambda data: workflow.file_speech(sitting, actor=request.user, **_said(data)),
        done="已记下，等审定。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, sitting, status=status),
    )


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("speaker", "title", "text")}


def _form(
    request: PortalRequest, form: Any, sitting: Sitting, *, speech: Any = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "sitting": sitting, "speech": speech}
    return render(request, "meetings/leader_form.html", context, status=status)


@require_GET
@with_speech()
def leader_detail(request: PortalRequest, speech: LeaderSpeech) -> HttpResponse:
    """The words, who approved them, and what may be done with them now."""
    context = {
        "speech": speech,
        "sitting": speech.sitting,
        "badge": SPEECH_BADGES[speech.status],
        "steps": [(name, workflow.SPEECH_STEPS[name].label) for name in _open(speech, request)],
        "may_edit": speech.status == SpeechStatus.PENDING and rules.may_write_leader_speech(request.user, speech),
        "events": speech.events.select_related("actor").order_by("at", "id"),
    }
    return render(request, "meetings/leader_detail.html", context)


def _open(speech: LeaderSpeech, request: PortalRequest) -> list[str]:
    return open_steps(workflow.SPEECH_STEPS, speech, request.user)


@GET_OR_POST
@with_speech(rules.may_write_leader_speech)
def leader_edit(request: PortalRequest, speech: LeaderSpeech) -> HttpResponse:
    """Correct the words before they are approved."""
    initial = {name: getattr(speech, name) for name in ("speaker", "title", "text", "version")}
    form = SpeechForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return _form(request, form, speech.sitting, speech=speech)
    return act(
        request,
        form,
        lambda data: workflow.edit_speech(
            speech, actor=request.user, version=data["version"] or speech.version, **_said(data)
        ),
        done="讲话已改好，等审定。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, speech.sitting, speech=speech, status=status),
    )


@require_POST
@with_speech()
def leader_step(request: PortalRequest, speech: LeaderSpeech, step: str) -> HttpResponse:
    """Approve, send back, publish or take back: whoever may not is told so."""
    if step in workflow.SPEECH_STEPS and not workflow.SPEECH_STEPS[step].may(request.user, speech):
        raise PermissionDenied
    return press(
        request,
        lambda: workflow.take_speech_step(speech, step, actor=request.user),
        done=DONE.get(step, ""),
        back=speech,
    )
