"""Sign-in, sign-out, own password, reset by an administrator, notices."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def login_view(request: HttpRequest) -> HttpResponse:
    """The sign-in page."""
    return HttpResponse("")


def locked_out(request: HttpRequest, original_response: HttpResponse | None, credentials: dict[str, str] | None) -> HttpResponse:
    """Says when to try again."""
    return HttpResponse("", status=429)


def logout_view(request: HttpRequest) -> HttpResponse:
    """Signs out."""
    return HttpResponse("")


password_change = password_reset = inbox = notice_open = notices_read = logout_view
