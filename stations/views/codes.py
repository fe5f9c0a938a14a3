"""Codes and public pages at work: who has one, issue and renew, propose and review, print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.models import Region
from accounts.requests import PortalRequest
from common.errors import RuleError
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from common.public import public_base
from deputies.models import Deputy
from stations import codes, reports, rules, workflow
from stations.choices import ReviewStatus
from stations.forms import public as forms
from stations.models import PageReview, PublicCode, PublicPage, Station
from stations.views.loading import readers_only

ROWS = 30
READERS = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
Target = Deputy | Station


# --- the list -----------------------------------------------------------------------------------
@require_GET
def code_list(request: PortalRequest) -> HttpResponse:
    """Deputies in office, or stations: has each a code, is its page public, does a review wait."""
    readers_only(request, *READERS)
    today, user = timezone.localdate(), request.user
    shown = "stations" if request.GET.get("kind") == "stations" else "deputies"
    form = forms.TargetFilter(request.GET)
    rows = {
        "deputies": reports.with_standing(reports.deputies_in_office(user, today), "deputy"),
        "stations": reports.with_standing(reports.stations_kept(user), "station"),
    }
    waiting = {kind: found.filter(is_waiting=True).count() for kind, found in rows.items()}
    place = {"deputies": "home_region", "stations": "unit__region"}[shown]
    found = form.narrow(rows[shown]).select_related(place)
    page = keyset(found, request.GET, order=(f"{place}__order", "id"), size=ROWS)
    context = {"form": form, "page": page, "kind": shown, "waiting": waiting, **_may_bulk(user)}
    return render(request, "stations/code_list.html", context)


def _may_bulk(user: Any) -> dict[str, Any]:
    """Codes for all at once: staff for their place, a station's people for their station."""
    return {
        "places": list(Region.objects.filter(pk__in={s.region_id for s in user.scopes.items if s.role == Role.STAFF})),
        "own": list(Station.objects.staffed_by(user).select_related("unit")),
        "may_switch": user.scopes.has(*rules.REVIEWERS),
    }


@require_POST
def issue_place(request: PortalRequest, pk: int) -> HttpResponse:
    """Codes for everybody of a place who has none."""
    region = get_object_or_404(Region.objects.filter(pk__in={s.region_id for s in request.user.scopes.items}), pk=pk)
    return _issued(request, lambda: workflow.issue_for_place(region, actor=request.user))


@require_POST
def issue_station(request: PortalRequest, pk: int) -> HttpResponse:
    """Codes for a station and its deputies who have none."""
    station = get_object_or_404(reports.stations_kept(request.user), pk=pk)
    return _issued(request, lambda: workflow.issue_for_station(station, actor=request.user))


def _issued(request: PortalRequest, verb: Callable[[], int]) -> HttpResponse:
    return told(request, verb, "发了 {} 个新码。已经有码的没有动。", "都已经有码了，没有发新的。")


def told(request: PortalRequest, verb: Callable[[], int], some: str, none: str) -> HttpResponse:
    """A verb that does something to many: how many it was, said on the list."""
    try:
        made = verb()
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, some.format(made) if made else none)
    return redirect("stations:code_list")


# --- one deputy or one station ------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def deputy_code(request: PortalRequest, pk: int) -> HttpResponse:
    """The code and the public page of a deputy."""
    readers_only(request, *READERS)
    rows = reports.deputies_kept(request.user).select_related("home_region")
    return _target(request, get_object_or_404(rows, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def station_code(request: PortalRequest, pk: int) -> HttpResponse:
    """The code and the public page of a station."""
    readers_only(request, *READERS)
    return _target(request, get_object_or_404(Station.objects.visible_to(request.user).with_list_data(), pk=pk))


@require_GET
def page_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """To where a public page is kept."""
    page = get_object_or_404(PublicPage.objects.visible_to(request.user).with_target(), pk=pk)
    return redirect(address_of(rules.target_of(page)))


def address_of(target: Target) -> str:
    """Where the code and the page of a target are kept."""
    name = "stations:station_code" if isinstance(target, Station) else "stations:deputy_code"
    return reverse(name, args=[target.pk])


@dataclass(frozen=True)
class Doing:
    """One button of the page: its form, its verb, what is said when it is done."""

    form: type[PortalForm]
    verb: Callable[[PortalRequest, Target, dict[str, Any]], Any]
    done: str


def _code(target: Target, data: dict[str, Any]) -> PublicCode:
    """The very code that was on the page; renewed meanwhile it is not the one in use, and the verb says so."""
    return get_object_or_404(PublicCode.objects.filter(**workflow.owner(target)).with_target(), pk=data["code"])


def _review(target: Target, data: dict[str, Any]) -> PageReview:
    rows = PageReview.objects.filter(**{f"page__{name}": it for name, it in workflow.owner(target).items()})
    rows = rows.select_related("page__deputy__home_region", "page__station__unit__region")
    return get_object_or_404(rows, pk=data["review"])


DOINGS = {
    "issue": Doing(PortalForm, lambda r, t, _: workflow.issue_code(t, actor=r.user), "码发好了，可以打印海报。"),
    "renew": Doing(
        forms.CodeForm,
        lambda r, t, d: workflow.reissue_code(_code(t, d), reason=d["reason"], actor=r.user),
        "换好了新码。旧海报上的码会自动转到新码，有空请换上新海报。",
    ),
    "revoke": Doing(
        forms.CodeForm,
        lambda r, t, d: workflow.revoke_code(_code(t, d), reason=d["reason"], actor=r.user),
        "这个码已停用。",
    ),
    "propose": Doing(
        forms.ProposeForm,
        lambda r, t, d: workflow.propose_page(t, introduction=d["introduction"], actor=r.user),
        "已提请公开。请另一位同事做保密审查，通过以后群众就能看到。",
    ),
    "withdraw": Doing(
        forms.WithdrawForm, lambda r, t, d: workflow.withdraw_review(_review(t, d), actor=r.user), "已撤回。"
    ),
    "pass": Doing(
        forms.PassForm,
        lambda r, t, d: workflow.pass_review(
            _review(t, d), checked=d["checked"], opinion=d["opinion"], actor=r.user
        ),
        "保密审查已记录，页面公开了。",
    ),
    "refuse": Doing(
        forms.RefuseForm,
        lambda r, t, d: workflow.refuse_review(_review(t, d), opinion=d["opinion"], actor=r.user),
        "已退回，提请的人会看到原因。",
    ),
    "down": Doing(
        forms.ReasonForm,
        lambda r, t, d: workflow.take_down(workflow.page_of(t), reason=d["reason"], actor=r.user),
        "页面已撤下，扫码只看到联络站地址和开放时间。",
    ),
}


def _target(request: PortalRequest, target: Target) -> HttpResponse:
    """The page, or one of its buttons pressed; a wrong form comes back open, with what was typed."""
    if request.method != "POST":
        return _page(request, target)
    name = request.POST.get("do", "")
    doing = DOINGS.get(name)
    if doing is None:
        raise Http404
    return act(
        request,
        doing.form(request.POST, auto_id=f"{name}-%s"),
        lambda data: doing.verb(request, target, data),
        done=doing.done,
        back=address_of(target),
        again=lambda form, status: _page(request, target, bound={name: form}, status=status),
    )


def _page(
    request: PortalRequest, target: Target, *, bound: dict[str, PortalForm] | None = None, status: int = 200
) -> HttpResponse:
    user, owner, bound = request.user, workflow.owner(target), bound or {}
    code = PublicCode.objects.current().filter(**owner).first()
    page = PublicPage.objects.filter(**owner).select_related("approved__proposed_by", "approved__reviewed_by").first()
    page = page or PublicPage(**owner)
    last = page.reviews.select_related("proposed_by", "reviewed_by").first() if page.pk else None
    waiting = last if last and last.status == ReviewStatus.WAITING else None
    context = {
        "target": target,
        "code": code,
        "address": codes.address(code.token, public_base(request)) if code else "",
        "page": page,
        "look": reports.STATUS_LOOK[page.status],
        "waiting": waiting,
        "refused": last if last and last.status == ReviewStatus.REFUSED else None,
        "history": reports.public_history(target),
        "forms": {**_forms(code, page, waiting), **bound},
        "open": next(iter(bound), ""),
        "is_own": waiting is not None and waiting.proposed_by_id == user.pk,
        **_rights(user, target, page),
    }
    return render(request, "stations/code_detail.html", context, status=status)


def _rights(user: Any, target: Target, page: PublicPage) -> dict[str, Any]:
    return {
        "is_deputy": isinstance(target, Deputy),
        "may_keep": rules.can_keep_code(user, target),
        "may_review": rules.can_review(user, page),
        "may_take_down": rules.can_take_down(user, page),
        "has_side": settings.PORTAL_PUBLIC_SIDE,
    }


def _forms(code: PublicCode | None, page: PublicPage, waiting: PageReview | None) -> dict[str, PortalForm]:
    initial: dict[str, Any] = {"code": code.pk if code else None, "review": waiting.pk if waiting else None}
    initial["introduction"] = page.introduction
    return {name: doing.form(auto_id=f"{name}-%s", initial=initial) for name, doing in DOINGS.items()}


# --- a deputy asks for a code -------------------------------------------------------------------
@require_POST
def code_ask(request: PortalRequest) -> HttpResponse:
    """请联络员给我发码."""
    deputy = reports.deputy_of(request.user)
    if deputy is None:
        raise Http404
    return press(
        request,
        lambda: workflow.ask_for_code(deputy, actor=request.user),
        done="已告诉联络站，发好以后会出现在这里。",
        back="stations:my_station",
    )
