"""Loaders: a view gets its object from `visible_to`, so forgetting the check is a 404, not a leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.requests import PortalRequest
from opinions.models import AssignmentList, Matter, Opinion, Rating, Undertaking

View = Callable[..., HttpResponse]


def _loads(name: str, rows: Callable[[PortalRequest], Any]) -> Callable[[View], View]:
    """A decorator that swaps `pk` for the object among `rows(request)`, else 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
            return view(request, get_object_or_404(rows(request), pk=pk), **kwargs)

        return loaded

    decorate.__name__ = f"with_{name}"
    return decorate


with_opinion = _loads(
    "opinion",
    lambda request: (
        Opinion.objects.visible_to(request.user)
        .with_list_data()
        .select_related("contributor__deputy", "entered_by", "holder", "topic__parent", "occasion__parent")
    ),
)
with_matter = _loads(
    "matter", lambda request: Matter.objects.visible_to(request.user).on_board().select_related("unit__region")
)
with_list = _loads(
    "list",
    lambda request: AssignmentList.objects.visible_to(request.user).select_related(
        "unit__region", "occasion", "supplements", "drafted_by"
    ),
)
with_undertaking = _loads(
    "undertaking",
    lambda request: Undertaking.objects.visible_to(request.user).with_list_data().select_related("assignment__matter"),
)
with_rating = _loads(
    "rating",
    lambda request: Rating.objects.asked_of(request.user).select_related(
        "reply__undertaking__assignment__rule",
        "reply__undertaking__assignment__list__unit__region",
        "reply__undertaking__unit",
        "contributor__deputy",
    ),
)
