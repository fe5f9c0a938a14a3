"""Loaders: a view gets its object from `visible_to`, so forgetting the check is a 404, not a leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.forms import PortalForm
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
    lambda request: Rating.objects.filter(contributor__deputy__user_id=request.user.pk).select_related(
        "reply__undertaking__assignment__rule",
        "reply__undertaking__assignment__list__unit__region",
        "reply__undertaking__unit",
        "contributor__deputy",
    ),
)


def act(
    request: PortalRequest,
    form: PortalForm,
    verb: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    back: Any,
    again: Callable[[PortalForm, int], HttpResponse],
) -> HttpResponse:
    """A POST in one shape: valid form → one verb → message and back; else `again(form, status)`.

    422 for what was typed wrong or a rule refuses, 409 when somebody else was first; the page
    keeps what was typed.
    """
    if not form.is_valid():
        return again(form, 422)
    ok, result = form.try_verb(lambda: verb(form.cleaned_data))
    if not ok:
        return again(form, 409 if isinstance(result, StaleError) else 422)
    messages.success(request, done)
    return redirect(back)


def press(request: PortalRequest, verb: Callable[[], Any], *, done: str, back: Any) -> HttpResponse:
    """A POST of a button without a form: one verb; its refusal is told on the page it came from."""
    try:
        verb()
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)
