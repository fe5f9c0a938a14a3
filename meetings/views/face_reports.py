"""汇总报告: drafted from the year's page, checked by the office, noted as sent, and its paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from common.documents import TemplateProblem
from common.errors import RuleError
from common.files import DOCX
from common.posting import act, press
from common.steps import open_steps
from meetings.exports.face_report import report_context, report_docx
from meetings.forms.face import FaceReportEditForm, FaceReportForm, ReturnForm, SendForm
from meetings.models.face import FaceReport, FaceReportFile, FaceSeries
from meetings.rules import face as rules
from meetings.views.faces import with_series
from meetings.views.loading import loads
from meetings.workflow import face_report as workflow

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
with_report = loads(lambda request: FaceReport.objects.visible_to(request.user).with_place())
TITLE = "关于领导干部与代表公民面对面座谈会意见建议情况的报告"


@GET_OR_POST
@with_series(rules.may_prepare_series)
def face_report_new(request: PortalRequest, series: FaceSeries) -> HttpResponse:
    """拟报告 on sittings of the year that have ended; all of them are proposed."""
    region = series.occasion.unit.region
    ended = [face.pk for face in series.faces.filter(sitting__status="ended")]
    initial = {"title": TITLE, "addressee": f"中共{region.name}委", "faces": ended}
    typed = request.POST if request.method == "POST" else None
    form = FaceReportForm(typed, user=request.user, series=series, initial=initial)
    if request.method != "POST":
        return _form(request, form, series)
    return act(
        request,
        form,
        lambda data: workflow.draft(series, data["faces"], form.words(), actor=request.user, unit=data["unit"]),
        done="报告已拟好。请核对，再送办公室核稿。",
        back=lambda made: made,
        again=lambda shown, status: _form(request, shown, series, status=status),
    )


def _form(
    request: PortalRequest, form: Any, series: FaceSeries, report: FaceReport | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "series": series, "report": report}
    return render(request, "meetings/face_report_form.html", context, status=status)


@require_GET
@with_report()
def face_report(request: PortalRequest, report: FaceReport) -> HttpResponse:
    """The report as it will print, who has it now, and what they may do."""
    return _page(request, report)


def _page(
    request: PortalRequest, report: FaceReport, *, doing: str = "", bound: Any = None, status: int = 200
) -> HttpResponse:
    steps = open_steps(workflow.STEPS, report, request.user)
    context = {
        "report": report,
        "paper": report_context(report),
        "steps": steps,
        "returning": bound if doing == "return" else ReturnForm(),
        "sending": bound if doing == "send" else SendForm(),
        "file": FaceReportFile.objects.filter(report=report).first(),
        "history": _history(report),
        "unread": 0 if report.status == "sent" else workflow.annex_of(report).filter(shared_confirmed=False).count(),
        "may_draft": rules.may_draft_face_report(request.user, report),
    }
    return render(request, "meetings/face_report.html", context, status=status)


def _history(report: FaceReport) -> list[dict[str, Any]]:
    """What was done with it, newest first."""
    events = report.events.select_related("actor").order_by("-at", "-pk")
    labels = {"draft": "拟稿", **{name: step.label for name, step in workflow.STEPS.items()}}
    return [
        {"text": f"{event.actor or '系统'}　{labels[event.step]}", "time": event.at, "note": event.note}
        for event in events
    ]


@GET_OR_POST
@with_report(rules.may_draft_face_report)
def face_report_edit(request: PortalRequest, report: FaceReport) -> HttpResponse:
    initial = {name: getattr(report, name) for name in ("title", "addressee", "opening", "proposals", "version")}
    initial["faces"] = [face.pk for face in report.faces.all()]
    typed = request.POST if request.method == "POST" else None
    form = FaceReportEditForm(typed, user=request.user, series=report.series, fixed_unit=True, initial=initial)
    if request.method != "POST":
        return _form(request, form, report.series, report)
    return act(
        request,
        form,
        lambda data: workflow.edit(report, data["faces"], form.words(), actor=request.user, version=data["version"]),
        done="报告已改好。",
        back=report,
        again=lambda shown, status: _form(request, shown, report.series, report, status),
    )


# --- steps --------------------------------------------------------------------------------------
@require_POST
@with_report()
def face_report_submit(request: PortalRequest, report: FaceReport) -> HttpResponse:
    done = "已送办公室核稿。"
    return press(request, lambda: workflow.submit(report, actor=request.user), done=done, back=report)


@require_POST
@with_report()
def face_report_check(request: PortalRequest, report: FaceReport) -> HttpResponse:
    done = "核稿通过。现在由选工委报送，再登记文号和日期。"
    return press(request, lambda: workflow.check(report, actor=request.user), done=done, back=report)


@require_POST
@with_report()
def face_report_return(request: PortalRequest, report: FaceReport) -> HttpResponse:
    return act(
        request,
        ReturnForm(request.POST),
        lambda data: workflow.return_report(report, actor=request.user, **data),
        done="已退回拟稿人修改。",
        back=report,
        again=lambda shown, status: _page(request, report, doing="return", bound=shown, status=status),
    )


@require_POST
@with_report()
def face_report_send(request: PortalRequest, report: FaceReport) -> HttpResponse:
    """登记报送: the paper is made and kept in the same moment."""
    return act(
        request,
        SendForm(request.POST),
        lambda data: _send(report, request, data),
        done="已登记报送。报告的文件已经定稿存档，不能再改。",
        back=report,
        again=lambda shown, status: _page(request, report, doing="send", bound=shown, status=status),
    )


def _send(report: FaceReport, request: PortalRequest, data: dict[str, Any]) -> FaceReport:
    try:
        return workflow.send(report, actor=request.user, render=report_docx, **data)
    except TemplateProblem as error:
        raise RuleError(f"报告没有报送：{error}") from error


@require_GET
@with_report()
def face_report_docx(request: PortalRequest, report: FaceReport) -> HttpResponse:
    """The file that was sent; before that, the paper as it would print now."""
    kept = FaceReportFile.objects.filter(report=report).first()
    audit(request.user, AuditAction.EXPORT, f"面对面座谈会报告 {report.pk}", "Word", request)
    data = kept.file.read() if kept else report_docx(report)
    name = f"{report.number or '拟稿'} {report.title}.docx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(data, content_type=DOCX, headers={"Content-Disposition": disposition or ""})
