"""What a session remembers of how somebody came in, and the cookie of a bound phone."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.workflow.phones import Return

BACKEND = "accounts.backends.PortalBackend"
PHONE = "bound_phone"  # the phone by which the session was opened; none: by a password or a code
BY_CODE = "by_code"  # opened by a code that came by SMS
PAUSED = "phone_paused"  # signed out, and the phone stays bound: it comes back when it is asked to


def open_session(request: HttpRequest, user: User, back: Return | None = None) -> None:
    """Sign `user` in; `back` is the phone by which they come, whose cookie `keep_cookie` then sets."""
    login(request, user, backend=BACKEND)
    if back is not None:
        request.session[PHONE] = back.phone.pk
        request.phone_return = back  # type: ignore[attr-defined]  # read by `keep_cookie`, in this request alone


def pause(request: HttpRequest) -> None:
    """Sign out and leave the phone bound: it does not come back before somebody presses a button."""
    logout(request)
    request.session[PAUSED] = True


def forget_phone(request: HttpRequest) -> None:
    """The answer to this request takes the cookie away."""
    request.phone_forgotten = True  # type: ignore[attr-defined]


def keep_cookie(request: HttpRequest, response: HttpResponse, now: datetime | None = None) -> HttpResponse:
    """Give the phone its cookie, or take it away, as the request has decided."""
    back: Return | None = getattr(request, "phone_return", None)
    if back is not None and back.cookie is not None:
        left = back.phone.bound_until - (now or timezone.now())
        response.set_cookie(
            settings.PHONE_COOKIE,
            back.cookie,
            max_age=max(int(left.total_seconds()), 0),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif getattr(request, "phone_forgotten", False):
        response.delete_cookie(settings.PHONE_COOKIE, samesite="Lax")
    return response
