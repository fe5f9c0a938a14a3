"""The gate before every public address: open while the public side of the place is up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern

from common.public import public_page
from stations import codes, reports

UNAVAILABLE = 503
TRY_AGAIN = 3600  # seconds


def gated(patterns: Sequence[URLPattern]) -> list[URLPattern]:
    """The same addresses, each behind the gate; so none can be forgotten."""
    for pattern in patterns:
        pattern.callback = gate(pattern.callback)
    return list(patterns)


def gate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`view` while the public side is up; else one polite page with the right doors, 503.

    Which place an address belongs to is told by its `token` (of a code) or `station` (its number);
    an address with neither belongs to the whole. A view of a room above says it by its own `place_of`.
    """
    place_of = getattr(view, "place_of", None)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = {name: kwargs.get(name) for name in ("token", "station")}
        path = partial(place_of, **kwargs) if place_of else partial(codes.path_of, **place)
        if not reports.is_down(path):
            return view(request, *args, **kwargs)
        response = public_page(request, "stations/public_closed.html", status=UNAVAILABLE)
        response["Retry-After"] = str(TRY_AGAIN)
        return response

    return login_not_required(guarded)
