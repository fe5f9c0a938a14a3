"""What every page that posts a form or presses a button does alike: one verb, then a message and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.errors import NotAllowedError, RuleError, StaleError
from common.forms import PortalForm


def act(
    request: HttpRequest,
    form: PortalForm,
    verb: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    back: Any,
    again: Callable[[PortalForm, int], HttpResponse],
) -> HttpResponse:
    """A POST in one shape: valid form → one verb → message and back; else `again(form, status)`.

    422 for what was typed wrong or a rule refuses, 409 when somebody else was first; the page
    keeps what was typed. 403 with the rule's sentence for who sees the object and may not do this:
    nothing they could type would change it, and the page with its form is perhaps not theirs.
    `back` is an address, an object, or a function of what the verb returned.
    """
    if not form.is_valid():
        return again(form, 422)
    ok, result = form.try_verb(lambda: verb(form.cleaned_data))
    if not ok:
        if isinstance(result, NotAllowedError):
            raise PermissionDenied(str(result)) from result
        return again(form, 409 if isinstance(result, StaleError) else 422)
    messages.success(request, done)
    return redirect(back(result) if callable(back) else back)


def acts_in_tabs(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`act` for a page with a tab per action: what is refused comes back in the tab `doing` of
    `page(request, shown, doing=, bound=, status=)`, with what was typed."""

    def in_tab(request: HttpRequest, shown: Any, form: PortalForm, verb: Any, *, doing: str, done: str) -> HttpResponse:
        def again(wrong: PortalForm, status: int) -> HttpResponse:
            return page(request, shown, doing=doing, bound=wrong, status=status)

        return act(request, form, verb, done=done, back=shown, again=again)

    return in_tab


def press(request: HttpRequest, verb: Callable[[], Any], *, done: str, back: Any) -> HttpResponse:
    """A POST of a button without a form: one verb; its refusal is told on the page it came from."""
    try:
        verb()
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)
