"""更正: speeches printed unread and confirmed since, taken into a later issue or put aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.posting import press
from meetings import rules
from meetings.forms.briefing import AmendForm
from meetings.models import Briefing, BriefingItem, Erratum
from meetings.reports.errata import editing_for, proposals_of
from meetings.views.briefing import with_briefing
from meetings.views.loading import loads
from meetings.workflow import amending

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
with_printed = loads(
    lambda request: BriefingItem.objects.filter(
        briefing__in=Briefing.objects.visible_to(request.user)
    ).with_print_data()
)
with_erratum = loads(
    lambda request: Erratum.objects.filter(briefing__in=Briefing.objects.visible_to(request.user)).select_related(
        "briefing__unit__region"
    )
)


@require_GET
def erratum_list(request: PortalRequest) -> HttpResponse:
    """What waits for a 更正 at the user's place, the oldest first, and the issues that could carry it."""
    if not request.user.scopes.has(Role.STAFF):
        raise Http404
    items = BriefingItem.objects.kept_by(request.user)
    context = {"proposals": proposals_of(items), "issues": editing_for(request.user)}
    return render(request, "meetings/erratum_list.html", context)


@GET_OR_POST
@with_briefing(rules.can_edit_briefing)
def briefing_amend(request: PortalRequest, briefing: Briefing) -> HttpResponse:
    """Which 更正 this issue prints."""
    if briefing.status != "editing":
        messages.error(request, "这一期已经送核稿，不能再选更正。")
        return redirect(briefing)
    items = BriefingItem.objects.filter(briefing__unit=briefing.unit_id)
    if request.method != "POST":
        return _choose(request, briefing, items)
    form = AmendForm(request.POST, items=items)
    if not form.is_valid():
        return _choose(request, briefing, items, wrong="".join(map(str, form.errors["item"])), status=422)
    rows = list(form.cleaned_data["item"])
    verb = lambda: amending.amend(briefing, rows, actor=request.user)  # noqa: E731 - one call
    return press(request, verb, done=f"已编进 {len(rows)} 条更正。", back=briefing)


def _choose(
    request: PortalRequest, briefing: Briefing, items: object, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    context = {"briefing": briefing, "proposals": proposals_of(items), "wrong": wrong}
    return render(request, "meetings/briefing_amend.html", context, status=status)


@require_POST
@with_printed(lambda user, item: rules.can_edit_briefing(user, item.briefing))
def erratum_put_aside(request: PortalRequest, item: BriefingItem) -> HttpResponse:
    """No 更正 of it, for a reason."""
    reason = request.POST.get("reason", "")
    verb = lambda: amending.put_aside(item, actor=request.user, reason=reason)  # noqa: E731 - one call
    return press(request, verb, done="已记下，这一条不更正。", back="meetings:erratum_list")


@require_POST
@with_erratum(lambda user, erratum: rules.can_edit_briefing(user, erratum.briefing))
def erratum_drop(request: PortalRequest, erratum: Erratum) -> HttpResponse:
    done = "已移出这一期，以后还可以选。"
    verb = lambda: amending.drop_erratum(erratum, actor=request.user)  # noqa: E731 - one call
    return press(request, verb, done=done, back=erratum.briefing)
