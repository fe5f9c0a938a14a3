"""A resident asks what became of it, by code and PIN, and rates, asks again, has their name erased.

As in `say`, no cookie and so no CSRF token. What follows the first page carries a sealed word of
thirty minutes instead of the PIN, which a new PIN makes void.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import client_address
from common.errors import StaleError
from common.forms import PortalForm
from common.public import public_page
from stations.models import Message
from stations.public_forms import AgainForm, CodeForm, RateForm
from stations.reports.progress import progress_of
from stations.workflow import resident

SALT, OPEN_FOR = "stations.message", 30 * 60
ENDED = "这一页开得久了。为了您的信息安全，请再输一次查询码和密码。"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponseBase:
    """Code and PIN; with both right, how it stands."""
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    address = client_address(request) or ""
    done, found = form.try_verb(lambda: resident.open_by_code(**form.cleaned_data, address=address))
    return _page(request, resident.read(found)) if done else _ask(request, form)


@require_safe
def help_page(request: HttpRequest) -> HttpResponseBase:
    """How a message goes its way, in plain words."""
    return public_page(request, "stations/public_help.html")


def _ask(request: HttpRequest, form: CodeForm, note: str = "") -> HttpResponseBase:
    status = 422 if form.is_bound else 200
    return public_page(request, "stations/public_query.html", {"form": form, "note": note}, status=status)


def _word(message: Message) -> str:
    return signing.dumps([message.pk, message.pin_hash[:12]], salt=SALT)


def _opened(request: HttpRequest) -> Message | None:
    """The message of the sealed word; None for an old or a forged one."""
    try:
        pk, mark = signing.loads(request.POST.get("word", ""), salt=SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Message.objects.with_list_data().filter(pk=pk, pin_hash__startswith=mark).first()


def _page(
    request: HttpRequest, message: Message, *, status: int = 200, said: str = "", **forms: PortalForm
) -> HttpResponseBase:
    message = Message.objects.with_list_data().get(pk=message.pk)
    context: dict[str, Any] = {
        "progress": progress_of(message, timezone.localdate()),
        "message": message,
        "files": list(message.files.all()),
        "word": _word(message),
        "said": said,
        "rate_form": forms.get("rate") or RateForm(),
        "again_form": forms.get("again") or AgainForm(),
    }
    return public_page(request, "stations/public_progress.html", context, status=status)


def _act(request: HttpRequest, name: str, form: PortalForm, verb: Callable[..., Any], said: str) -> HttpResponseBase:
    message = _opened(request)
    if message is None:
        return _ask(request, CodeForm(), ENDED)
    shown: dict[str, Any] = {name: form}
    if not form.is_valid():
        return _page(request, message, status=422, **shown)
    done, error = form.try_verb(lambda: verb(message, **form.cleaned_data))
    if done:
        return _page(request, message, said=said)
    return _page(request, message, status=409 if isinstance(error, StaleError) else 422, **shown)


@csrf_exempt
@require_POST
def rate(request: HttpRequest) -> HttpResponseBase:
    """评价, once."""
    return _act(request, "rate", RateForm(request.POST), resident.rate, "谢谢您的评价。")


@csrf_exempt
@require_POST
def again(request: HttpRequest) -> HttpResponseBase:
    """再问一次."""

    def verb(message: Message, again: str) -> Message:
        return resident.ask_again(message, text=again)

    return _act(request, "again", AgainForm(request.POST), verb, "已经转过去了。什么时候答复，写在上面。")


@csrf_exempt
@require_POST
def forget(request: HttpRequest) -> HttpResponseBase:
    """删去称呼和电话."""
    return _act(request, "forget", PortalForm(request.POST), resident.forget, "您的称呼和手机号已经删掉了。")
