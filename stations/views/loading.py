"""Loaders: a view gets its object from `visible_to`, so forgetting the check is a 404, not a leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.requests import PortalRequest
from stations import rules
from stations.models import (
    Activity,
    DutySlot,
    Inquiry,
    PaperRegister,
    Reception,
    Station,
    Visit,
    VisitOpinion,
    YearPlan,
)

View = Callable[..., Any]  # a page, or one that is sent piece by piece


def _loads(rows: Callable[[PortalRequest], Any], field: str = "pk") -> Callable[[View], View]:
    """A decorator that swaps `pk` for the object among `rows(request)`, else 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> Any:
            return view(request, get_object_or_404(rows(request), **{field: pk}), **kwargs)

        return loaded

    return decorate


with_station = _loads(lambda request: Station.objects.visible_to(request.user).with_list_data())
with_activity = _loads(lambda request: Activity.objects.visible_to(request.user).with_list_data())
with_inquiry = _loads(
    lambda request: (
        Inquiry.objects.visible_to(request.user).with_list_data().select_related("activity__station__reports_to")
    )
)
with_plan = _loads(lambda request: YearPlan.objects.visible_to(request.user).with_items())
with_slot = _loads(lambda request: DutySlot.objects.visible_to(request.user).with_list_data())
with_reception = _loads(
    lambda request: Reception.objects.visible_to(request.user)
    .with_list_data()
    .select_related("station__reports_to", "station__township_office")
)
with_visit = _loads(
    lambda request: Visit.objects.visible_to(request.user)
    .with_list_data()
    .select_related("reception__station__reports_to", "reception__occasion")
)
with_paper = _loads(lambda request: PaperRegister.objects.visible_to(request.user).with_list_data())
# By the opinion's number: that is what people see and other pages link to.
with_item = _loads(lambda request: VisitOpinion.objects.visible_to(request.user).with_list_data(), "opinion_id")


def own_station(request: PortalRequest) -> Station:
    """The station asked for, or the first of one's own; 403 for whoever may not record there."""
    rows = Station.objects.visible_to(request.user).with_list_data()
    asked = request.POST.get("station") or request.GET.get("station")
    if asked and asked.isdecimal():
        station = get_object_or_404(rows, pk=int(asked))
    else:
        station = rows.staffed_by(request.user).first()
    if station is None or not rules.can_record(request.user, station):
        raise PermissionDenied
    return station


def allowed(may: bool) -> None:  # noqa: FBT001 - the answer of a predicate
    """403 for somebody who sees the object and may not do this."""
    if not may:
        raise PermissionDenied


def readers_only(request: PortalRequest, *roles: str) -> None:
    """404 for whoever has nothing to do with this page."""
    if not request.user.scopes.has(*roles):
        raise Http404
