"""分组会议记录 and 参会人名单: to print from the page, and as .docx. They carry names, so taking one is logged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from meetings.exports import sitting_papers as papers
from meetings.models import Sitting
from meetings.views.loading import with_sitting
from opinions.views.files import DOCX, download


def _log(request: PortalRequest, sitting: Sitting, what: str) -> None:
    audit(request.user, AuditAction.EXPORT, f"{what} {sitting.pk}：{sitting}", request=request)


@require_GET
@with_sitting()
def record_print(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The record with its fields, as the paper has them."""
    context = {"sitting": sitting, "paper": papers.record_context(sitting)}
    return render(request, "meetings/record_print.html", context)


@require_GET
@with_sitting()
def record_docx(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    _log(request, sitting, f"{sitting.get_kind_display()}记录")
    return download(papers.group_record_docx(sitting), f"{sitting}记录.docx", DOCX)


@require_GET
@with_sitting()
def attendance_print(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The list with a column to sign in."""
    context = {"sitting": sitting, "paper": papers.attendance_context(sitting)}
    return render(request, "meetings/attendance_print.html", context)


@require_GET
@with_sitting()
def attendance_docx(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    _log(request, sitting, "参会名单")
    return download(papers.attendance_docx(sitting), f"{sitting}参会名单.docx", DOCX)
