"""What a request carries behind the middleware, for the type checker and the reader."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PortalRequest(HttpRequest):
    """A request of somebody signed in: `user` has `scopes`, `htmx` says whether a page stays open.

    A view may set `nav_counts`, the numbers beside the items of the side bar; the frame draws them.
    """

    user: User
    htmx: HtmxDetails
    nav_counts: dict[str, int | tuple[int, bool]]


def person(request: HttpRequest) -> User:
    """Who is signed in, where a signature of Django's asks for a plain request."""
    return cast("User", request.user)
