"""What every request passes: a bound phone come back, not idle too long, signed in, own password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
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
from accounts.choices import AuditAction, PhoneEnd
from accounts.forms import SignInForm
from accounts.models import BoundPhone, User
from accounts.requests import person
from accounts.rules import may_be_bound
from accounts.sessions import BY_CODE, PAUSED, PHONE, forget_phone, keep_cookie, open_session
from accounts.workflow import phones

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


class BoundPhoneMiddleware(MiddlewareMixin):
    """A bound phone comes back by its cookie when its session has ended; what was just typed is kept.

    A session that was opened by a phone ends with the binding: every request asks whether it stands.
    `obstacle` is what a room above makes stricter.
    """

    def obstacle(self, user: User) -> PhoneEnd | None:
        """Why `user` may not be bound to a phone now, or None."""
        return None if may_be_bound(user) else PhoneEnd.ACCOUNT

    def process_request(self, request: HttpRequest) -> None:
        pk = request.session.get(PHONE)
        if pk is None:
            return
        user, now = person(request), timezone.now()
        stands = user.is_authenticated and BoundPhone.objects.live(now).filter(pk=pk, user_id=user.pk).exists()
        if not stands or self.obstacle(user) is not None:
            logout(request)  # why it ended is said below, by the cookie

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: Any,  # noqa: ARG002 - Django's signature
        view_kwargs: Any,  # noqa: ARG002 - Django's signature
    ) -> None:
        wanted = getattr(view_func, "login_required", True) or getattr(view_func, "comes_back", False)
        if wanted and not request.user.is_authenticated and PAUSED not in request.session:
            self.come_back(request)

    def come_back(self, request: HttpRequest) -> None:
        """Sign the phone's deputy in; where it is refused, the next page says why."""
        value = request.COOKIES.get(settings.PHONE_COOKIE)
        if value is None:
            return
        try:
            back = phones.come_back(value, obstacle=self.obstacle, at=timezone.now(), request=request)
        except phones.PhoneRefusedError as refusal:
            forget_phone(request)
            messages.warning(request, str(refusal))
            return
        token = {name: request.META[name] for name in ("CSRF_COOKIE",) if name in request.META}
        open_session(request, back.phone.user, back)
        if token:  # a form that stands open in another tab is sent as it is
            request.META.update(token, CSRF_COOKIE_NEEDS_UPDATE=False)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return keep_cookie(request, response)


class IdleSignOutMiddleware(MiddlewareMixin):
    """Signs out after `IDLE_SIGN_OUT_MINUTES` without activity; background polls are none.

    A session that a bound phone opened is left alone: the phone would come back at once.
    """

    def process_request(self, request: HttpRequest) -> None:
        if SESSION_KEY not in request.session or PHONE in request.session:
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
        if PHONE in request.session or BY_CODE in request.session:
            return None  # came in without that password, and need not know it
        address = reverse("accounts:password_change")
        return HttpResponseClientRedirect(address) if getattr(request, "htmx", False) else redirect(address)
