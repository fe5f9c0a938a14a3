"""活动: the list, a new one, its page, and the steps from plan to archive."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.models import User
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from common.steps import open_steps
from deputies.models import ActivityGroup
from opinions.choices import Capacity
from stations import actions, reports, rules, workflow
from stations.choices import ActivityStatus
from stations.filters import ActivityFilter
from stations.forms.activities import ActivityForm, FileForm, ReasonForm
from stations.models import Activity, Invitation
from stations.views.loading import allowed, readers_only, with_activity
from stations.workflow.activity import STEPS

ROWS = 30
PRESSED = {
    "send": (workflow.send_invitations, "邀请已发出。没有账号的人，请打电话或者转发通知。"),
    "hold": (workflow.hold_activity, "已登记举行。接下来登记到会、写纪要。"),
    "archive": (workflow.archive_activity, "已归档。"),
}
GIVEN_A_REASON = {
    "cancel": (workflow.cancel_activity, "活动已取消，收到邀请的人会得到通知。"),
    "reopen": (workflow.reopen_activity, "可以补充了。补好以后再归档。"),
}


@require_GET
def activity_list(request: PortalRequest) -> HttpResponse:
    """The activities of one's station or place: to come by day, what waits to be finished, what was held."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    today = timezone.localdate()
    form = ActivityFilter(request.GET, user=request.user, today=today)
    rows = form.narrow(Activity.objects.visible_to(request.user)).with_list_data()
    page = keyset(rows, request.GET, order=form.order, size=ROWS)
    page.rows[:] = reports.listed(page.rows, today)
    may_plan = bool(reports.organisers_of(request.user)[:1])
    context = {"page": page, "form": form, "may_plan": may_plan}
    return render(request, "stations/activity_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request: PortalRequest) -> HttpResponse:
    """A new activity, to come or already held; from a group's page for that group."""
    group = _asked_group(request)
    allowed(reports.organisers_of(request.user, group).exists())
    if request.method != "POST":
        initial = {"group": group, "item": request.GET.get("item"), "kind": request.GET.get("kind", "")}
        return _form_page(request, ActivityForm(user=request.user, group=group, initial=initial))
    form = ActivityForm(request.POST, user=request.user, group=group)
    return act(
        request,
        form,
        lambda data: workflow.plan_activity(
            form.planned(), organiser=data["organiser"], client_id=data["client_id"], actor=request.user
        ),
        done="活动已登记。接下来选请谁。",
        back=lambda made: made,
        again=lambda wrong, status: _form_page(request, wrong, status),
    )


def _asked_group(request: PortalRequest) -> ActivityGroup | None:
    asked = request.GET.get("group") or request.POST.get("group") or ""
    rows = reports.groups_to_plan(request.user)
    return get_object_or_404(rows, pk=int(asked)) if asked.isdecimal() else None


def _form_page(
    request: PortalRequest, form: PortalForm, status: int = 200, activity: Activity | None = None
) -> HttpResponse:
    return render(request, "stations/activity_form.html", {"form": form, "activity": activity}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_activity
def activity_change(request: PortalRequest, activity: Activity) -> HttpResponse:
    """When, where and what, until it was held."""
    allowed("change" in open_steps(STEPS, activity, request.user))
    if request.method != "POST":
        return _form_page(request, ActivityForm(user=request.user, activity=activity), activity=activity)
    form = ActivityForm(request.POST, user=request.user, activity=activity)
    return act(
        request,
        form,
        lambda data: workflow.change_activity(
            activity, form.planned(), version=data["version"] or 0, actor=request.user
        ),
        done="安排已改好。改了时间、地点的，收到邀请的人会再得到通知。",
        back=activity,
        again=lambda wrong, status: _form_page(request, wrong, status, activity),
    )


@require_GET
@with_activity
def activity_detail(request: PortalRequest, activity: Activity) -> HttpResponse:
    """What is planned, who comes, what was said and kept of it, and what comes next."""
    return activity_page(request, activity)


def activity_page(
    request: PortalRequest, activity: Activity, *, status: int = 200, **bound: PortalForm
) -> HttpResponse:
    """The page, with what was typed in the form of `bound` (file, cancel, reopen) that was refused."""
    user = request.user
    steps = open_steps(STEPS, activity, user)
    reasons = {name: bound.get(name) or ReasonForm(auto_id=f"{name}_%s") for name in GIVEN_A_REASON if name in steps}
    context: dict[str, Any] = {
        "activity": activity,
        "steps": steps,
        "reasons": reasons,
        "file_form": bound.get("file") or FileForm(auto_id="file_%s"),
        "has_lists": user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION),
        **_kept_of(activity, user, timezone.localdate()),
        **_keepers_of(activity, user, timezone.localdate()),
    }
    return render(request, "stations/activity_detail.html", context, status=status)


def _kept_of(activity: Activity, user: User, today: date) -> dict[str, Any]:
    """What everybody sees of it who sees the page; opinions as far as the ledger shows them."""
    return {
        "course": reports.course_of(activity, today),
        "mine": Invitation.objects.of(user).filter(activity=activity).first(),
        "minutes": activity.minutes.select_related("written_by").first(),
        "files": list(activity.files.all()),
        "units": list(activity.units.all()),
        "voiced": reports.opinions_of(activity, user, today),
        "asked": reports.asked_rows(list(activity.inquiries.with_list_data()), user, today),
        "named": Capacity.NAMED,
    }


def _keepers_of(activity: Activity, user: User, today: date) -> dict[str, Any]:
    """What is for those who keep it, or see it by office."""
    is_keeper = rules.can_keep_activity(user, activity)
    by_office = is_keeper or rules.sees_by_office(user, activity)
    return {
        "is_keeper": is_keeper,
        "through": reports.through(activity) if is_keeper else [],
        "may_open": by_office,
        "may_ask": is_keeper and activity.status in (ActivityStatus.NOTIFIED, ActivityStatus.HELD),
        "pin": activity.pins.current(today).first(),
        "may_pin": activity.station is not None and rules.can_pin(user, activity.station),
        "history": reports.history_of(activity) if by_office else [],
        "copy_text": actions.invitation_text(activity) if is_keeper else "",
    }


@require_POST
@with_activity
def activity_step(request: PortalRequest, activity: Activity, step: str) -> HttpResponse:
    """发出邀请, 登记已经举行, 归档: a button without a form."""
    allowed(STEPS[step].may(request.user, activity))
    verb, done = PRESSED[step]
    return press(request, lambda: verb(activity, actor=request.user), done=done, back=activity)


@require_POST
@with_activity
def activity_reason(request: PortalRequest, activity: Activity, step: str) -> HttpResponse:
    """取消, 退回补充: one sentence why."""
    allowed(STEPS[step].may(request.user, activity))
    verb, done = GIVEN_A_REASON[step]
    return act(
        request,
        ReasonForm(request.POST, auto_id=f"{step}_%s"),
        lambda data: verb(activity, actor=request.user, **data),
        done=done,
        back=activity,
        again=lambda form, status: activity_page(request, activity, status=status, **{step: form}),
    )
