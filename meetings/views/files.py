"""Tables in and out: the dry run of an import, its confirmation, template and record as .xlsx."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import audit
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from common.errors import RuleError
from meetings import rules
from meetings.exports.record import empty_table, record_table
from meetings.forms import ImportConfirmForm, ImportForm
from meetings.imports.record import DryRun, import_rows, read_table, sealed, try_rows, unsealed
from meetings.models import Sitting
from meetings.views.loading import with_sitting

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@with_sitting(rules.may_record)
def sitting_import(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """Choose a table and see what it would do; nothing is written here."""
    if request.method != "POST":
        return _page(request, sitting, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, sitting, form, status=422)
    try:
        raw = read_table(form.cleaned_data["table"].read())
    except ValidationError as error:
        form.add_error("table", error)
        return _page(request, sitting, form, status=422)
    tried = try_rows(sitting, raw)
    confirm = ImportConfirmForm(initial={"rows": sealed(sitting, raw), "skip_known": bool(tried.known)})
    return _page(request, sitting, form, tried=tried, confirm=confirm, status=422 if tried.errors else 200)


def _page(
    request: PortalRequest,
    sitting: Sitting,
    form: Any,
    *,
    tried: DryRun | None = None,
    confirm: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {"sitting": sitting, "form": form, "tried": tried, "confirm": confirm}
    return render(request, "meetings/sitting_import.html", context, status=status)


@require_POST
@with_sitting(rules.may_record)
def sitting_import_confirm(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """Write the rows of the dry run, all or none; clicking twice writes them once."""
    form = ImportConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, sitting, ImportForm(), status=422)
    data = form.cleaned_data
    try:
        key, raw = unsealed(sitting, data["rows"])
        number = import_rows(sitting, raw, actor=request.user, key=key, skip_known=data["skip_known"])
    except RuleError as error:
        messages.error(request, f"一条也没有导入。{error}")
        return _page(request, sitting, ImportForm(), status=422)
    messages.success(request, f"已导入 {number} 条意见。")
    return redirect(sitting)


@require_GET
@with_sitting(rules.may_record)
def import_template(request: PortalRequest, sitting: Sitting) -> HttpResponse:  # noqa: ARG001 - the decorator reads it
    """The empty table to fill in."""
    return _xlsx(empty_table(sitting), "意见导入表.xlsx")


@require_GET
@with_sitting()
def sitting_export(request: PortalRequest, sitting: Sitting) -> HttpResponse:
    """The record as a table; logged, since it carries names."""
    audit(request.user, AuditAction.EXPORT, f"会议记录 {sitting.pk}：{sitting}", request=request)
    return _xlsx(record_table(sitting), f"{sitting}意见记录.xlsx")


def _xlsx(data: bytes, name: str) -> HttpResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": disposition})
