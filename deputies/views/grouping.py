"""编组方案: proposed, looked at township by township, adjusted, published."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from deputies import seating
from deputies.forms import ProposeForm, PublishForm, SeatMoveForm
from deputies.models import GroupingProposal, ProposedSeat
from deputies.workflow import grouping as verbs
from deputies.workflow.roster import seats_of

ROWS = 20
View = Callable[..., HttpResponse]


def with_proposal(view: View) -> View:
    """Passes the proposal the user may see; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        rows = GroupingProposal.objects.visible_to(request.user).select_related("region", "made_by")
        return view(request, get_object_or_404(rows, pk=pk), **kwargs)

    return loaded


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_list(request: PortalRequest) -> HttpResponse:
    """All proposals of one's places; a POST makes another."""
    if not request.user.scopes.has(Role.STAFF):
        raise Http404
    if request.method != "POST":
        return _list_page(request, ProposeForm(user=request.user))
    return act(
        request,
        ProposeForm(request.POST, user=request.user),
        lambda data: verbs.propose(actor=request.user, on=timezone.localdate(), **data),
        done="方案编好了。请逐个乡镇看一看，调好以后再公布。",
        back=lambda made: redirect("deputies:proposal_detail", made.pk).url,
        again=lambda form, status: _list_page(request, form, status),
    )


def _list_page(request: PortalRequest, form: PortalForm, status: int = 200) -> HttpResponse:
    rows = GroupingProposal.objects.visible_to(request.user).select_related("region", "made_by")
    page = keyset(rows, request.GET, order=("-id",), size=ROWS)
    return render(request, "deputies/proposal_list.html", {"page": page, "form": form}, status=status)


@require_GET
@with_proposal
def proposal_detail(request: PortalRequest, proposal: GroupingProposal) -> HttpResponse:
    """What is said of it, its townships, its history, and the buttons."""
    return _detail_page(request, proposal, PublishForm(proposal=proposal, initial={"on": timezone.localdate()}))


def _detail_page(
    request: PortalRequest, proposal: GroupingProposal, form: PortalForm, status: int = 200
) -> HttpResponse:
    groups, seats = list(proposal.groups.select_related("region")), seats_of(proposal)
    steps = verbs.open_steps(proposal, request.user)
    context = {
        "proposal": proposal,
        "steps": steps,
        "form": form,
        "groups": groups,
        "counts": seating.counts_of(seats),
        "townships": seating.townships_of(groups, seats),
        "said": seating.sentences_of(groups, seats) + (seating.outside(proposal) if steps else []),
        "history": seating.history_of(proposal),
    }
    return render(request, "deputies/proposal_detail.html", context, status=status)


@require_POST
@with_proposal
def proposal_publish(request: PortalRequest, proposal: GroupingProposal) -> HttpResponse:
    """The groups are as proposed from the day given."""

    def again(form: PortalForm, status: int) -> HttpResponse:
        return _detail_page(request, _fresh(proposal), form, status)

    return act(
        request,
        PublishForm(request.POST, proposal=proposal),
        lambda data: verbs.publish(proposal, actor=request.user, today=timezone.localdate(), **data),
        done="小组已公布。换组的人，原来在哪个小组、哪天离开，都留有记录。",
        back=redirect("deputies:proposal_detail", proposal.pk).url,
        again=again,
    )


@require_POST
@with_proposal
def proposal_discard(request: PortalRequest, proposal: GroupingProposal) -> HttpResponse:
    """The draft is put away."""

    def verb() -> None:
        verbs.discard(proposal, actor=request.user)

    return press(request, verb, done="方案已作废，小组没有变。", back="deputies:proposal_list")


@require_GET
@with_proposal
def proposal_place(request: PortalRequest, proposal: GroupingProposal, region: int) -> HttpResponse:
    """One township: its groups side by side."""
    return _place_page(request, proposal, region)


def _place_page(
    request: PortalRequest, proposal: GroupingProposal, region: int, *, status: int = 200, **facts: Any
) -> HttpResponse:
    groups = list(proposal.groups.filter(region=region).select_related("region"))
    if not groups:
        raise Http404
    seats = seats_of(proposal, group__region=region)
    may_move = bool(verbs.open_steps(proposal, request.user))
    context = {
        "proposal": proposal,
        "region": groups[0].region,
        "cards": seating.cards_of(groups, seats),
        "said": seating.sentences_of(groups, seats),
        "may_move": may_move,
        "last": verbs.last_move(proposal, request.user) if may_move else None,
        **facts,
    }
    template = "deputies/proposal_place.html" + ("#place" if request.htmx else "")
    return render(request, template, context, status=status)


@require_POST
@with_proposal
def seat_move(request: PortalRequest, proposal: GroupingProposal, seat: int) -> HttpResponse:
    """One person into another group; the next of the old group is at hand."""
    row = get_object_or_404(_seats(proposal), pk=seat)
    region, after = row.group.region_id, _next(proposal, row)
    form = SeatMoveForm(request.POST, seat=row)
    if not form.is_valid():
        return _place_page(request, proposal, region, status=422, wrong=form.errors["target"][0], focus=row.pk)
    target = form.cleaned_data["target"]
    return _told(
        request,
        proposal,
        region,
        lambda: verbs.move_seat(row, target=target, actor=request.user),
        said=f"{row}已移到{target}。",
        focus=after,
    )


@require_POST
@with_proposal
def proposal_undo(request: PortalRequest, proposal: GroupingProposal, region: int) -> HttpResponse:
    """One's own last move taken back."""
    last = verbs.last_move(proposal, request.user)
    said = f"已撤回，{last.seat}回到{last.source}。" if last else ""
    focus = last.seat_id if last else None
    return _told(
        request, proposal, region, lambda: verbs.undo(proposal, actor=request.user), said=said, focus=focus
    )


def _told(
    request: PortalRequest,
    proposal: GroupingProposal,
    region: int,
    verb: Callable[[], Any],
    *,
    said: str,
    focus: int | None,
) -> HttpResponse:
    """The township after a verb: with htmx in place, else by a redirect; a refusal stands above it."""
    try:
        verb()
    except RuleError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _place_page(request, _fresh(proposal), region, status=status, wrong=str(error), focus=focus)
    if request.htmx:
        return _place_page(request, proposal, region, done=said, focus=focus)
    messages.success(request, said)
    return redirect("deputies:proposal_place", proposal.pk, region)


def _fresh(proposal: GroupingProposal) -> GroupingProposal:
    """As it is in the database: a verb that lost has left its marks on the object."""
    return GroupingProposal.objects.select_related("region", "made_by").get(pk=proposal.pk)


def _seats(proposal: GroupingProposal) -> Any:
    return ProposedSeat.objects.filter(proposal=proposal).select_related(
        "proposal__region", "group__region", "deputy__home_region", "contact__region"
    )


def _next(proposal: GroupingProposal, row: ProposedSeat) -> int | None:
    """Who stands after `row` on its card."""
    cards = seating.cards_of([row.group], seats_of(proposal, group=row.group))
    order = [seat.pk for seat in cards[0].seats]
    return next(iter(order[order.index(row.pk) + 1 :]), None)
