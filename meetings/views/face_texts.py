"""核对附件: every text that a report's annex prints is read by a person before the report goes on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import PortalRequest
from meetings.models.face import FaceReport
from meetings.rules import face as rules
from meetings.views.face_reports import with_report
from meetings.workflow.face_report import annex_of
from opinions.forms.opinions import SHOWN_AT_ONCE, SharedRow
from opinions.views.shared import OK, confirm_rows, sent_rows

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@with_report(rules.may_draft_face_report)
def face_report_texts(request: PortalRequest, report: FaceReport) -> HttpResponse:
    """The texts beside the words as they were said: masked more or put right, then confirmed all at once.

    A text that changes later is shown here again. Once the report is sent its file stays as it was.
    """
    texts = annex_of(report).select_related("region", "contributor__deputy", "occasion", "topic")
    texts = texts.defer("search_terms")
    waiting = texts.filter(shared_confirmed=False)
    if request.method != "POST":
        return _page(request, report, [SharedRow(one) for one in waiting[:SHOWN_AT_ONCE]])
    status, left = confirm_rows(request, texts.filter(pk__in=sent_rows(request)))
    if status == OK and (not request.POST.get("only") or not left):
        return redirect("meetings:face_report_texts", report.pk)
    return _page(request, report, left, status=status)


def _page(request: PortalRequest, report: FaceReport, rows: list[SharedRow], *, status: int = 200) -> HttpResponse:
    texts = annex_of(report)
    context = {
        "report": report,
        "rows": rows,
        "total": texts.count(),
        "left": texts.filter(shared_confirmed=False).count(),
        "back": reverse("meetings:face_report", args=[report.pk]),
    }
    return render(request, "meetings/face_report_texts.html", context, status=status)
