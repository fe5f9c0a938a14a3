"""筹备日程: the steps of a meeting as days, and each step with what settled it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import Calendar
from accounts.requests import PortalRequest
from common.files import serve
from common.forms import PortalForm
from common.posting import act, press
from common.steps import open_steps
from meetings import actions, reports, rules, workflow
from meetings.forms.process import (
    BeginForm,
    DecideForm,
    MeetingStepForm,
    ReasonForm,
    SettleForm,
    StepDayForm,
    StepFileForm,
)
from meetings.models import Meeting, MeetingStep, Preparation, StepPaper
from meetings.views.loading import with_meeting, with_step
from meetings.workflow.process import STEPS

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
# Each step's form, and what its verb is called; one table for showing and taking.
FORMS: dict[str, tuple[type[PortalForm], Callable[..., MeetingStep], str]] = {
    "finish": (SettleForm, workflow.finish_step, "登记好了。"),
    "decide": (DecideForm, workflow.decide_step, "审批结果登记好了。"),
    "skip": (ReasonForm, workflow.skip_step, "记下了，这次不办这一步。"),
    "reopen": (ReasonForm, workflow.reopen_step, "重新办，回到待办。以前登记的在下面的记录里。"),
    "move_day": (StepDayForm, workflow.move_step_day, "日期改好了。会议改期重算时，这一步的日期不动。"),
    "remove": (ReasonForm, workflow.remove_step, "移出去了。要放回来，在这一页点“放回日程”。"),
}
OPENED_BY = {"agreed": "decide", **{name: name for name in FORMS if name != "decide"}}


# --- the whole ----------------------------------------------------------------------------------
@require_GET
@with_meeting()
def preparation(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """What is late, who holds it, what is next; without steps yet, where to take them from."""
    return _page(request, meeting)


def _page(request: PortalRequest, meeting: Meeting, form: Any = None, status: int = 200) -> HttpResponse:
    made = Preparation.objects.filter(meeting=meeting).select_related("template").first()
    may, today = rules.may_prepare(request.user, meeting), timezone.localdate()
    context: dict[str, Any] = {"meeting": meeting, "made": made, "may_prepare": may, "today": today}
    if made is not None:
        made.meeting = meeting
        context["schedule"] = reports.schedule_of(made, request.user, today)
    elif may:
        context["form"] = form or BeginForm(region=meeting.occasion.unit.region)
    return render(request, "meetings/preparation.html", context, status=status)


@require_POST
@with_meeting(rules.may_prepare)
def preparation_begin(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Copy the steps of a process into the meeting."""
    return act(
        request,
        BeginForm(request.POST, region=meeting.occasion.unit.region),
        lambda data: actions.begin_preparation(meeting, actor=request.user, choice=data["process"]),
        done="步骤和日期都排好了。",
        back=lambda made: made,
        again=lambda form, status: _page(request, meeting, form, status),
    )


@require_POST
@with_meeting(rules.may_prepare)
def preparation_recount(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Count the waiting steps anew from the meeting's present day."""
    made = get_object_or_404(Preparation, meeting=meeting)
    made.meeting = meeting
    return press(
        request,
        lambda: actions.recount_preparation(made, actor=request.user),
        done="没办的步骤照新的日期重算了，办完的没有动。",
        back=made,
    )


@GET_OR_POST
@with_meeting(rules.may_prepare)
def preparation_step_add(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """One more step for this meeting alone."""
    made = get_object_or_404(Preparation.objects.with_place(), meeting=meeting)
    form = MeetingStepForm(request.POST or None, region=meeting.occasion.unit.region)

    def page(shown: PortalForm, status: int = 200) -> HttpResponse:
        context = {"meeting": meeting, "made": made, "form": shown}
        return render(request, "meetings/preparation_step_form.html", context, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda data: workflow.add_step(made, actor=request.user, **data),
        done="加好了，按日期排进了日程。流程没有动，别的会议不受影响。",
        back=lambda step: f"{made.get_absolute_url()}#step-{step.pk}",
        again=page,
    )


# --- one step -----------------------------------------------------------------------------------
@require_GET
@with_step()
def step_detail(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """One step: who holds it, until when, what settled it, and what may be done with it now."""
    return _step_page(request, step)


def _step_page(request: PortalRequest, step: MeetingStep, status: int = 200, **bound: PortalForm) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    doing = open_steps(STEPS, step, user)
    opened = [OPENED_BY[name] for name in doing if name in OPENED_BY]
    forms = {name: bound.get(name) or _blank(name, today) for name in opened}
    may_add = rules.may_carry(user, step)
    context = {
        "step": step,
        "meeting": step.preparation.meeting,
        "line": reports.line_of(step, user, today, Calendar.load()),
        "papers": list(step.papers.all()),
        "history": reports.step_history(step),
        "forms": forms,
        "doing": doing,
        "wrong": set(bound),
        "file_form": (bound.get("paper") or StepFileForm(auto_id="paper_%s")) if may_add else None,
    }
    return render(request, "meetings/step_detail.html", context, status=status)


def _blank(name: str, today: Any) -> PortalForm:
    return FORMS[name][0](auto_id=f"{name}_%s", initial={"on": today})


def _taken(request: PortalRequest, step: MeetingStep, name: str) -> HttpResponse:
    kind, verb, done = FORMS[name]
    return act(
        request,
        kind(request.POST, request.FILES, auto_id=f"{name}_%s"),
        lambda data: verb(step, actor=request.user, **data),
        done=done,
        back=step,
        again=lambda form, status: _step_page(request, step, status, **{name: form}),
    )


@require_POST
@with_step(rules.may_finish)
def step_finish(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """It is done."""
    return _taken(request, step, "finish")


@require_POST
@with_step(rules.may_decide)
def step_decide(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """What the body decided."""
    return _taken(request, step, "decide")


@require_POST
@with_step(rules.may_change_course)
def step_skip(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """Not needed this time."""
    return _taken(request, step, "skip")


@require_POST
@with_step(rules.may_change_course)
def step_reopen(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """To be done again."""
    return _taken(request, step, "reopen")


@require_POST
@with_step(rules.may_change_course)
def step_day(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """Another last day."""
    return _taken(request, step, "move_day")


@require_POST
@with_step(rules.may_change_course)
def step_day_count(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """The counted day again."""
    done, back = "改回算出的日期了，以后会议改期跟着重算。", step.preparation
    return press(request, lambda: workflow.count_step_day(step, actor=request.user), done=done, back=back)


@require_POST
@with_step(rules.may_change_course)
def step_remove(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """Out of this meeting's calendar."""
    return _taken(request, step, "remove")


@require_POST
@with_step(rules.may_change_course)
def step_restore(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """Back into the calendar."""
    done = f"“{step}”放回日程了。"
    return press(request, lambda: workflow.restore_step(step, actor=request.user), done=done, back=step)


@require_POST
@with_step(rules.may_carry)
def step_paper_add(request: PortalRequest, step: MeetingStep) -> HttpResponse:
    """One more paper of the step."""
    return act(
        request,
        StepFileForm(request.POST, request.FILES, auto_id="paper_%s"),
        lambda data: workflow.add_step_paper(step, data["upload"], actor=request.user),
        done="文件存好了。",
        back=step,
        again=lambda form, status: _step_page(request, step, status, paper=form),
    )


@require_GET
def step_paper(request: PortalRequest, pk: int) -> FileResponse:
    """The paper itself, to whoever sees the meeting."""
    return serve(get_object_or_404(StepPaper.objects.visible_to(request.user), pk=pk), inline=True)
