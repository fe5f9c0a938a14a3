"""The groups of a meeting: proposed, moved by keyboard with a way back, worked out again, published, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.forms import PortalForm
from common.posting import act, press
from common.steps import open_steps
from meetings import reports, rules
from meetings.choices import SittingKind
from meetings.forms import PlanForm, PlanMoveForm
from meetings.forms.process import ReasonForm
from meetings.models import GroupPlan, Meeting, PlanSeat
from meetings.views.loading import loads, with_meeting
from meetings.workflow import groups as verbs
from meetings.workflow.publishing import publish, withdraw

USUAL = 3
with_plan = loads(lambda request: GroupPlan.objects.visible_to(request.user).with_list_data())


@require_http_methods(["GET", "HEAD", "POST"])
@with_meeting(rules.may_prepare)
def plan_list(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The plans of a meeting; a POST makes another."""
    if request.method != "POST":
        there = meeting.sittings.filter(kind=SittingKind.GROUP).count()
        return _list_page(request, meeting, PlanForm(initial={"total": there or USUAL, "keep": True}))
    return act(
        request,
        PlanForm(request.POST),
        lambda data: verbs.propose(meeting, actor=request.user, **data),
        done="分组方案编好了。请看一看，调好以后再公布。",
        back=lambda made: made,
        again=lambda form, status: _list_page(request, meeting, form, status),
    )


def _list_page(request: PortalRequest, meeting: Meeting, form: PortalForm, status: int = 200) -> HttpResponse:
    context = {
        "meeting": meeting,
        "plans": meeting.group_plans.select_related("made_by").order_by("-id")[:20],
        "form": form,
        "coming": meeting.attendees.coming().count(),
        "has_draft": meeting.group_plans.filter(status="draft").exists(),
    }
    return render(request, "meetings/plan_list.html", context, status=status)


@require_GET
@with_plan()
def plan_detail(request: PortalRequest, plan: GroupPlan) -> HttpResponse:
    """The groups side by side, what could not be met, the history; `?print` the lists on paper."""
    if "print" in request.GET:
        context = {"plan": plan, "meeting": plan.meeting, "cards": reports.cards_of(plan)}
        return render(request, "meetings/plan_print.html", context)
    return _page(request, plan)


def _page(request: PortalRequest, plan: GroupPlan, *, status: int = 200, **facts: Any) -> HttpResponse:
    steps = open_steps(verbs.STEPS, plan, request.user)
    cards = reports.cards_of(plan)
    figures, said = reports.plan_says(plan, [card.group for card in cards])
    context = {
        "plan": plan,
        "meeting": plan.meeting,
        "cards": cards,
        "people": sum(len(card.seats) for card in cards),
        "figures": figures,
        "said": said,
        "steps": steps,
        "is_draft": "redo" in steps,
        "reason_form": ReasonForm(auto_id="withdraw_%s") if "withdraw" in steps else None,
        "last": verbs.last_move(plan, request.user) if "redo" in steps else None,
        "history": reports.history_of(plan),
        **facts,
    }
    template = "meetings/plan_detail.html" + ("#place" if request.htmx else "")
    return render(request, template, context, status=status)


def _told(
    request: PortalRequest, plan: GroupPlan, verb: Callable[[], Any], *, said: str, focus: int | None
) -> HttpResponse:
    """The plan after a verb: with htmx in place, else by a redirect; a refusal stands above it."""
    try:
        verb()
    except RuleError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _page(request, _fresh(plan), status=status, wrong=str(error), focus=focus)
    if request.htmx:
        return _page(request, plan, done=said, focus=focus)
    messages.success(request, said)
    return redirect(plan)


def _fresh(plan: GroupPlan) -> GroupPlan:
    """As it is in the database: a verb that lost has left its marks on the object."""
    return GroupPlan.objects.with_list_data().get(pk=plan.pk)


def _seat(plan: GroupPlan, pk: int) -> PlanSeat:
    rows = PlanSeat.objects.filter(plan=plan)
    related = ("plan__meeting__occasion__unit__region", "group", "attendee__deputy")
    found: PlanSeat = get_object_or_404(rows.select_related(*related), pk=pk)
    return found


@require_POST
@with_plan()
def plan_move(request: PortalRequest, plan: GroupPlan, seat: int) -> HttpResponse:
    """One person into another group; the next of the old group is at hand."""
    row = _seat(plan, seat)
    form = PlanMoveForm(request.POST, seat=row)
    if not form.is_valid():
        return _page(request, plan, status=422, wrong=form.errors["target"][0], focus=row.pk)
    target = form.cleaned_data["target"]
    order = next(card for card in reports.cards_of(plan) if card.group.pk == row.group_id).seats
    after = [one.pk for one in order]
    focus = next(iter(after[after.index(row.pk) + 1 :]), row.pk)
    verb = lambda: verbs.move_seat(row, target=target, actor=request.user)  # noqa: E731 - one line, used once
    return _told(request, plan, verb, said=f"{row}已移到{target}。", focus=focus)


@require_POST
@with_plan()
def plan_undo(request: PortalRequest, plan: GroupPlan) -> HttpResponse:
    """One's own last move taken back."""
    last = verbs.last_move(plan, request.user)
    said = f"已撤回，{last.seat}回到{last.source}。" if last else ""
    focus = last.seat_id if last else None
    return _told(request, plan, lambda: verbs.undo(plan, actor=request.user), said=said, focus=focus)


@require_POST
@with_plan()
def plan_fix(request: PortalRequest, plan: GroupPlan, seat: int) -> HttpResponse:
    """Keep one person in their group, or let them go."""
    row, fixed = _seat(plan, seat), request.POST.get("fixed") == "1"
    said = f"{row}固定在{row.group}，再编一次也不动。" if fixed else f"{row}不再固定。"
    verb = lambda: verbs.fix_seat(row, actor=request.user, fixed=fixed)  # noqa: E731 - one line, used once
    return _told(request, plan, verb, said=said, focus=row.pk)


@require_POST
@with_plan()
def plan_redo(request: PortalRequest, plan: GroupPlan) -> HttpResponse:
    done = "按现在的名单重新编好了，固定的人没有动。"
    return press(request, lambda: verbs.redo(plan, actor=request.user), done=done, back=plan)


@require_POST
@with_plan()
def plan_publish(request: PortalRequest, plan: GroupPlan) -> HttpResponse:
    done = "分组已公布，各场分组会议的名单排好了。"
    return press(request, lambda: publish(plan, actor=request.user), done=done, back=plan)


@require_POST
@with_plan()
def plan_discard(request: PortalRequest, plan: GroupPlan) -> HttpResponse:
    back = reverse("meetings:plan_list", args=[plan.meeting_id])
    done = "方案已作废，各场名单没有变。"
    return press(request, lambda: verbs.discard(plan, actor=request.user), done=done, back=back)


@require_POST
@with_plan(rules.keeps_plan)
def plan_withdraw(request: PortalRequest, plan: GroupPlan) -> HttpResponse:
    """A published plan taken back, with the reason."""
    return act(
        request,
        ReasonForm(request.POST, auto_id="withdraw_%s"),
        lambda data: withdraw(plan, actor=request.user, reason=data["note"]),
        done="分组撤回了，各场名单回到公布以前，收到过会议通知的人也告诉了。可以另编一份。",
        back=reverse("meetings:plan_list", args=[plan.meeting_id]),
        again=lambda form, status: _page(request, _fresh(plan), status=status, reason_form=form),
    )
