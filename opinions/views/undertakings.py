"""办理: the unit's list and one item's page, for agencies, dispatchers and the committee."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import RuleError
from common.forms import PortalForm
from common.paging import keyset
from common.posting import acts_in_tabs
from opinions import filters
from opinions.choices import RequestStatus
from opinions.forms import undertakings as forms
from opinions.models import Extension, SendBack, Undertaking
from opinions.views.loading import with_undertaking
from opinions.views.rows import undertaking_row
from opinions.views.undertaking_context import undertaking_context
from opinions.workflow import requests
from opinions.workflow import undertaking as verbs


@require_GET
def undertaking_list(request: PortalRequest) -> HttpResponse:
    """What the user may see, by the day it is due; finished ones last. Whom no item can concern has no such page."""
    if not request.user.scopes.has(*Role.COMMITTEE, *Role.AGENCY, Role.DISPATCHER):
        raise Http404
    today = timezone.localdate()
    chosen = filters.UndertakingFilter(request.GET, user=request.user, today=today)
    rows = Undertaking.objects.visible_to(request.user).in_force().with_list_data()
    page = keyset(chosen.apply(rows), request.GET, order=("clock_on", "id"), size=25)
    calendar = Calendar.load()
    page.rows[:] = [undertaking_row(row, today, calendar) for row in page.rows]
    is_agency = not request.user.scopes.has(*Role.COMMITTEE)
    context = {"page": page, "filter": chosen, "today": today, "is_agency": is_agency}
    template = "opinions/undertaking_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, context)


@require_GET
@with_undertaking
def undertaking_detail(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """One item: the life line, what to do, the source opinions, the limits, the history."""
    return undertaking_page(request, undertaking, doing=request.GET.get("do", ""))


def undertaking_page(
    request: PortalRequest,
    undertaking: Undertaking,
    *,
    doing: str = "",
    bound: PortalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with `bound` in place of the form of `doing`."""
    context = undertaking_context(undertaking, request.user, doing=doing, bound=bound)
    return render(request, "opinions/undertaking_detail.html", context, status=status)


_act = acts_in_tabs(undertaking_page)


@require_POST
@with_undertaking
def undertaking_accept(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """签收."""
    return _act(
        request,
        undertaking,
        forms.AcceptForm(request.POST),
        lambda data: verbs.accept(undertaking, actor=request.user, **data),
        doing="accept",
        done="已签收。下面可以办理和答复了。",
    )


@require_POST
@with_undertaking
def undertaking_dispatch(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """转办 by the dispatch office."""
    return _act(
        request,
        undertaking,
        forms.DispatchForm(request.POST, undertaking=undertaking),
        lambda data: verbs.dispatch(undertaking, actor=request.user, **data),
        doing="dispatch",
        done="已转办，各单位已收到通知。",
    )


@require_POST
@with_undertaking
def undertaking_send_back(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """申请退办."""
    return _act(
        request,
        undertaking,
        forms.SendBackForm(request.POST, undertaking=undertaking),
        lambda data: requests.ask_send_back(undertaking, actor=request.user, **data),
        doing="send_back",
        done="退办申请已送选工委审核。审核结果出来前，请先按原期限准备。",
    )


@require_POST
@with_undertaking
def undertaking_send_back_decide(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """审核退办."""
    form = forms.SendBackDecisionForm(request.POST, undertaking=undertaking)
    return _act(
        request,
        undertaking,
        form,
        lambda data: requests.decide_send_back(
            _open_request(undertaking, SendBack),
            actor=request.user,
            agree=data["agree"] == "yes",
            note=data["note"],
            new_unit=data["new_unit"],
        ),
        doing="send_back_decide",
        done="审核结果已通知有关单位。",
    )


@require_POST
@with_undertaking
def undertaking_extension(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """申请延期."""
    return _act(
        request,
        undertaking,
        forms.ExtensionForm(request.POST, undertaking=undertaking),
        lambda data: requests.ask_extension(undertaking, actor=request.user, **data),
        doing="extension",
        done="延期申请已送选工委审核。同意以前，期限不变。",
    )


@require_POST
@with_undertaking
def undertaking_extension_decide(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """审核延期."""
    form = forms.ExtensionDecisionForm(request.POST, undertaking=undertaking)
    return _act(
        request,
        undertaking,
        form,
        lambda data: requests.decide_extension(
            _open_request(undertaking, Extension),
            actor=request.user,
            agree=data["agree"] == "yes",
            note=data["note"],
            until=data["until"],
        ),
        doing="extension_decide",
        done="审核结果已通知承办单位。",
    )


@require_POST
@with_undertaking
def undertaking_progress(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """登记进展."""
    return _act(
        request,
        undertaking,
        forms.ProgressForm(request.POST),
        lambda data: verbs.record_progress(undertaking, actor=request.user, text=data["note"]),
        doing="progress",
        done="进展已登记。",
    )


@require_POST
@with_undertaking
def undertaking_co_opinion(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """提协办意见."""
    return _act(
        request,
        undertaking,
        forms.CoOpinionForm(request.POST),
        lambda data: verbs.give_co_opinion(undertaking, actor=request.user, text=data["note"]),
        doing="co_opinion",
        done="协办意见已送主办单位。",
    )


@require_POST
@with_undertaking
def undertaking_urge(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """催办."""
    return _act(
        request,
        undertaking,
        forms.UrgeForm(request.POST),
        lambda data: verbs.urge(undertaking, actor=request.user, note=data["note"]),
        doing="urge",
        done="催办已发给单位承办人。",
    )


@require_POST
@with_undertaking
def undertaking_assess(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """登记评估结论."""
    return _act(
        request,
        undertaking,
        forms.AssessForm(request.POST),
        lambda data: verbs.assess(undertaking, actor=request.user, result=data["note"]),
        doing="assess",
        done="评估结论已登记，这一项办结。",
    )


def _open_request(undertaking: Undertaking, model: type[SendBack | Extension]) -> Any:
    """The request that waits, or the last one, which the verb then refuses as decided."""
    found = model.objects.filter(undertaking=undertaking)
    request = found.filter(status=RequestStatus.ASKED).first() or found.last()
    if request is None:
        raise RuleError("现在没有要审核的申请。")
    request.undertaking = undertaking
    return request
