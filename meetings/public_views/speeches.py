"""A participant reads and confirms their own speeches on a phone, by the link they were given. No sign-in.

Nothing is bound by GET: a preview of the link opens a page that names nobody's words. The secret in the
address and the cookie of the phone that opened it first stand for the CSRF token that a visitor does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import RuleError, StaleError
from common.public import BIG, public_page
from meetings.models import ConfirmationLink, RaisedOpinion
from meetings.public_forms import AgreeForm, ProofForm
from meetings.reports.confirmation import rows_of
from meetings.workflow import links, speech

LOST, NOT_YOURS, UNREAD = 404, 403, 422


def place_of(link: str) -> str:
    """The path of the committee's place, for the switch that takes its public side down."""
    rows = ConfirmationLink.objects.filter(code_hash=links.hash_of(link))
    path = rows.values_list("participant__sitting__occasion__unit__region__path", flat=True).first()
    return str(path or "")


def of_a_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Passes the link that stands behind the address; of a void or unknown one a sentence, and 404."""

    @csrf_exempt
    @wraps(view)
    def found(request: HttpRequest, link: str) -> HttpResponseBase:
        try:
            row = links.find(link, at=timezone.now(), request=request)
        except RuleError as error:
            return _private(public_page(request, "meetings/public_link_gone.html", {"why": str(error)}, status=LOST))
        return _private(view(request, row, link))

    found.place_of = place_of  # type: ignore[attr-defined]  # read by the gate before every public address
    return found


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing of it stays in the browser: a phone is lent."""
    response["Cache-Control"] = "no-store"
    return response


def _cookie(link: ConfirmationLink) -> str:
    return f"speeches-{link.pk}"


def _is_here(request: HttpRequest, link: ConfirmationLink) -> bool:
    return links.is_this_phone(link, request.COOKIES.get(_cookie(link), ""))


def _other_phone(request: HttpRequest) -> HttpResponseBase:
    return _gone(request, links.OTHER_PHONE)


def _gone(request: HttpRequest, why: str) -> HttpResponseBase:
    return public_page(request, "meetings/public_link_gone.html", {"why": why}, status=NOT_YOURS)


def _door(
    request: HttpRequest, link: ConfirmationLink, code: str, form: ProofForm | None = None, *, status: int = 200
) -> HttpResponseBase:
    """Whose link it is, and what is asked before it opens: four digits where a number is known."""
    context = {"link": link, "code": code, "form": (form or ProofForm()) if link.proof_hash else None}
    return public_page(request, "meetings/public_link.html", context, status=status)


@of_a_link
@require_http_methods(["GET", "HEAD"])
def speeches(request: HttpRequest, link: ConfirmationLink, code: str) -> HttpResponseBase:
    """The speeches, on the phone that opened the link; before that, whose they are and a button to open them."""
    if not link.phone_hash:
        return _door(request, link, code)
    if not _is_here(request, link):
        return _other_phone(request)
    return _page(request, link, code)


@of_a_link
@require_POST
def speeches_open(request: HttpRequest, link: ConfirmationLink, code: str) -> HttpResponseBase:
    """“是我本人”, with the four digits where they are asked: this phone, and no other, from now on."""
    back = redirect("public:speeches", code)
    back["Location"] += BIG if request.GET.get("big") else ""
    if _is_here(request, link):
        return back
    now, form = timezone.now(), ProofForm(request.POST)
    if link.proof_hash and not link.phone_hash and not form.is_valid():
        return _door(request, link, code, form, status=UNREAD)
    digits = form.cleaned_data.get("digits", "") if form.is_valid() else ""
    try:
        secret = links.open_here(link, at=now, digits=digits, request=request)
    except StaleError as error:
        return _gone(request, str(error))
    except RuleError as error:
        form.refuse(error)
        return _door(request, link, code, form, status=UNREAD)
    return _bound(link, back, secret, now)


def _bound(link: ConfirmationLink, back: Any, secret: str, now: datetime) -> HttpResponseBase:
    """The way on to the speeches, with the cookie that this phone alone holds."""
    back.set_cookie(
        _cookie(link),
        secret,
        max_age=int((link.valid_until - now).total_seconds()),
        path=back["Location"].partition("?")[0],
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return back


@of_a_link
@require_POST
def speeches_confirm(request: HttpRequest, link: ConfirmationLink, code: str) -> HttpResponseBase:
    """One speech, perhaps in other words, or all that wait as they stand."""
    if not _is_here(request, link):
        return _other_phone(request)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _page(request, link, code, wrong="没有要核对的发言，请看一下现在的文字。", status=422)
    agreed = form.agreed()
    try:
        for row in _own(link).filter(pk__in=agreed):
            speech.confirm(row, agreed[row.pk], link=link)
    except RuleError as error:
        return _page(request, link, code, wrong=str(error), status=409)
    return _page(request, link, code, said="核对好了，谢谢您。")


def _own(link: ConfirmationLink) -> Any:
    rows = RaisedOpinion.objects.live().filter(participant=link.participant_id).exclude(status="recorded")
    return rows.with_speech_data().order_by("order")


def _page(
    request: HttpRequest, link: ConfirmationLink, code: str, *, status: int = 200, **said: str
) -> HttpResponseBase:
    rows = rows_of(_own(link))
    context = {
        "link": link,
        "code": code,
        "sitting": link.participant.sitting,
        "rows": rows,
        "waiting": [one for one in rows if one.waits],
        **said,
    }
    return public_page(request, "meetings/public_speeches.html", context, status=status)
