"""发言核对, for staff: sent out, signed on paper, corrections decided."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError
from common.files import serve
from common.posting import act, press
from common.public import public_base
from meetings import rules
from meetings.forms.confirmation import AnnulForm, PaperForm, SettleForm, SpeakerPhoneForm
from meetings.models import Participant, RaisedOpinion, SignatureScan, Sitting
from meetings.reports.confirmation import speakers_of, sums_of
from meetings.views.loading import loads, may_edit_person, with_person, with_sitting
from meetings.workflow import links, speech
from meetings.workflow.people import note_phone

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
with_speech = loads(lambda request: RaisedOpinion.objects.visible_to(request.user).with_speech_data())


def _url(sitting_id: int) -> str:
    return reverse("meetings:confirmation_list", args=[sitting_id])


@require_GET
@with_sitting()
def confirmation_list(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """Who has confirmed, what is out, what the speakers changed."""
    speakers = speakers_of(sitting, timezone.now())
    context = {
        "sitting": sitting,
        "speakers": speakers,
        "sums": sums_of(speakers),
        "annul_form": AnnulForm(),
        "may_send": rules.may_record(request.user, sitting),
    }
    return render(request, "meetings/confirmation_list.html", context)


@never_cache
@GET_OR_POST
@with_sitting(rules.may_record)
def confirmation_send_all(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """A slip for everybody not asked yet, shown once on this very page; by a link nothing is made."""
    if request.method != "POST":
        return redirect(_url(sitting.pk))
    return _slips(request, sitting, lambda: speech.send_all(sitting, actor=request.user, request=request))


@never_cache
@GET_OR_POST
@with_person(may_edit_person)
def confirmation_send(request: PortalRequest, person: Participant) -> HttpResponse:
    """A slip for one, shown once; the one before is void."""
    if request.method != "POST":
        return redirect(_url(person.sitting_id))
    return _slips(request, person.sitting, lambda: [speech.send(person, actor=request.user, request=request)])


def _slips(request: PortalRequest, sitting: Sitting, make: Any) -> HttpResponse:
    try:
        made = make()
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(_url(sitting.pk))
    slips = []
    for one in made:
        address = public_base(request) + reverse("public:speeches", args=[one.code])
        slips.append((one, address, segno.make(address, error="m").svg_data_uri(border=2)))
    context = {"sitting": sitting, "slips": slips, "days": links.LINK_DAYS}
    return render(request, "meetings/confirmation_slips.html", context)


@require_POST
@with_person(may_edit_person)
def confirmation_phone(request: PortalRequest, person: Participant) -> HttpResponse:
    """The number whose last four digits are asked before the link opens."""
    form = SpeakerPhoneForm(request.POST)
    back = f"{_url(person.sitting_id)}#p{person.pk}"
    if not form.is_valid():
        messages.error(request, "".join(map(str, form.errors["phone"])))
        return redirect(back)
    verb = lambda: note_phone(person, actor=request.user, request=request, **form.cleaned_data)  # noqa: E731 - one call
    return press(request, verb, done="手机号已登记。打开链接要填后四位，请现在做链接。", back=back)


@require_POST
@with_person(may_edit_person)
def confirmation_recall(request: PortalRequest, person: Participant) -> HttpResponse:
    done = "已撤回，链接也不能用了。改好以后可以再送。"
    return press(request, lambda: speech.recall(person, actor=request.user), done=done, back=_url(person.sitting_id))


@require_POST
@with_person(may_edit_person)
def confirmation_withdraw(request: PortalRequest, person: Participant) -> HttpResponse:
    done = "这个链接已经收回，谁也打不开了。要用，请重新做一个。"
    verb = lambda: speech.withdraw_link(person, actor=request.user, request=request)  # noqa: E731 - one call
    return press(request, verb, done=done, back=_url(person.sitting_id))


@GET_OR_POST
@with_person(may_edit_person)
def confirmation_paper(request: PortalRequest, person: Participant) -> HttpResponse:
    """What somebody signed on paper: the texts as signed, the day, the sheet where there is one."""
    rows = RaisedOpinion.objects.live().filter(participant=person, status__in=("recorded", "sent"))
    found = list(rows.with_speech_data().order_by("order"))
    if request.method != "POST":
        return _paper(request, PaperForm(rows=found), person)

    def verb(data: dict[str, Any]) -> Any:
        scan = SignatureScan(**data["sheet"].fields()) if data["sheet"] else None
        return speech.sign_on_paper(person, form.words(), actor=request.user, signed_on=data["signed_on"], scan=scan)

    form = PaperForm(request.POST, request.FILES, rows=found)
    again = lambda shown, status: _paper(request, shown, person, status)  # noqa: E731 - one call
    return act(request, form, verb, done="签字已登记。", back=_url(person.sitting_id), again=again)


def _paper(request: PortalRequest, form: Any, person: Participant, status: int = 200) -> HttpResponse:
    context = {"form": form, "person": person, "sitting": person.sitting, "back": _url(person.sitting_id)}
    return render(request, "meetings/confirmation_paper.html", context, status=status)


@require_POST
@with_speech(rules.may_confirm_for)
def speech_settle(request: PortalRequest, raised: RaisedOpinion) -> HttpResponse:
    """Take the speaker's words over into the ledger, or leave them with the speech."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选怎样处理。")
        return redirect(_url(raised.sitting_id))
    fate = form.cleaned_data["fate"]
    done = "台账里的原话已换成本人核对的文字。" if fate == "taken" else "本人的文字留在发言记录里，台账不变。"
    verb = lambda: speech.settle(raised, fate, actor=request.user)  # noqa: E731 - one call
    return press(request, verb, done=done, back=_url(raised.sitting_id))


@require_POST
@with_speech(rules.may_confirm_for)
def speech_annul(request: PortalRequest, raised: RaisedOpinion) -> HttpResponse:
    note = request.POST.get("note", "")
    verb = lambda: speech.annul(raised, actor=request.user, note=note)  # noqa: E731 - one call
    return press(request, verb, done="核对已撤销，这一条回到“记录”。", back=_url(raised.sitting_id))


@require_GET
def signature_scan(request: PortalRequest, pk: int) -> FileResponse:
    """A signed sheet, for the committee over the sitting; else 404."""
    rows = SignatureScan.objects.filter(participant__sitting__in=Sitting.objects.visible_to(request.user))
    return serve(get_object_or_404(rows, pk=pk), inline=True)
