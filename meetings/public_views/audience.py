"""A citizen reads which meetings may be listened to, applies, and asks for the answer by code and PIN.

Nobody signs in and no cookie is set, so these posts carry no CSRF token: a forged request could do no more
than anybody may.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import client_address
from common import proof
from common.public import public_page
from meetings.models import AudienceApplication, AudienceNotice
from meetings.public_forms import AnswerForm, AudienceForm
from meetings.reports.audience import answer_of
from meetings.workflow.audience import Sending, apply_online, open_answer
from stations.actions import tries
from stations.choices import HeldWhy
from stations.workflow.message import pin_of

FLOOD = "现在来的申请太多，请过一会儿再交。您写的都还在。"
TOO_MANY = 429


def place_of(notice: int) -> str:
    """The path of the committee's place, for the switch that takes its public side down."""
    rows = AudienceNotice.objects.filter(pk=notice)
    return str(rows.values_list("meeting__occasion__unit__region__path", flat=True).first() or "")


def of_a_notice(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Passes the notice of the address while it is listed; else 404."""

    @wraps(view)
    def found(request: HttpRequest, notice: int) -> HttpResponseBase:
        row = AudienceNotice.objects.listed(timezone.localdate()).filter(pk=notice).first()
        if row is None:
            raise Http404
        return view(request, row)

    found.place_of = place_of  # type: ignore[attr-defined]  # read by the gate before every public address
    return found


@require_safe
def audience_list(request: HttpRequest) -> HttpResponseBase:
    """The meetings one may listen to, the next one first."""
    today = timezone.localdate()
    rows = [(one, one.is_open(today)) for one in AudienceNotice.objects.listed(today)]
    return public_page(request, "meetings/public_audience_list.html", {"rows": rows})


@of_a_notice
@require_safe
def audience_notice(request: HttpRequest, notice: AudienceNotice) -> HttpResponseBase:
    """One notice, and the way to the form while one may apply."""
    context = {"notice": notice, "meeting": notice.meeting, "is_open": notice.is_open(timezone.localdate())}
    return public_page(request, "meetings/public_audience.html", context)


@csrf_exempt
@of_a_notice
@require_http_methods(["GET", "HEAD", "POST"])
def audience_apply(request: HttpRequest, notice: AudienceNotice) -> HttpResponseBase:
    """The form; after sending, code and PIN once. Sent again it is the same application with the same page."""
    if request.method != "POST":
        return _form(request, notice, AudienceForm(notice=notice))
    form = AudienceForm(request.POST, notice=notice)
    return _take(request, notice, form) if form.is_valid() else _form(request, notice, form, 422)


def _form(request: HttpRequest, notice: AudienceNotice, form: AudienceForm, status: int = 200) -> HttpResponseBase:
    context = {
        "notice": notice,
        "meeting": notice.meeting,
        "is_open": notice.is_open(timezone.localdate()),
        "form": form,
        "challenge": proof.challenge(),
    }
    return public_page(request, "meetings/public_audience_apply.html", context, status=status)


def _take(request: HttpRequest, notice: AudienceNotice, form: AudienceForm) -> HttpResponseBase:
    """One application out of a valid form; a flood is asked to wait, with what was typed kept."""
    key, now = form.client_id(), timezone.now()
    known = AudienceApplication.objects.filter(client_id=key).first()
    if known is not None:
        return _sent(request, notice, known, key)
    address, door = client_address(request) or "", f"audience {notice.pk}"
    doors = tries.sending(address, door, now)
    if doors.is_flood:
        form.add_error(None, FLOOD)
        return _form(request, notice, form, TOO_MANY)
    mark = proof.solved(form.cleaned_data["altcha"])
    held = HeldWhy.TRAP if form.cleaned_data["website"] else doors.held or ("" if mark else HeldWhy.PROOF)
    sending = Sending(client_id=key, held=held, proof=mark)
    done, made = form.try_verb(lambda: apply_online(notice, form.applicant(), sending, at=now))
    if not done:
        return _form(request, notice, form, 422)
    tries.note_sent(address, door, now)
    return _sent(request, notice, made, key)


def _sent(
    request: HttpRequest, notice: AudienceNotice, made: AudienceApplication, client_id: UUID
) -> HttpResponseBase:
    """Code and PIN, large."""
    pin = pin_of(client_id)
    context = {"notice": notice, "meeting": notice.meeting, "application": made, "pin": f"{pin[:3]} {pin[3:]}"}
    return public_page(request, "meetings/public_audience_sent.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def audience_answer(request: HttpRequest) -> HttpResponseBase:
    """Code and PIN; with both right, how it stands. Nothing of what was typed is shown but the surname."""
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        address = client_address(request) or ""
        done, found = form.try_verb(lambda: open_answer(**form.cleaned_data, address=address))
        if done:
            one = AudienceApplication.objects.with_row_data().get(pk=found.pk)
            return public_page(
                request, "meetings/public_audience_answer.html", {"application": one, "answer": answer_of(one)}
            )
    return public_page(
        request, "meetings/public_audience_query.html", context, status=422 if form.is_bound else 200
    )
