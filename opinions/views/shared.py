"""核对转办文字, many at once: what agencies will read, beside the words as they were said.

A list cannot be sent for checking before every text of it is confirmed. Each row is judged by
itself: one that another hand changed meanwhile is told apart and the others go through.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import StaleError
from common.search import capped_count
from opinions.choices import Destination, OpinionStatus
from opinions.forms.opinions import SHOWN_AT_ONCE, SharedRow, SharedScope
from opinions.models import Matter, Opinion
from opinions.workflow.opinion import confirm_shared_text

OK = 200


@require_GET
def shared_check(request: PortalRequest) -> HttpResponse:
    """Those of `?list=` or `?occasion=` (else of the place) that nobody has read through yet."""
    scope, waiting = _scope(request)
    rows = [SharedRow(opinion) for opinion in waiting[:SHOWN_AT_ONCE]]
    return _page(request, scope, rows, waiting)


def _scope(request: PortalRequest) -> tuple[dict[str, Any], Any]:
    if not request.user.scopes.has(Role.STAFF):
        raise Http404
    form = SharedScope(request.GET, user=request.user)
    if not form.is_valid():
        raise Http404
    paper, occasion = form.cleaned_data["list"], form.cleaned_data["occasion"]
    matters = Matter.objects.visible_to(request.user).filter(destination=Destination.ASSIGN)
    if paper:
        matters = Matter.objects.filter(assignments__list=paper)
    rows = Opinion.objects.visible_to(request.user).filter(
        pk__in=matters.values("opinions"), status=OpinionStatus.MERGED, shared_confirmed=False
    )
    if occasion:
        rows = rows.of_occasion(occasion.pk)
    rows = rows.select_related("region", "contributor__deputy", "occasion", "topic").defer("search_terms")
    return {"paper": paper, "occasion": occasion}, rows.order_by("id")


def _page(
    request: PortalRequest, scope: dict[str, Any], rows: list[SharedRow], waiting: Any, *, status: int = 200
) -> HttpResponse:
    context = {**scope, "rows": rows, "left": capped_count(waiting), "query": request.GET.urlencode()}
    return render(request, "opinions/opinion_shared.html", context, status=status)


@require_POST
def shared_confirm(request: PortalRequest) -> HttpResponse:
    """Confirm the row of `only`, or all that the page sent; what is refused stays with what was typed."""
    scope, waiting = _scope(request)
    found = Opinion.objects.visible_to(request.user).filter(pk__in=sent_rows(request)).order_by("id")
    found = found.select_related("region", "contributor__deputy", "occasion", "topic")
    status, left = confirm_rows(request, found)
    if status == OK and (not request.POST.get("only") or not left):
        return redirect(f"{reverse('opinions:shared_check')}?{request.GET.urlencode()}")
    return _page(request, scope, left, waiting, status=status)


def sent_rows(request: PortalRequest) -> list[int]:
    """The opinions whose texts a page of 核对 sent."""
    return [int(pk) for pk in request.POST.getlist("row")[:SHOWN_AT_ONCE] if pk.isdecimal()]


def confirm_rows(request: PortalRequest, found: Iterable[Opinion]) -> tuple[int, list[SharedRow]]:
    """Confirm the row of `only`, or all that were sent: the worst answer, and the rows that are still open."""
    rows = [SharedRow(opinion, request.POST) for opinion in found]
    only, status = request.POST.get("only", ""), OK
    for row in rows:
        if row.sent and (not only or only == str(row.opinion.pk)):
            status = max(status, _confirm(request, row))
    if done := sum(row.confirmed for row in rows):
        messages.success(request, f"已核对 {done} 条。")
    return status, [row for row in rows if not row.confirmed]


def _confirm(request: PortalRequest, row: SharedRow) -> int:
    """200 done, 422 refused, 409 changed meanwhile: then the row shows the present text and takes its version."""
    form = row.form
    if not form.is_valid():
        return 422
    data = form.cleaned_data
    row.confirmed, result = form.try_verb(
        lambda: confirm_shared_text(row.opinion, actor=request.user, text=data["shared_text"], version=data["version"])
    )
    if row.confirmed:
        return OK
    if not isinstance(result, StaleError):
        return 422
    again = request.POST.copy()
    again[form.add_prefix("version")] = str(row.opinion.version)
    row.form = SharedRow(row.opinion, again).form
    row.form.is_valid()
    row.form.refuse(result)
    row.theirs = row.opinion.shared_text
    return 409
