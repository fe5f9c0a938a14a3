"""Deputies asked to sit in, and citizens who asked to listen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError
from common.forms import PortalForm
from common.posting import act, press
from common.steps import open_steps
from meetings import rules
from meetings.forms.called import ApplicationForm, QuotaForm, RefusalForm, RelevanceForm
from meetings.models import AudienceApplication, Meeting, Roll
from meetings.reports.relevance import matches_of, words_of
from meetings.views.loading import loads, with_meeting
from meetings.workflow import audience
from meetings.workflow.inviting import invite

with_application = loads(lambda request: AudienceApplication.objects.visible_to(request.user).with_row_data())


# --- deputies -----------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@with_meeting(rules.may_prepare)
def deputy_invite(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Whom the topics concern, each with the reason; a POST asks those who are ticked."""
    titles = meeting.agenda.values_list("topic__title", flat=True)
    form = RelevanceForm(request.GET if "words" in request.GET else {"words": " ".join(words_of(titles))})
    found = []
    if form.is_valid():
        words = form.cleaned_data["words"].split()
        found = matches_of(meeting, request.user, words, form.cleaned_data["category"])
    wrong = ""
    if request.method == "POST":
        try:
            return _ask(request, meeting)
        except RuleError as error:
            wrong = str(error)
    context = {"meeting": meeting, "form": form, "found": found, "wrong": wrong}
    return render(request, "meetings/deputy_invite.html", context, status=422 if wrong else 200)


def _ask(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The reason is what the clerk saw and may have changed."""
    picked = [int(pk) for pk in request.POST.getlist("deputy") if pk.isdecimal()]
    made = invite(meeting, {pk: request.POST.get(f"because-{pk}", "") for pk in picked}, actor=request.user)
    silent = [str(one) for one in made if not (one.deputy and one.deputy.user)]
    told = f"没有账号、要打电话通知的：{'、'.join(silent)}。" if silent else ""
    messages.success(request, f"请了 {len(made)} 名代表，已加进名单。{told}")
    return redirect("meetings:roll", meeting.pk)


# --- the audience -------------------------------------------------------------------------------
def _url(meeting_id: int) -> str:
    return reverse("meetings:audience", args=[meeting_id])


@require_GET
@with_meeting(rules.may_prepare)
def audience_list(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Who applied, how many seats are left, and the form for the next one."""
    return _page(request, meeting)


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: Any) -> HttpResponse:
    roll = Roll.objects.filter(meeting=meeting).first() or Roll(meeting=meeting)
    rows = AudienceApplication.objects.filter(meeting=meeting).with_row_data().order_by("id")
    context = {
        "meeting": meeting,
        "roll": roll,
        "left": roll.audience_quota - roll.audience_taken,
        "rows": [(one, open_steps(audience.STEPS, one, request.user)) for one in rows],
        "quota_form": QuotaForm(initial={"quota": roll.audience_quota or None}),
        "application_form": ApplicationForm(),
        "bound": bound,
        **bound,
    }
    return render(request, "meetings/audience.html", context, status=status)


@require_POST
@with_meeting(rules.may_prepare)
def audience_quota(request: PortalRequest, meeting: Meeting) -> HttpResponse:
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
    return act(
        request,
        ApplicationForm(request.POST),
        lambda data: audience.apply_for(meeting, audience.Applicant(**data), actor=request.user),
        done="申请已登记，等审核。",
        back=_url(meeting.pk),
        again=lambda form, status: _page(request, meeting, status, application_form=form),
    )


@require_POST
@with_application(rules.keeps_plan)
def audience_pass(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    done = f"{one}可以旁听，已加进名单。"
    return press(request, lambda: audience.grant_seat(one, actor=request.user), done=done, back=_url(one.meeting_id))


@require_POST
@with_application(rules.keeps_plan)
def audience_refuse(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    def again(form: PortalForm, status: int) -> HttpResponse:
        fresh = AudienceApplication.objects.with_row_data().get(pk=one.pk)
        return _page(request, fresh.meeting, status, refusal=form, at=one.pk)

    return act(
        request,
        RefusalForm(request.POST),
        lambda data: audience.refuse(one, actor=request.user, **data),
        done=f"{one}没有通过，理由已记下。",
        back=_url(one.meeting_id),
        again=again,
    )


@require_POST
@with_application(rules.keeps_plan)
def audience_reopen(request: PortalRequest, one: AudienceApplication) -> HttpResponse:
    back = _url(one.meeting_id)
    return press(request, lambda: audience.reopen(one, actor=request.user), done="可以重新审核了。", back=back)
