"""After the meeting, in one view: the table that adds up, the opinions behind each number, and both to take away."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from common.files import DOCX
from common.paging import keyset
from meetings.exports import outcome as papers
from meetings.models import Meeting
from meetings.reports.came_back import came_back
from meetings.reports.outcome import OTHER, Outcome, outcome_of
from meetings.views.files import XLSX
from meetings.views.loading import with_meeting
from opinions.models import Opinion

SIZE = 20


@require_GET
@with_meeting()
def meeting_outcome(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Per topic and group what was said, where it went, what came back; `?topic=&group=` the opinions of one line."""
    outcome = outcome_of(meeting)
    chosen = _chosen(request, outcome)
    rows = _behind(meeting, outcome, chosen)
    page = keyset(rows.with_list_data(), request.GET, order=("id",), size=SIZE)
    came = came_back(page.rows)
    context = {
        "meeting": meeting,
        "outcome": outcome,
        "chosen": chosen,
        "page": page,
        "rows": [(opinion, came[opinion.pk]) for opinion in page.rows],
    }
    return render(request, "meetings/meeting_outcome.html", context)


def _chosen(request: HttpRequest, outcome: Outcome) -> Any:
    """The line whose opinions are asked for; None for all of them, also where the address names none."""
    asked = (request.GET.get("topic", ""), request.GET.get("group", "0"))
    return next((line for line in outcome.lines if (str(line.topic_pk), str(line.occasion_pk)) == asked), None)


def _behind(meeting: Meeting, outcome: Outcome, line: Any) -> Any:
    rows = Opinion.objects.of_occasion(meeting.occasion_id)
    if line is None:
        return rows
    if line.occasion_pk:
        rows = rows.filter(occasion=line.occasion_pk)
    if line.topic != OTHER or line.topic_pk:
        return rows.on_topic(line.topic_pk)
    known = {one.topic_pk for one in outcome.lines if one.topic_pk}
    return rows.off_topics(known)


def _sent(request: PortalRequest, meeting: Meeting, data: bytes, kind: str, name: str) -> HttpResponse:
    """The file, and a line in the log: it leaves the house."""
    audit(request.user, AuditAction.EXPORT, f"会议 {meeting.pk}：{name}", request=request)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})


@require_GET
@with_meeting()
def outcome_docx(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The table as a paper for the committee."""
    return _sent(request, meeting, papers.outcome_docx(meeting), DOCX, f"{meeting}意见办理情况表.docx")


@require_GET
@with_meeting()
def outcome_xlsx(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The table as a table."""
    return _sent(request, meeting, papers.outcome_xlsx(meeting), XLSX, f"{meeting}意见办理情况表.xlsx")


@require_GET
@with_meeting()
def outcome_rows(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """Every opinion with what became of it."""
    return _sent(request, meeting, papers.outcome_rows_xlsx(meeting), XLSX, f"{meeting}意见办理明细.xlsx")
