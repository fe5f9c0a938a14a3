"""代表登录: by a slip of the liaison officer, or by a code to the telephone. Open to visitors.

Nothing here signs anybody in by GET: a preview of the link opens the page, and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import actions as accounts
from accounts import sessions
from accounts.choices import AuditAction
from accounts.models import EntrySlip, SmsCode
from accounts.requests import PortalRequest
from accounts.rules import may_be_bound
from accounts.views.signing import comes_back
from accounts.workflow import codes, slips
from common.errors import RuleError, StaleError
from common.forms import PortalForm
from deputies.forms.entry import CodeForm, PhoneForm, ProofForm, SlipForm, WhoForm
from deputies.models import Deputy
from deputies.workflow import entry

NOT_HERE = "这里现在是{}用账号和密码登录着，不能绑定给{}。请代表用自己的手机扫单子；单子没有用掉，还能用。"
ASKED, PROVEN = "code_asked", "code_proven"  # kept in the visitor's session: the code's number


def for_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the way in: without sign-in, never kept by the browser."""

    @wraps(view)
    def opened(request: PortalRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    methods = require_http_methods(["GET", "HEAD", "POST"])
    return login_not_required(never_cache(methods(opened)))


def _page(request: PortalRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    facts = {"has_gateway": codes.has_gateway(), "help_line": settings.HELP_LINE, "days": settings.PHONE_DAYS}
    return render(request, f"deputies/enter_{name}.html", {**facts, **context}, status=status)


def _status(error: RuleError) -> int:
    return 409 if isinstance(error, StaleError) else 422


# --- by a slip ------------------------------------------------------------------------------------
@comes_back
@for_visitors
def start(request: PortalRequest) -> HttpResponse:
    """The two ways in. A POST looks for the number of a slip that was typed."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return _start_page(request)
    form = SlipForm(request.POST, auto_id="slip_%s")
    if form.is_valid():
        code = form.cleaned_data["code"]
        done, error = form.try_verb(lambda: slips.find_slip(code, at=timezone.now(), request=request))
        return redirect("enter:slip", code=code) if done else _start_page(request, _status(error), slip_form=form)
    return _start_page(request, 422, slip_form=form)


def _start_page(request: PortalRequest, status: int = 200, **forms: PortalForm) -> HttpResponse:
    fresh = {"slip_form": SlipForm(auto_id="slip_%s"), "phone_form": PhoneForm(auto_id="sms_%s")}
    return _page(request, "start", status, **{**fresh, **forms})


@for_visitors
def slip(request: PortalRequest, code: str) -> HttpResponse:
    """What the QR code opens: whose phone this is going to be, and four digits to type. Only the POST binds."""
    now = timezone.now()
    try:
        found = slips.find_slip(code, at=now, request=request)
    except RuleError as error:
        return _page(request, "gone", _status(error), refusal=str(error))
    if request.user.is_authenticated and not may_be_bound(request.user):
        return _page(request, "gone", 409, refusal=NOT_HERE.format(request.user, found.user))
    label = f"您的{found.get_proof_kind_display()}"
    if request.method != "POST":
        return _page(request, "slip", slip=found, form=ProofForm(label=label))
    return _enter(request, found, ProofForm(request.POST, label=label), now)


def _enter(request: PortalRequest, found: EntrySlip, form: ProofForm, now: datetime) -> HttpResponse:
    """The four digits were sent."""
    if form.is_valid():
        digits = form.cleaned_data["digits"]
        done, result = form.try_verb(lambda: entry.enter_by_slip(found, digits, at=now, request=request))
        if done:
            sessions.open_session(request, found.user, result)
            return _welcome(request, found.user, "这部手机绑好了，以后打开就能用，不用再输号码。", "home")
        if isinstance(result, StaleError):
            return _page(request, "gone", 409, refusal=str(result))
    return _page(request, "slip", 422, slip=found, form=form)


def _welcome(request: PortalRequest, user: Any, words: str, where: str) -> HttpResponse:
    accounts.audit(user, AuditAction.SIGN_IN, str(user), request=request)
    messages.success(request, f"{user}代表，您好。{words}")
    return redirect(where)


# --- by a code ------------------------------------------------------------------------------------
@for_visitors
def sms(request: PortalRequest) -> HttpResponse:
    """Asks for a code; the answer is the same for every number."""
    if request.method != "POST":
        return redirect("enter:start")
    form = PhoneForm(request.POST, auto_id="sms_%s")
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        done, result = form.try_verb(lambda: entry.ask_code(phone, at=timezone.now(), request=request))
        if done:
            request.session[ASKED] = result.pk
            return redirect("enter:code")
        form.refuse(result)
    return _start_page(request, 422, phone_form=form)


@for_visitors
def code(request: PortalRequest) -> HttpResponse:
    """The six digits."""
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect("enter:start")
    if request.method != "POST":
        return _page(request, "code", form=CodeForm())
    form = CodeForm(request.POST)
    if form.is_valid():
        typed, now = form.cleaned_data["code"], timezone.now()
        done, result = form.try_verb(lambda: codes.check_code(asked, typed, at=now, request=request))
        if done:
            return _proven(request, result)
        return _page(request, "code", _status(result), form=form)
    return _page(request, "code", 422, form=form)


def _proven(request: PortalRequest, asked: SmsCode) -> HttpResponse:
    people = entry.people_behind(asked.phone_hash, timezone.localdate())
    del request.session[ASKED]
    if len(people) == 1:
        return _sign_in(request, people[0])
    request.session[PROVEN] = asked.pk
    return redirect("enter:who")


@for_visitors
def who(request: PortalRequest) -> HttpResponse:
    """Several people share this telephone: which of them it is."""
    now = timezone.now()
    proven = SmsCode.objects.filter(pk=request.session.get(PROVEN, 0), used_at__isnull=False)
    asked = proven.filter(valid_until__gt=now).first()
    people = entry.people_behind(asked.phone_hash, timezone.localdate()) if asked else []
    if not people:
        return redirect("enter:start")
    form = WhoForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        del request.session[PROVEN]
        return _sign_in(request, form.people[form.cleaned_data["deputy"]])
    return _page(request, "who", 422 if form.is_bound else 200, form=form)


def _sign_in(request: PortalRequest, deputy: Deputy) -> HttpResponse:
    """Sign the deputy in, and offer to bind the phone in their hand."""
    try:
        user = entry.open_account(deputy, actor=None, request=request)
    except RuleError as error:
        return _page(request, "gone", 409, refusal=str(error))
    sessions.open_session(request, user)
    request.session[sessions.BY_CODE] = True
    return _welcome(request, user, "要不要把这部手机绑好，下次不用再等短信？", "accounts:my_phone")
