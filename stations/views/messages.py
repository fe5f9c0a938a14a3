"""群众留言 inside: the list of whoever it concerns, one message, and everything that is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.files import serve
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from common.sound import serve_sound
from common.steps import open_steps
from stations import actions
from stations.choices import FileKind, MessageStatus
from stations.forms import messages as forms
from stations.forms.receptions import RevealForm
from stations.models import Message, MessageAnswer, MessageFile
from stations.reports.messages import history_of, turns
from stations.rules import message as rules
from stations.views.loading import _loads, allowed, readers_only
from stations.workflow import answering as verbs
from stations.workflow import message as coming

ROWS = 30
READERS = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION, Role.DEPUTY)
with_message = _loads(lambda request: Message.objects.visible_to(request.user).with_list_data())


@dataclass(frozen=True)
class Act:
    """A step as the page offers it: its form, its verb, what is said when it is done."""

    form: type[PortalForm]
    verb: Callable[..., Any]
    done: str


ACTS: dict[str, Act] = {
    "release": Act(PortalForm, coming.release, "已收下，转给收件人了。"),
    "set_aside": Act(forms.SetAsideForm, coming.set_aside, "已搁置。弄错了可以放回来。"),
    "put_back": Act(PortalForm, coming.put_back, "已放回待审看。"),
    "answer": Act(forms.AnswerForm, verbs.answer, "已答复。群众凭查询码能看到。"),
    "pass_up": Act(forms.NoteForm, verbs.pass_up, "已报县人大，由选工委研究转办。"),
    "pass_town": Act(forms.NoteForm, verbs.pass_town, "已转本乡镇（街道）办理。"),
    "redirect": Act(forms.ElsewhereForm, verbs.redirect, "已告知群众走别的渠道。"),
    "seal": Act(forms.SealForm, verbs.seal, "已只报县里，本站和乡镇的账号不再看到这一条。"),
    "transcribe": Act(forms.TranscriptForm, verbs.transcribe, "已写下来，录音还留着。"),
    "threat": Act(forms.ThreatForm, verbs.report_threat, "已报告选工委。有危险请打 110。"),
}


@require_GET
def message_list(request: PortalRequest) -> HttpResponse:
    """What waits for the reader; or everything they may see."""
    readers_only(request, *READERS)
    rows, tab = Message.objects.visible_to(request.user), request.GET.get("tab", "")
    if tab == "threat":
        rows = rows.exclude(threat_at=None)
    elif tab != "all":
        rows = rows.waiting_for(request.user)
    page = keyset(rows.with_list_data(), request.GET, order=("-id",), size=ROWS)
    page.rows[:] = turns(page.rows, timezone.localdate())
    kinds = [("", "等您处理"), ("all", "全部"), ("threat", "报告过威胁的")]
    context = {"page": page, "kinds": [(value, label, value == tab) for value, label in kinds], "tab": tab}
    return render(request, "stations/message_list.html", context)


@require_GET
@with_message
def message_detail(request: PortalRequest, message: Message) -> HttpResponse:
    """One message with its forms."""
    return _page(request, message)


def _page(request: PortalRequest, message: Message, *, status: int = 200, **bound: Any) -> HttpResponse:
    user = request.user
    steps = [name for name in open_steps(verbs.STEPS, message, user) if name in ACTS]
    if "transcribe" in steps and not message.files.filter(kind=FileKind.VOICE).exists():
        steps.remove("transcribe")
    given = list(message.answers.select_related("by").order_by("id"))
    context = {
        "message": message,
        "turn": turns([message], timezone.localdate())[0],
        "forms": {name: bound.get(name) or ACTS[name].form(auto_id=f"{name}_%s") for name in steps},
        "files": list(message.files.all()),
        "answers": [(one, _object_form(request, message, one, bound)) for one in given],
        "history": history_of(message),
        "sees_opinion": bool(message.opinion) and not user.scopes.only(Role.DEPUTY),
        "reveal_form": (bound.get("reveal") or RevealForm(auto_id="reveal_%s")) if _may_reveal(user, message) else None,
        "reissue_form": (bound.get("reissue") or forms.ReissueForm(auto_id="reissue_%s"))
        if rules.can_reissue(user, message)
        else None,
        "revealed": bound.get("revealed"),
        "pin": bound.get("pin"),
    }
    return render(request, "stations/message_detail.html", context, status=status)


def _may_reveal(user: Any, message: Message) -> bool:
    person = message.contributor
    return rules.can_reveal_sender(user, message) and bool(person.name or person.phone)


def _object_form(
    request: PortalRequest, message: Message, given: MessageAnswer, bound: dict[str, Any]
) -> PortalForm | None:
    """“不是我说的”, while the deputy may say it."""
    open_still = given.is_proxy and not given.objected_at and message.status == MessageStatus.ANSWERED
    if not open_still or timezone.localdate() > verbs.objection_until(given):
        return None
    if not rules.is_addressee(request.user, message) or not verbs.is_last(given):
        return None
    form: PortalForm = bound.get("object") or forms.ObjectForm(auto_id="object_%s")
    return form


@require_POST
@with_message
def message_act(request: PortalRequest, message: Message, step: str) -> HttpResponse:
    """One step of the table. Who has sealed it does not see it any more: back to the list."""
    taken = ACTS.get(step)
    if taken is None:
        raise Http404
    allowed(verbs.STEPS[step].may(request.user, message))
    return act(
        request,
        taken.form(request.POST, auto_id=f"{step}_%s"),
        lambda data: taken.verb(message, actor=request.user, **data),
        done=taken.done,
        back="stations:message_list" if step == "seal" else message,
        again=lambda form, status: _page(request, message, status=status, **{step: form}),
    )


@require_POST
@with_message
def message_object(request: PortalRequest, message: Message, answer: int) -> HttpResponse:
    """“不是我说的”."""
    given = get_object_or_404(message.answers, pk=answer)
    given.message = message
    allowed(rules.is_addressee(request.user, message))
    return act(
        request,
        forms.ObjectForm(request.POST, auto_id="object_%s"),
        lambda data: verbs.object_to(given, actor=request.user, **data),
        done="已记下，这条答复群众不再看到。请您或者联络站重新答复。",
        back=message,
        again=lambda form, status: _page(request, message, status=status, object=form),
    )


@never_cache
@require_POST
@with_message
def message_reveal(request: PortalRequest, message: Message) -> HttpResponse:
    """Name and telephone once, on this very page, for a reason that is logged."""
    allowed(rules.can_reveal_sender(request.user, message))
    form = RevealForm(request.POST, auto_id="reveal_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, found = form.try_verb(
            lambda: actions.reveal_sender(message, actor=request.user, reason=reason, request=request)
        )
        if done:
            return _page(request, message, revealed=found)
    return _page(request, message, status=422, reveal=form)


@never_cache
@require_POST
@with_message
def message_reissue(request: PortalRequest, message: Message) -> HttpResponse:
    """A new PIN for who lost theirs, shown once on this very page."""
    allowed(rules.can_reissue(request.user, message))
    form = forms.ReissueForm(request.POST, auto_id="reissue_%s")
    if form.is_valid():
        known = form.cleaned_data["known"]
        done, pin = form.try_verb(lambda: actions.reissue(message, known=known, actor=request.user, request=request))
        if done:
            return _page(request, message, pin=f"{pin[:3]} {pin[3:]}")
    return _page(request, message, status=422, reissue=form)


@require_GET
def message_file(request: PortalRequest, pk: int) -> Any:
    """A photo or a recording, to whoever sees its message."""
    rows = MessageFile.objects.filter(message__in=Message.objects.visible_to(request.user).values("pk"))
    stored = get_object_or_404(rows, pk=pk)
    if stored.kind == FileKind.VOICE and "save" not in request.GET:
        return serve_sound(request, stored)
    return serve(stored, inline=stored.kind == FileKind.PHOTO)


@require_GET
def opinion_message(request: PortalRequest, pk: int) -> HttpResponse:
    """群众留言 on the page of the opinion `pk`; as a plain link it leads to the message."""
    message = get_object_or_404(Message.objects.visible_to(request.user).with_list_data(), opinion_id=pk)
    if not request.htmx:
        return redirect(message)
    return render(request, "stations/_opinion_message.html", {"message": message})
