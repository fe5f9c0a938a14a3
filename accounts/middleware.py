"""What every request passes: signed in, not idle too long, own password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.forms import SignInForm

SEEN_AT = "seen_at"
WRITE_EVERY = 60  # seconds: a busy page does not write the session with each request


def is_background(request: HttpRequest) -> bool:
    """A poll that the page sends by itself; it says so with `X-Background: 1`."""
    return request.headers.get("X-Background") == "1"


def keeps_its_page(request: HttpRequest) -> bool:
    """Sent by a script of a page that stays open: a redirect would lose what is typed there."""
    return bool(getattr(request, "htmx", False)) or request.headers.get("X-Requested-With") in {
        "XMLHttpRequest",
        "fetch",
    }


class IdleSignOutMiddleware(MiddlewareMixin):
    """Signs out after `IDLE_SIGN_OUT_MINUTES` without activity; background polls are none."""

    def process_request(self, request: HttpRequest) -> None:
        if SESSION_KEY not in request.session:
            return
        now = int(timezone.now().timestamp())
        seen = request.session.get(SEEN_AT)
        if seen is not None and now - seen > settings.IDLE_SIGN_OUT_MINUTES * 60:
            self._sign_out(request)
        elif seen is None or (now - seen >= WRITE_EVERY and not is_background(request)):
            request.session[SEEN_AT] = now

    def _sign_out(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            audit(request.user, AuditAction.IDLE_SIGN_OUT, str(request.user), request=request)
        logout(request)
        request.signed_out_idle = True  # type: ignore[attr-defined]  # read below, in this request alone


class PortalLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Every page but the marked ones asks for sign-in.

    A script's request is answered with 401 (a dialog for htmx, JSON for fetch), never with a
    redirect: the page stays as it is and what was typed is sent again after signing in.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:  # noqa: ARG002
        idle = bool(getattr(request, "signed_out_idle", False))
        if not keeps_its_page(request):
            wanted = {"next": request.get_full_path()} | ({"idle": "1"} if idle else {})
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode(wanted)}")
        if getattr(request, "htmx", False):
            return dialog(request, idle=idle)
        body = {
            "error": "signed_out",
            "message": "登录已过期，请重新登录，刚才写的内容还在。",
            "login": reverse(settings.LOGIN_URL),
            "csrf": get_token(request),
        }
        return JsonResponse(body, status=401, headers={"Cache-Control": "no-store"})


def dialog(request: HttpRequest, *, idle: bool = False, **context: Any) -> HttpResponse:
    """The sign-in dialog that the page's script puts over the page as it stands."""
    facts = {"form": SignInForm(request), "idle": idle, **context}
    response = render(request, "accounts/_login_dialog.html", facts, status=401)
    response["Cache-Control"] = "no-store"
    return response


class MustChangePasswordMiddleware(MiddlewareMixin):
    """A password set by an administrator opens only the page where it is changed."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: Any,  # noqa: ARG002 - Django's signature
        view_kwargs: Any,  # noqa: ARG002 - Django's signature
    ) -> HttpResponse | None:
        if not getattr(view_func, "login_required", True) or getattr(view_func, "with_old_password", False):
            return None
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        address = reverse("accounts:password_change")
        return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)
