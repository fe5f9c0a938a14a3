"""Files of the ledger: attachments asked through what they hang on, papers and tables made anew."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.actions import audit
from accounts.requests import PortalRequest
from common.files import serve
from opinions import filters, rules
from opinions.choices import UndertakingStatus
from opinions.exports import notice as notice_exports
from opinions.exports import paper as paper_exports
from opinions.exports import tables
from opinions.models import AssignmentList, Attachment, Opinion, Rating, Reply, Undertaking
from opinions.views.loading import with_list, with_undertaking

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """A file made for this request, saved under its Chinese name."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def attachment(request: PortalRequest, pk: int) -> FileResponse:
    """A stored file, for whoever may see what it belongs to; else 404."""
    found = get_object_or_404(
        Attachment.objects.select_related(
            "reply__undertaking__assignment__list__unit__region", "reply__undertaking__parent"
        ),
        pk=pk,
    )
    if not _may_see(request.user, found):
        raise Http404
    return serve(found, inline=found.content_type in ("application/pdf", "image/jpeg", "image/png"))


def _may_see(user: Any, found: Attachment) -> bool:
    if found.list_id:
        return AssignmentList.objects.visible_to(user).filter(pk=found.list_id).exists()
    if found.opinion_id:
        return Opinion.objects.visible_to(user).filter(pk=found.opinion_id).exists()
    reply = found.reply
    if reply is None:
        return False
    if rules.can_view_undertaking(user, reply.undertaking) and rules.may_read_reply(user, reply):
        return True
    passed = reply.passed_at is not None and found.purpose == Attachment.Purpose.FILE
    return passed and Rating.objects.filter(reply=reply, contributor__deputy__user_id=user.pk).exists()


@require_GET
@with_list
def list_docx(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """The paper: the frozen file once issued, else as it would print now."""
    frozen = paper.attachments.filter(purpose=Attachment.Purpose.FROZEN).last()
    audit(request.user, "export", f"交办清单 {paper.shown_number}", "Word", request)
    data = frozen.file.read() if frozen else paper_exports.list_docx(paper)
    return download(data, f"{paper.number or '拟稿'} 交办清单.docx", DOCX)


@require_GET
@with_list
def list_xlsx(request: PortalRequest, paper: AssignmentList) -> HttpResponse:
    """Every item as a table."""
    audit(request.user, "export", f"交办清单 {paper.shown_number}", "Excel", request)
    return download(paper_exports.list_xlsx(paper), f"{paper.number or '拟稿'} 交办清单.xlsx", XLSX)


@require_GET
@with_undertaking
def undertaking_notice(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:  # noqa: ARG001 - a view
    """交办通知 of the unit, to print and hand over; an item reassigned or revoked has none."""
    if undertaking.status in UndertakingStatus.GONE:
        raise Http404
    paper, unit = undertaking.assignment.list, undertaking.unit
    data = notice_exports.unit_notice_docx(paper, unit)
    return download(data, f"交办通知 {unit.short_name} {paper.number}.docx", DOCX)


def _readable_reply(request: PortalRequest, undertaking: Undertaking) -> Reply:
    reply = undertaking.replies.filter(round=undertaking.round).first()
    if reply is None:
        raise Http404
    reply.undertaking = undertaking
    if not rules.may_read_reply(request.user, reply):
        raise Http404
    return reply


@require_GET
@with_undertaking
def reply_letter(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """答复函 in its official layout, for sealing."""
    reply = _readable_reply(request, undertaking)
    return download(notice_exports.reply_docx(reply), f"答复函 {undertaking.assignment.title}.docx", DOCX)


@require_GET
@with_undertaking
def reply_slip(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """发文稿纸: the draft with the item and its masked sources, for signatures on paper."""
    reply = _readable_reply(request, undertaking)
    return download(notice_exports.drafting_slip_docx(reply), f"发文稿纸 {undertaking.assignment.title}.docx", DOCX)


@require_GET
def undertaking_export(request: PortalRequest) -> HttpResponse:
    """办理情况 of everything the user may see, as a table."""
    chosen = filters.UndertakingFilter(request.GET, user=request.user, today=timezone.localdate())
    rows = chosen.apply(Undertaking.objects.visible_to(request.user).in_force())
    audit(request.user, "export", "办理情况", chosen.tab_now, request)
    return download(tables.undertakings_xlsx(rows), "办理情况.xlsx", XLSX)
