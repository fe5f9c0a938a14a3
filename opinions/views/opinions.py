"""意见台账: the list, one opinion and what can be done to it, what a deputy raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import audit, reveal
from accounts.choices import AuditAction, Role
from accounts.requests import PortalRequest
from common.errors import StaleError
from common.forms import PortalForm
from common.paging import keyset
from common.posting import acts_in_tabs
from common.search import capped_count
from common.text import cn_date
from opinions import rules
from opinions.exports.tables import opinions_xlsx
from opinions.filters import OpinionFilter
from opinions.forms import opinions as forms
from opinions.models import Opinion
from opinions.views.files import XLSX, download
from opinions.views.loading import with_opinion
from opinions.views.opinion_context import opinion_context
from opinions.views.rows import opinion_rows
from opinions.workflow import opinion as verbs
from opinions.workflow.opinion import Correction

READERS = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)


# --- lists ----------------------------------------------------------------------------------------
@require_GET
def opinion_list(request: PortalRequest) -> HttpResponse:
    """What the user may see, the newest first; a deputy is shown their own."""
    if request.user.scopes.has(Role.DEPUTY) and not request.user.scopes.has(*READERS):
        return redirect("opinions:mine")
    chosen, rows = _chosen(request)
    page = keyset(rows.with_list_data(), request.GET, size=25)
    page.rows[:] = opinion_rows(page.rows, request.user)
    context = {
        "page": page,
        "filter": chosen,
        "found": capped_count(rows),
        "chips": chips(chosen, request),
        "query": request.GET.urlencode(),
    }
    template = "opinions/opinion_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, context)


def _chosen(request: PortalRequest) -> tuple[OpinionFilter, Any]:
    if not request.user.scopes.has(*READERS):
        raise Http404
    chosen = OpinionFilter(request.GET, user=request.user)
    return chosen, chosen.apply(Opinion.objects.visible_to(request.user).defer("search_terms"))


def chips(chosen: OpinionFilter, request: PortalRequest) -> list[tuple[str, str]]:
    """What the list is narrowed to: (words, the address without it)."""
    found = []
    for name, value in chosen.cleaned_data.items():
        if not value:
            continue
        query = request.GET.copy()
        for gone in (name, "after", "before"):
            query.pop(gone, None)
        field = chosen.fields[name]
        label = dict(getattr(field, "choices", ())).get(value, value) if name in ("status", "intent") else value
        found.append((str(chosen.occasion_shown or "场合") if name == "occasion" else str(label), query.urlencode()))
    return found


@require_GET
def opinion_export(request: PortalRequest) -> HttpResponse:
    """The list as it is narrowed, as .xlsx: masked as on the page, bounded, logged."""
    chosen, rows = _chosen(request)
    table = opinions_xlsx(rows.order_by("-id"))
    said = "，".join(words for words, _ in chips(chosen, request)) or "全部"
    audit(request.user, AuditAction.EXPORT, "意见台账", said, request)
    return download(table, f"意见台账 {cn_date(timezone.localdate())}.xlsx", XLSX)


@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """我的意见: what this deputy raised and where each stands."""
    if not request.user.scopes.has(Role.DEPUTY):
        raise Http404
    own = Opinion.objects.visible_to(request.user).filter(contributor__deputy__user=request.user)
    page = keyset(own.with_list_data().defer("search_terms"), request.GET, size=10)
    page.rows[:] = opinion_rows(page.rows, request.user)
    return render(request, "opinions/opinion_mine.html", {"page": page})


# --- one opinion ----------------------------------------------------------------------------------
@require_GET
@with_opinion
def opinion_detail(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """The words, the life line, what can be done, what came back."""
    return opinion_page(request, opinion, doing=request.GET.get("do", ""))


def opinion_page(
    request: PortalRequest,
    opinion: Opinion,
    *,
    doing: str = "",
    bound: PortalForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page with `bound` in place of the form of `doing`."""
    context = opinion_context(opinion, request.user, doing=doing, bound=bound)
    return render(request, "opinions/opinion_detail.html", {**context, **more}, status=status)


_act = acts_in_tabs(opinion_page)


@require_POST
@with_opinion
def opinion_settle(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """办结 at the station."""
    _may(rules.can_handle_at_station(request.user, opinion))
    return _act(
        request,
        opinion,
        forms.SettleForm(request.POST),
        lambda data: verbs.settle(opinion, actor=request.user, note=data["note"]),
        doing="settle",
        done="已办结。告诉提出人以后，请登记反馈。",
    )


@require_POST
@with_opinion
def opinion_report_up(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """报上级人大."""
    _may(rules.can_handle_at_station(request.user, opinion))
    return _act(
        request,
        opinion,
        forms.ReportUpForm(request.POST),
        lambda data: verbs.report_up(opinion, actor=request.user, note=data["note"]),
        doing="report_up",
        done="已报上级人大，等选工委归并。",
    )


@require_POST
@with_opinion
def opinion_feedback(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """登记反馈."""
    _may(rules.can_give_feedback(request.user, opinion))
    return _act(
        request,
        opinion,
        forms.FeedbackForm(request.POST),
        lambda data: verbs.give_feedback(opinion, actor=request.user, how=data["how"], note=data["note"]),
        doing="feedback",
        done="反馈已登记。",
    )


@require_POST
@with_opinion
def opinion_edit(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """修改原话; if another hand was first both texts are shown."""
    _may(rules.can_edit_original(request.user, opinion))
    return _versioned(
        request,
        opinion,
        forms.EditForm,
        lambda data: verbs.edit_original(
            opinion,
            Correction(original=data["original"], summary=data["summary"], intent=data["intent"]),
            actor=request.user,
            version=data["version"],
        ),
        doing="edit",
        done="已保存。改前的原话留在记录里。",
    )


@require_POST
@with_opinion
def opinion_confirm_shared(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """核对转办文字."""
    _may(rules.can_work_opinion(request.user, opinion))
    return _versioned(
        request,
        opinion,
        forms.SharedTextForm,
        lambda data: verbs.confirm_shared_text(
            opinion, actor=request.user, text=data["shared_text"], version=data["version"]
        ),
        doing="confirm_shared",
        done="转办文字已核对。",
    )


def _versioned(
    request: PortalRequest,
    opinion: Opinion,
    form_class: Any,
    verb: Callable[[dict[str, Any]], Any],
    *,
    doing: str,
    done: str,
) -> HttpResponse:
    """An edit that may come too late: then what is there now stands beside what was typed, under its version."""
    form = form_class(request.POST, opinion=opinion)
    if not form.is_valid():
        return opinion_page(request, opinion, doing=doing, bound=form, status=422)
    ok, result = form.try_verb(lambda: verb(form.cleaned_data))
    if ok:
        messages.success(request, done)
        return redirect(opinion)
    if not isinstance(result, StaleError):
        return opinion_page(request, opinion, doing=doing, bound=form, status=422)
    data = request.POST.copy()
    data["version"] = str(opinion.version)
    again = form_class(data, opinion=opinion)
    again.is_valid()
    again.refuse(result)
    return opinion_page(request, opinion, doing=doing, bound=again, status=409, theirs=opinion)


@require_POST
@never_cache
@with_opinion
def opinion_reveal(request: PortalRequest, opinion: Opinion) -> HttpResponse:
    """A resident's name and telephone, once, with a reason that is logged."""
    _may(rules.can_unmask(request.user, opinion))
    form = forms.RevealForm(request.POST)
    if form.is_valid():
        done, _ = form.try_verb(
            lambda: reveal(request.user, f"意见 {opinion.pk} 提出人", form.cleaned_data["reason"], request)
        )
        if done:
            return opinion_page(request, opinion, revealed=opinion.contributor)
    return opinion_page(request, opinion, status=422, reveal_form=form)


def _may(allowed: bool) -> None:  # noqa: FBT001 - the predicate's answer
    """Who sees an opinion but may not do this gets 403, not a form."""
    if not allowed:
        raise PermissionDenied
