"""我的手机: what a deputy sees and does about the phone that is bound to them, and leaving."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import actions, reports, sessions
from accounts.choices import AuditAction, EntryWay, PhoneEnd
from accounts.requests import PortalRequest
from accounts.rules import may_be_bound
from accounts.workflow import phones
from common.errors import RuleError, StaleError


@never_cache
@require_GET
def my_phone(request: PortalRequest) -> HttpResponse:
    """Which phone is bound, since and until when; binding this one; ending it. For deputies alone."""
    if not may_be_bound(request.user):
        raise Http404
    now = timezone.now()
    context = {
        "entry": reports.entries_of([request.user.pk], now)[request.user.pk],
        "here": request.session.get(sessions.PHONE),
        "past": reports.phones_of(request.user),
        "days": settings.PHONE_DAYS,
    }
    return render(request, "accounts/my_phone.html", context)


@require_POST
def phone_bind(request: PortalRequest) -> HttpResponse:
    """Bind the phone in hand to whoever has just signed in on it."""
    if not may_be_bound(request.user) or sessions.PHONE in request.session:
        raise Http404
    how = EntryWay.CODE if request.session.get(sessions.BY_CODE) else EntryWay.PASSWORD
    try:
        back = phones.bind(request.user, how=how, at=timezone.now(), request=request)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        sessions.open_session(request, request.user, back)
        messages.success(request, "这部手机绑好了，以后打开就能用，不用再输号码。")
    return redirect("accounts:my_phone")


@require_POST
def phone_end(request: PortalRequest) -> HttpResponse:
    """The bound phone does not come back any more; if it is this one, it is signed out at once."""
    if not may_be_bound(request.user):
        raise Http404
    return _leave(request) if sessions.PHONE in request.session else _end_elsewhere(request)


def _end_elsewhere(request: PortalRequest) -> HttpResponse:
    try:
        phones.end_phone(
            request.user, reason=PhoneEnd.OWN, actor=request.user, at=timezone.now(), request=request
        )
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已解除绑定。那部手机不再自动进入。")
    return redirect("accounts:my_phone")


def _leave(request: PortalRequest) -> HttpResponse:
    with suppress(StaleError):  # ended by somebody else at this very moment: leaving is all the same
        phones.end_phone(request.user, reason=PhoneEnd.OWN, actor=request.user, at=timezone.now(), request=request)
    actions.audit(request.user, AuditAction.SIGN_OUT, str(request.user), request=request)
    logout(request)
    sessions.forget_phone(request)
    messages.success(request, f"已退出，并解除了这部手机的绑定。{phones.AGAIN}")
    return redirect(settings.LOGIN_URL)


@login_not_required
@require_POST
def phone_enter(request: PortalRequest) -> HttpResponse:
    """用这部手机进入, after signing out with the phone still bound."""
    request.session.pop(sessions.PAUSED, None)
    return redirect(settings.LOGIN_REDIRECT_URL)
