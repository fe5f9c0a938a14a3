"""Sign-in, sign-out, own password, reset by an administrator, notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts import actions, sessions
from accounts.choices import AuditAction
from accounts.forms import PasswordChangeForm, SignInForm
from accounts.models import Notice, User
from accounts.requests import PortalRequest
from accounts.rules import keeps_users
from common.errors import RuleError

INBOX_SIZE = 100


def with_old_password(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a page that opens before a password set by an administrator is changed."""
    view.with_old_password = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def comes_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a page for visitors on which a bound phone is signed in all the same."""
    view.comes_back = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def safe_address(request: PortalRequest, address: str) -> str:
    """`address` if it is one of ours, else nothing: nobody is led away after signing in."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else ""


# --- sign-in ------------------------------------------------------------------------------------
@comes_back
@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login_view(request: PortalRequest) -> HttpResponse:
    """Sign in by account and password, on the page or in the dialog over a page that stayed open."""
    wanted = safe_address(request, request.POST.get("next") or request.GET.get("next") or "")
    target = wanted or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(target)
        return _login_page(request, SignInForm(request), wanted)
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        return _refused(request, form, wanted)
    login(request, form.user)
    actions.audit(form.user, AuditAction.SIGN_IN, str(form.user), request=request)
    return _signed_in_again(request) if _by_script(request) else redirect(target)


def _by_script(request: PortalRequest) -> bool:
    return bool(request.htmx) or request.headers.get("X-Requested-With") in {"XMLHttpRequest", "fetch"}


def _signed_in_again(request: PortalRequest) -> HttpResponse:
    """204 with a fresh token: the page sends again what it kept. `user` tells it whether it is the same person."""
    facts = {"csrf": get_token(request), "user": request.user.pk, "name": str(request.user)}
    if not request.htmx:
        return JsonResponse(facts)
    return trigger_client_event(HttpResponse(status=204), "signed-in", facts)


def _refused(request: PortalRequest, form: SignInForm, wanted: str) -> HttpResponse:
    """The form again with what was typed; how many tries are left when the password was wrong."""
    left = None
    if form.has_error("__all__", "wrong"):
        username = form.cleaned_data["username"]
        failures = getattr(request, "axes_failures_since_start", None)  # none: it was locked before
        left = None if failures is None else settings.AXES_FAILURE_LIMIT - failures
        detail = "锁定期间" if failures is None else f"连续第 {failures} 次"
        actions.audit(None, AuditAction.FAILED, username, detail, request=request)
        if failures == settings.AXES_FAILURE_LIMIT:
            actions.audit(None, AuditAction.LOCKED, username, request=request)
    return _login_page(request, form, wanted, status=422, tries_left=left)


def _login_page(
    request: PortalRequest, form: SignInForm, wanted: str, status: int = 200, **context: Any
) -> HttpResponse:
    paused = sessions.PAUSED in request.session and settings.PHONE_COOKIE in request.COOKIES
    facts = {"form": form, "next": wanted, "idle": "idle" in request.GET, "paused": paused, **_owner(), **context}
    if _by_script(request) and not request.htmx:
        return JsonResponse({"error": "refused", "tries_left": context.get("tries_left")}, status=status)
    page = "accounts/_login_dialog.html" if request.htmx else "accounts/login.html"
    return render(request, page, facts, status=status)


def _owner() -> dict[str, Any]:
    """Whose portal it is, whom to call, and the limits: all from the settings of the place."""
    return {
        "organisation": settings.ORGANISATION,
        "has_gateway": bool(settings.SMS_URL),
        "enter_url": resolve_url(settings.ENTER_URL),
        "help_line": settings.HELP_LINE,
        "idle_minutes": settings.IDLE_SIGN_OUT_MINUTES,
        "lock_minutes": get_cool_off() // timedelta(minutes=1),
        "failure_limit": settings.AXES_FAILURE_LIMIT,
    }


def locked_out(
    request: PortalRequest,
    original_response: HttpResponse | None,  # noqa: ARG001 - the signature axes calls
    credentials: dict[str, Any] | None,
) -> HttpResponse:
    """After five failures: when to try again and whom to call. Never says whether the account exists."""
    username = (credentials or {}).get("username", "")
    facts = {"until": locked_until(request, username), "username": username, **_owner()}
    if _by_script(request) and not request.htmx:
        return JsonResponse({"error": "locked", "until": facts["until"].isoformat()}, status=429)
    page = "accounts/_login_dialog.html" if request.htmx else "accounts/locked_out.html"
    return render(request, page, {**facts, "locked": True}, status=429)


def locked_until(request: PortalRequest, username: str) -> datetime:
    """When the lock-out of `username` ends, rounded up to the minute."""
    attempts = AccessAttempt.objects.filter(username=username).order_by("-attempt_time")
    latest = attempts.values_list("attempt_time", flat=True).first() or timezone.now()
    end = latest + get_cool_off(request)
    return end.replace(second=0, microsecond=0) + timedelta(minutes=1)


@require_POST
@with_old_password
def logout_view(request: PortalRequest) -> HttpResponse:
    """Sign out; the session ends on the server too. A bound phone stays bound, and waits to be asked back in."""
    actions.audit(request.user, AuditAction.SIGN_OUT, str(request.user), request=request)
    if sessions.PHONE in request.session:
        sessions.pause(request)
    else:
        logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


# --- passwords ----------------------------------------------------------------------------------
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_old_password
def password_change(request: PortalRequest) -> HttpResponse:
    """The user's own new password; this session stays, others of theirs end."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.user, form.cleaned_data["new"], request=request)
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已改好，下次用新密码登录。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password_change.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: PortalRequest, pk: int) -> HttpResponse:
    """A one-time password for somebody, shown once on this very page. For 系统管理员 alone."""
    if not keeps_users(request.user):
        raise Http404
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return render(request, "accounts/password_reset.html", {"person": person})
    try:
        password = actions.reset_password(person, actor=request.user, request=request)
    except RuleError as error:
        return render(request, "accounts/password_reset.html", {"person": person, "refusal": str(error)}, status=422)
    return render(request, "accounts/password_reset.html", {"person": person, "password": password})


# --- notices ------------------------------------------------------------------------------------
@require_GET
def inbox(request: PortalRequest) -> HttpResponse:
    """The latest hundred notices of whoever signed in."""
    notices = list(Notice.objects.visible_to(request.user)[:INBOX_SIZE])
    unread = sum(notice.read_at is None for notice in notices)
    return render(request, "accounts/inbox.html", {"notices": notices, "unread_here": unread, "size": INBOX_SIZE})


@require_GET
def notice_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Marks the notice read and goes where it points; opening it again changes nothing."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    return redirect(safe_address(request, notice.url) or "accounts:inbox")


@require_POST
def notices_read(request: PortalRequest) -> HttpResponse:
    """Marks all notices read."""
    Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("accounts:inbox")
