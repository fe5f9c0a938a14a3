"""我站的意见: what became of them, and what the station or its township does next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from common.steps import open_steps
from opinions import rules
from opinions.workflow.opinion import STEPS
from stations import reports, workflow
from stations.filters import ItemFilter
from stations.forms.receptions import ProxyRatingForm
from stations.forms.upkeep import FeedbackForm, ReportForm, SettleForm
from stations.models import VisitOpinion
from stations.views.loading import allowed, readers_only, with_item

ROWS = 30
FORMS: dict[str, type[PortalForm]] = {"settle": SettleForm, "report_up": ReportForm, "feedback": FeedbackForm}


@require_GET
def feedback_list(request: PortalRequest) -> HttpResponse:
    """The opinions heard at one's station or in one's place, with where each stands."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    today = timezone.localdate()
    form = ItemFilter(request.GET, user=request.user, today=today)
    rows = form.narrow(VisitOpinion.objects.visible_to(request.user)).with_list_data()
    page = keyset(rows, request.GET, order=form.order, size=ROWS)
    page.rows[:] = reports.standings(page.rows, request.user, today)
    context = {"page": page, "form": form, "pending": reports.pending_of(request.user, today)}
    return render(request, "stations/feedback_list.html", context)


@require_GET
@with_item
def feedback_detail(request: PortalRequest, item: VisitOpinion) -> HttpResponse:
    """One opinion: its life line, who has it, and the forms for the next step."""
    return _item_page(request, item)


def _item_page(
    request: PortalRequest,
    item: VisitOpinion,
    *,
    bound: dict[str, PortalForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, bound = request.user, bound or {}
    steps = [name for name in open_steps(STEPS, item.opinion, user) if name in FORMS]
    ratings = [one for one in reports.open_ratings(item) if rules.may_rate_for(user, one, item.opinion)]
    context: dict[str, Any] = {
        "item": item,
        "opinion": item.opinion,
        "standing": reports.standings([item], user, timezone.localdate())[0],
        "forms": {name: bound.get(name) or FORMS[name](auto_id=f"{name}_%s") for name in steps},
        "ratings": [
            (one, bound.get(f"rate{one.pk}") or ProxyRatingForm(auto_id=f"rate{one.pk}_%s")) for one in ratings
        ],
        "feedbacks": list(item.opinion.feedbacks.select_related("by")),
        "history": list(item.opinion.events.select_related("actor")),
    }
    return render(request, "stations/feedback_detail.html", context, status=status)


def _act(request: PortalRequest, item: VisitOpinion, name: str, verb: Any, done: str) -> HttpResponse:
    allowed(STEPS[name].may(request.user, item.opinion))
    return act(
        request,
        FORMS[name](request.POST, auto_id=f"{name}_%s"),
        lambda data: verb(item, actor=request.user, **data),
        done=done,
        back=reverse("stations:feedback_detail", args=[item.opinion_id]),
        again=lambda form, status: _item_page(request, item, bound={name: form}, status=status),
    )


@require_POST
@with_item
def feedback_settle(request: PortalRequest, item: VisitOpinion) -> HttpResponse:
    """站内办结."""
    return _act(request, item, "settle", workflow.settle, "已办结。告诉来访人以后，请再登记反馈。")


@require_POST
@with_item
def feedback_report(request: PortalRequest, item: VisitOpinion) -> HttpResponse:
    """报上级."""
    return _act(request, item, "report_up", workflow.report_up, "已报县人大，由选工委研究转办。")


@require_POST
@with_item
def feedback_give(request: PortalRequest, item: VisitOpinion) -> HttpResponse:
    """The visitor has been told."""
    return _act(request, item, "feedback", workflow.tell_visitor, "反馈已登记。")


@require_POST
@with_item
def feedback_rate(request: PortalRequest, item: VisitOpinion, rating: int) -> HttpResponse:
    """What the visitor said about the reply, entered for them."""
    allowed(rules.can_give_feedback(request.user, item.opinion))
    found = next((one for one in reports.open_ratings(item) if one.pk == rating), None)
    if found is None:
        raise Http404
    return act(
        request,
        ProxyRatingForm(request.POST, auto_id=f"rate{rating}_%s"),
        lambda data: workflow.enter_rating(item, found, actor=request.user, **data),
        done="已按来访人说的登记评价，并标明代录。",
        back=reverse("stations:feedback_detail", args=[item.opinion_id]),
        again=lambda form, status: _item_page(request, item, bound={f"rate{rating}": form}, status=status),
    )
