"""What every public page carries: who runs it, that no search engine lists it, large type kept through links."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag

BIG = "?big=1"


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponseBase:
    """`template` with the foot of the public side; noindex also for files that hold no markup.

    `{{ big }}` stands at the end of every link, so that 适老版 is kept without a cookie. A browser asks
    anew each time, because a page can be taken down at any moment, and is told when nothing changed.
    """
    records = [(name, value) for name, value in settings.PUBLIC_RECORDS.items() if value]
    big = BIG if request.GET.get("big") else ""
    facts = {"organisation": settings.ORGANISATION, "records": records, "big": big, **(context or {})}
    response = render(request, template, facts, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    if status != HttpResponse.status_code or request.method not in ("GET", "HEAD"):
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = "private, no-cache"
    return revalidated(request, response)


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """`response` with its mark, or 304 for a browser that holds it already."""
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def public_base(request: HttpRequest | None = None) -> str:
    """Where residents reach the portal, without the last slash: the setting, else the host that was asked.

    A poster carries it, so `PORTAL_PUBLIC_URL` is set before the first is printed; a task without a
    request has nothing else to go by.
    """
    if settings.PUBLIC_URL or request is None:
        return str(settings.PUBLIC_URL)
    return request.build_absolute_uri("/").rstrip("/")


def public_address(request: HttpRequest, name: str, *args: object) -> str:
    """The whole address of a public page, for links from inside; nothing where this machine has no public side."""
    return public_base(request) + reverse(f"public:{name}", args=args) if settings.PORTAL_PUBLIC_SIDE else ""
