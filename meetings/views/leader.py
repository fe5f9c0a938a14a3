"""领导讲话: written at a sitting, read, approved and published; apart from the record of opinions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from common.public import public_address
from common.steps import open_steps
from meetings import rules, workflow
from meetings.choices import SPEECH_BADGES, SpeechStatus
from meetings.forms import PublishSpeechForm, SpeechForm, TakeBackForm
from meetings.models import LeaderSpeech, Sitting
from meetings.views.loading import with_sitting, with_speech

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
DONE = {"approve": "已审定。", "send_back": "已退回修改。"}
UNREAD, DIGITS = 0, 9  # no version is 0: whoever did not say what they read has read nothing


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
    return _page(request, speech)


def _page(
    request: PortalRequest, speech: LeaderSpeech, *, wrong: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    """With the form that was refused, if one was."""
    steps, user = open_steps(workflow.SPEECH_STEPS, speech, request.user), request.user
    forms = {"publish": PublishSpeechForm(initial={"version": speech.version}), "take_back": TakeBackForm()}
    for name, form in forms.items():
        if wrong is not None and isinstance(wrong, type(form)):
            forms[name] = wrong
    context = {
        "speech": speech,
        "sitting": speech.sitting,
        "badge": SPEECH_BADGES[speech.status],
        "steps": [(name, workflow.SPEECH_STEPS[name].label) for name in steps if name in workflow.READ_STEPS],
        "open": steps,
        "forms": forms,
        "wrong": wrong,
        "may_edit": speech.status == SpeechStatus.PENDING and rules.may_write_leader_speech(user, speech),
        "is_own": rules.has_written(user, speech),
        "public_url": public_address(request, "leader", speech.pk),
        "events": speech.events.select_related("actor").order_by("at", "id"),
    }
    return render(request, "meetings/leader_detail.html", context, status=status)


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
    """Approve or send back what was read: whoever may not is told so."""
    if step in workflow.SPEECH_STEPS and not workflow.SPEECH_STEPS[step].may(request.user, speech):
        raise PermissionDenied
    read = request.POST.get("version", "")
    version = int(read) if read.isdecimal() and len(read) < DIGITS else UNREAD
    return press(
        request,
        lambda: workflow.take_speech_step(speech, step, actor=request.user, version=version),
        done=DONE.get(step, ""),
        back=speech,
    )


@require_POST
@with_speech()
def leader_publish(request: PortalRequest, speech: LeaderSpeech) -> HttpResponse:
    """保密审查 passed: residents read it from now on."""
    return _acted(request, speech, PublishSpeechForm(request.POST), workflow.publish_speech, "已公开，群众现在看得到。")


@require_POST
@with_speech()
def leader_take_back(request: PortalRequest, speech: LeaderSpeech) -> HttpResponse:
    """撤回公开: the public page is gone at once."""
    return _acted(request, speech, TakeBackForm(request.POST), workflow.take_back_speech, "已撤回，群众看不到了。")


def _acted(
    request: PortalRequest, speech: LeaderSpeech, form: PortalForm, verb: Callable[..., Any], done: str
) -> HttpResponse:
    return act(
        request,
        form,
        lambda data: verb(speech, actor=request.user, **data),
        done=done,
        back=speech,
        again=lambda shown, status: _page(request, speech, wrong=shown, status=status),
    )
