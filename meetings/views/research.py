"""Field research before a sitting, what was found there, and the run-sheet of the sitting."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.posting import act, press
from meetings import rules
from meetings.actions import research
from meetings.actions.run_sheet import STALE_SHEET, draft_lines, save_run_sheet
from meetings.forms.called import FindingEditForm, FindingForm, RunLines, StopForm, moved_line
from meetings.models import Citation, Finding, Meeting, RaisedOpinion, ResearchStop, RunSheet, Sitting
from meetings.reports.research import raised_behind
from meetings.views.loading import loads, with_meeting, with_sitting

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
with_stop = loads(
    lambda request: ResearchStop.objects.filter(
        meeting__in=Meeting.objects.visible_to(request.user)
    ).select_related("meeting__occasion__unit__region", "sitting")
)
with_citation = loads(
    lambda request: Citation.objects.filter(
        raised__sitting__in=Sitting.objects.visible_to(request.user)
    ).select_related("raised__sitting__occasion__unit__region")
)


with_finding = loads(
    lambda request: Finding.objects.filter(stop__meeting__in=Meeting.objects.visible_to(request.user)).select_related(
        "stop__meeting__occasion__unit__region"
    )
)


def may_keep_finding(user: Any, finding: Finding) -> bool:
    return rules.may_prepare(user, finding.stop.meeting)


def may_keep_stop(user: Any, stop: ResearchStop) -> bool:
    return rules.may_prepare(user, stop.meeting)


def may_uncite(user: Any, citation: Citation) -> bool:
    return rules.may_record(user, citation.raised.sitting)


def _url(meeting_id: int) -> str:
    return reverse("meetings:research", args=[meeting_id])


@GET_OR_POST
@with_meeting()
def research_list(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Where one goes before the sittings and what was found; a POST adds a stop."""
    if request.method != "POST":
        return _page(request, meeting)
    if not rules.may_prepare(request.user, meeting):
        raise PermissionDenied
    return act(
        request,
        StopForm(request.POST, meeting=meeting),
        lambda data: research.save_stop(meeting, actor=request.user, **data),
        done="调研点已加上。",
        back=_url(meeting.pk),
        again=lambda form, status: _page(request, meeting, status, stop_form=form),
    )


def _page(request: PortalRequest, meeting: Meeting, status: int = 200, **bound: Any) -> HttpResponse:
    stops = meeting.stops.select_related("sitting__occasion").prefetch_related(
        "findings__citations", "findings__wordings__changed_by"
    )
    context = {
        "meeting": meeting,
        "stops": [(stop, any(one.citations.all() for one in stop.findings.all())) for stop in stops],
        "may_prepare": rules.may_prepare(request.user, meeting),
        "stop_form": StopForm(meeting=meeting, initial={"visited_on": meeting.occasion.held_on}),
        "at": 0,
        "bound": bound,
        **bound,
    }
    return render(request, "meetings/research.html", context, status=status)


@require_POST
@with_stop(may_keep_stop)
def finding_add(request: PortalRequest, stop: ResearchStop) -> HttpResponse:
    return act(
        request,
        FindingForm(request.POST),
        lambda data: research.add_finding(stop, actor=request.user, **data),
        done="发现已记下。",
        back=f"{_url(stop.meeting_id)}#s{stop.pk}",
        again=lambda form, status: _page(request, stop.meeting, status, finding=form, at=stop.pk),
    )


@require_POST
@with_stop(may_keep_stop)
def stop_remove(request: PortalRequest, stop: ResearchStop) -> HttpResponse:
    back = _url(stop.meeting_id)
    return press(request, lambda: research.remove_stop(stop, actor=request.user), done="调研点已删除。", back=back)


@GET_OR_POST
@with_stop(may_keep_stop)
def stop_edit(request: PortalRequest, stop: ResearchStop) -> HttpResponse:
    """Place, time, hosts and group put right."""
    names = ("place", "visited_on", "starts_at", "hosts", "sitting")
    initial = {name: getattr(stop, name) for name in names}
    form = StopForm(request.POST or None, meeting=stop.meeting, initial=initial)

    def page(shown: Any, status: int = 200) -> HttpResponse:
        context = {"meeting": stop.meeting, "stop": stop, "form": shown, "why": research.why_fixed(stop)}
        return render(request, "meetings/stop_edit.html", context, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda data: research.save_stop(stop.meeting, actor=request.user, stop=stop, **data),
        done="调研点改好了。",
        back=f"{_url(stop.meeting_id)}#s{stop.pk}",
        again=page,
    )


@GET_OR_POST
@with_finding(may_keep_finding)
def finding_edit(request: PortalRequest, finding: Finding) -> HttpResponse:
    """Other words; the earlier ones below."""
    was = finding.text
    form = FindingEditForm(request.POST or None, initial={"text": was, "was": was})

    def page(shown: Any, status: int = 200) -> HttpResponse:
        stop = finding.stop
        context = {"meeting": stop.meeting, "stop": stop, "finding": finding, "form": shown}
        context |= {"why": research.why_fixed(stop), "wordings": finding.wordings.select_related("changed_by")[:20]}
        return render(request, "meetings/finding_edit.html", context, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda data: research.edit_finding(finding, actor=request.user, **data),
        done="改好了，原来的文字留在记录里。",
        back=f"{_url(finding.stop.meeting_id)}#s{finding.stop_id}",
        again=page,
    )


# --- cited --------------------------------------------------------------------------------------
@GET_OR_POST
@with_sitting(rules.may_record)
def citation_add(request: PortalRequest, sitting: Sitting, raised: int) -> HttpResponse:
    """Which finding a recorded opinion rests on: chosen from those of the meeting."""
    rows = RaisedOpinion.objects.live().filter(sitting=sitting).with_row_data()
    row = get_object_or_404(rows.select_related("sitting__occasion__unit__region"), pk=raised)
    findings = Finding.objects.filter(stop__meeting=sitting.meeting_id).select_related("stop")
    back = row.opinion if "opinion" in request.GET else sitting  # where one came from
    if request.method == "POST":
        picked = request.POST.get("finding", "")
        finding = get_object_or_404(findings, pk=int(picked) if picked.isdecimal() else 0)
        verb = research.cite
        return press(request, lambda: verb(row, finding, actor=request.user), done="引用已记下。", back=back)
    cited = set(row.citations.values_list("finding_id", flat=True))
    context = {"sitting": sitting, "row": row, "findings": findings, "cited": cited, "back": back}
    return render(request, "meetings/citation.html", context)


@require_GET
def opinion_findings(request: PortalRequest, pk: int) -> HttpResponse:
    """调研发现 on the page of the opinion `pk`; as a plain link it leads to the sitting where it was said."""
    row = raised_behind(pk, request.user)
    if row is None:
        raise Http404
    if not request.htmx:
        return redirect(row.sitting)
    context = {"row": row, "sitting": row.sitting, "may_record": rules.may_record(request.user, row.sitting)}
    return render(request, "meetings/_opinion_findings.html", context)


@require_POST
@with_citation(may_uncite)
def citation_remove(request: PortalRequest, citation: Citation) -> HttpResponse:
    back = citation.raised.sitting
    return press(request, lambda: research.uncite(citation, actor=request.user), done="不再引用。", back=back)


# --- the run-sheet ------------------------------------------------------------------------------
@require_GET
@with_sitting()
def run_sheet(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The run-sheet as it reads and prints."""
    sheet = RunSheet.objects.filter(sitting=sitting).first()
    context = {
        "sitting": sitting,
        "lines": sheet.lines.all() if sheet else [],
        "may_record": rules.may_record(request.user, sitting),
    }
    return render(request, "meetings/run_sheet.html", context)


@GET_OR_POST
@with_sitting(rules.may_record)
def run_sheet_edit(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """All lines in one form; a sheet not written yet starts from what is known of the sitting."""
    sheet = RunSheet.objects.filter(sitting=sitting).first()
    if request.method != "POST":
        known = sheet.lines.values("kind", "who", "what", "minutes") if sheet else map(asdict, draft_lines(sitting))
        return _edit_page(request, sitting, RunLines(initial=list(known)), sheet.version if sheet else 0)
    lines, version = RunLines(request.POST), request.POST.get("version", "")
    number = int(version) if version.isdecimal() else 0
    if moved := moved_line(request.POST):
        stale = number != (sheet.version if sheet else 0)
        told: dict[str, Any] = {"moved": moved, "wrong": STALE_SHEET if stale else "", "status": 409 if stale else 200}
        return _edit_page(request, sitting, RunLines(initial=moved.lines), number, **told)
    if not lines.is_valid():
        return _edit_page(request, sitting, lines, number, status=422)
    try:
        save_run_sheet(sitting, [one for f in lines if (one := f.line())], actor=request.user, version=number)
    except RuleError as error:
        status = 409 if isinstance(error, StaleError) else 422
        return _edit_page(request, sitting, lines, number, status=status, wrong=str(error))
    messages.success(request, "程序单已存好。")
    return redirect("meetings:run_sheet", sitting.pk)


def _edit_page(
    request: PortalRequest, sitting: Sitting, lines: Any, version: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"sitting": sitting, "lines": lines, "version": version, **more}
    return render(request, "meetings/run_sheet_edit.html", context, status=status)
