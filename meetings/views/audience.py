"""Citizens who asked to listen: the list within the quota, each application, and the look behind the mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act, press
from common.steps import open_steps
from meetings import rules
from meetings.forms.called import ApplicationForm, LookForm, QuotaForm, RefusalForm, RevokeForm
from meetings.models import AudienceApplication, AudienceNotice, Meeting, Roll
from meetings.reports.audience import BADGES, history_of, notice_badge
from meetings.views.loading import loads, with_meeting
from meetings.workflow import audience

with_application = loads(lambda request: AudienceApplication.objects.visible_to(request.user).with_row_data())


def _url(meeting_id: int) -> str:
    return reverse("meetings:audience", args=[meeting_id])


# --- the list -----------------------------------------------------------------------------------
@require_GET
@with_meeting(rules.may_prepare)
def audience_list(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Who applied, how many seats are left, and the form for the next one."""
    return _page(request, meeting)


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: Any) -> HttpResponse:
    roll = Roll.objects.filter(meeting=meeting).first() or Roll(meeting=meeting)
    notice = AudienceNotice.objects.filter(meeting=meeting).first()
    rows = AudienceApplication.objects.filter(meeting=meeting).with_row_data().order_by("id")
    context = {
        "meeting": meeting,
        "roll": roll,
        "left": roll.audience_quota - roll.audience_taken,
        "notice": notice,
        "notice_badge": notice_badge(notice) if notice else None,
        "rows": [(one, BADGES[one.status], open_steps(audience.STEPS, one, request.user)) for one in rows],
        "quota_form": QuotaForm(initial={"quota": roll.audience_quota or None}),
        "application_form": ApplicationForm(),
        "bound": bound,
        **bound,
    }
    return render(request, "meetings/audience.html", context, status=status)


@require_POST
@with_meeting(rules.may_prepare)
def audience_quota(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """How many may listen."""
    return act(
        request,
        QuotaForm(request.POST),
        lambda data: audience.set_quota(meeting, actor=request.user, **data),
        done="旁听席数已记下。",
        back=_url(meeting.pk),
        again=lambda form, status: _page(request, meeting, status, quota_form=form),
    )


@require_POST
@with_meeting(rules.may_prepare)
def audience_apply(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """An application on paper or by telephone."""
    return act(
        request,
        ApplicationForm(request.POST),
        lambda data: audience.apply_for(meeting, audience.Applicant(**data), actor=request.user),
        done="申请已登记，等审核。",
        back=_url(meeting.pk),
        again=lambda form, status: _page(request, meeting, status, application_form=form),
    )


# --- one application ----------------------------------------------------------------------------
@require_GET
@with_application()
def audience_detail(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    """What was written, masked; what was decided; what may be done now."""
    return _detail(request, one)


def _detail(request: PortalRequest, one: AudienceApplication, status: int = 200, **bound: Any) -> HttpResponse:
    context = {
        "one": one,
        "meeting": one.meeting,
        "badge": BADGES[one.status],
        "steps": open_steps(audience.STEPS, one, request.user),
        "refuse_form": bound.get("refuse") or RefusalForm(auto_id="refuse_%s"),
        "revoke_form": bound.get("revoke") or RevokeForm(auto_id="revoke_%s"),
        "look_form": bound.get("look") or LookForm(auto_id="look_%s"),
        "wrong": set(bound),
        "revealed": bound.get("revealed"),
        "history": history_of(application=one),
    }
    return render(request, "meetings/audience_detail.html", context, status=status)


@require_POST
@with_application(rules.keeps_plan)
def audience_pass(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    """They may listen."""
    done = f"{one}可以旁听，已加进名单。"
    return press(request, lambda: audience.grant_seat(one, actor=request.user), done=done, back=_url(one.meeting_id))


# Decisions that say why: form, verb, what is said then.
REASONED: dict[str, tuple[type[PortalForm], Callable[..., AudienceApplication], str]] = {
    "refuse": (RefusalForm, audience.refuse, "没有通过，理由已记下。"),
    "revoke": (RevokeForm, audience.revoke_seat, "旁听席收回了：席位退了回来，人也移出了名单。"),
}


def _with_reason(request: PortalRequest, one: AudienceApplication, name: str) -> HttpResponse:
    """One of them; what is wrong is told on the application's own page."""
    kind, verb, done = REASONED[name]
    return act(
        request,
        kind(request.POST, auto_id=f"{name}_%s"),
        lambda data: verb(one, actor=request.user, **data),
        done=f"{one}：{done}",
        back=_url(one.meeting_id),
        again=lambda wrong, status: _detail(request, _fresh(one), status, **{name: wrong}),
    )


def _fresh(one: AudienceApplication) -> AudienceApplication:
    """As it stands now: a verb that was refused may have changed the row in hand."""
    found: AudienceApplication = AudienceApplication.objects.with_row_data().get(pk=one.pk)
    return found


@require_POST
@with_application(rules.keeps_plan)
def audience_refuse(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    """They may not, and why."""
    return _with_reason(request, one, "refuse")


@require_POST
@with_application(rules.keeps_plan)
def audience_revoke(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    """The seat is taken back, and why."""
    return _with_reason(request, one, "revoke")


@require_POST
@with_application(rules.keeps_plan)
def audience_reopen(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    """Look at it again."""
    back = _url(one.meeting_id)
    return press(request, lambda: audience.reopen(one, actor=request.user), done="可以重新审核了。", back=back)


@never_cache
@require_POST
@with_application(rules.can_reveal_applicant)
def audience_reveal(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    """Number, telephone and address once, on this very page, for a reason that is logged."""
    form = LookForm(request.POST, auto_id="look_%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, found = form.try_verb(
            lambda: audience.reveal_applicant(one, actor=request.user, reason=reason, request=request)
        )
        if done:
            return _detail(request, one, revealed=found)
    return _detail(request, one, 422, look=form)
