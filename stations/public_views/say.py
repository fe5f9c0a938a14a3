"""A resident writes: the form behind a code, and what they keep of it.

Nobody signs in and no cookie is set: nothing here rests on who the browser is, so a forged request
could do no more than anybody may, and a browser that refuses cookies must not lose a message. That is
why these posts carry no CSRF token.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions import client_address
from common import proof
from common.public import public_page
from stations import codes
from stations.actions import tries
from stations.choices import HeldWhy
from stations.models import Message
from stations.public_forms import SayForm
from stations.reports.progress import until
from stations.workflow.message import hash_pin, pin_of, send

FLOOD = "现在来的留言太多，请过一会儿再交。您写的都还在，也可以直接到联络站说。"
TOO_MANY = 429


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form; after sending, code and PIN once. Sent again it is the same message with the same page."""
    found = codes.find(token, timezone.localdate())
    if found is None or not found.may_say:
        return redirect("public:code", token=token)
    if found.station is None:
        return public_page(request, "stations/public_say_nowhere.html", {"found": found})
    whom: dict[str, Any] = {"station": found.station, "deputy": found.deputy}
    if request.method != "POST":
        return _form(request, found, SayForm(**whom))
    form = SayForm(request.POST, request.FILES, **whom)
    return _take(request, found, form) if form.is_valid() else _form(request, found, form, 422)


def _form(request: HttpRequest, found: codes.Found, form: SayForm, status: int = 200) -> HttpResponseBase:
    context = {
        "found": found,
        "station": found.station,
        "form": form,
        "challenge": proof.challenge(),
        "lost": form.chosen_files() if form.is_bound else [],
    }
    return public_page(request, "stations/public_say.html", context, status=status)


def _take(request: HttpRequest, found: codes.Found, form: SayForm) -> HttpResponseBase:
    """One message out of a valid form; a flood is asked to wait, with what was typed kept."""
    key, now = form.client_id(), timezone.now()
    known = Message.objects.filter(client_id=key).first()
    if known is not None:
        return _sent(request, found, known)
    address = client_address(request) or ""
    doors = tries.sending(address, found.code.token, now)
    if doors.is_flood:
        form.add_error(None, FLOOD)
        return _form(request, found, form, TOO_MANY)
    spent = _proof(form.cleaned_data["altcha"])
    letter = form.letter(held=_held(form, doors, spent), proof=spent)
    whom: dict[str, Any] = {"station": found.station, "deputy": found.deputy, "source": found.code}
    done, made = form.try_verb(lambda: send(letter, client_id=key, **whom))
    if not done:
        return _form(request, found, form, 422)
    tries.note_sent(address, found.code.token, now)
    return _sent(request, found, made)


def _proof(payload: str) -> str:
    """The mark of a solved sum that opened nothing yet."""
    mark = proof.solved(payload)
    return "" if mark and Message.objects.filter(proof=mark).exists() else mark


def _held(form: SayForm, doors: tries.Doors, spent: str) -> str:
    if form.cleaned_data["website"]:
        return HeldWhy.TRAP
    return doors.held or ("" if spent else HeldWhy.PROOF)


def _sent(request: HttpRequest, found: codes.Found, message: Message) -> HttpResponseBase:
    """Code and PIN, large. A message whose PIN was changed at the station since shows no old one."""
    pin = pin_of(message.client_id)
    is_same = message.pin_hash == hash_pin(message.code, pin)
    context: dict[str, Any] = {
        "found": found,
        "station": found.station,
        "message": message,
        "pin": f"{pin[:3]} {pin[3:]}" if is_same else "",
        "until": until(message.due_on, timezone.localdate()),
    }
    return public_page(request, "stations/public_sent.html", context)
