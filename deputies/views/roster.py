"""Rosters of deputies in and out, in the steps of every table and with their refusals (`importing`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from deputies import exports
from deputies.forms.roster import AnswersForm, RosterColumnsForm, RosterExportForm, UploadTableForm
from deputies.imports.roster import KIND, given_for, import_roster, needs_columns, try_roster
from deputies.models import RosterDraft
from deputies.views import importing


def _beside() -> dict[str, Any]:
    return {"export_form": RosterExportForm()}


FLOW = importing.Flow(
    room="deputies",
    kind=KIND,
    listed="deputies:deputy_list",
    asks="请先选这个人是谁，再点“就这样”。",
    needs_columns=needs_columns,
    given_for=given_for,
    attempt=try_roster,
    write=import_roster,
    columns_form=RosterColumnsForm,
    answers_form=AnswersForm,
    beside=_beside,
)
with_draft = importing.with_draft_of(FLOW)


@require_http_methods(["GET", "HEAD", "POST"])
@importing.keepers_only
def roster_import(request: PortalRequest) -> HttpResponse:
    """Choose a workbook; what is open already is named."""
    return importing.take(FLOW, request)


@require_GET
@with_draft
def roster_check(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """What the table would do: wrong rows first, then who is asked about, then what is written."""
    return importing.check(FLOW, request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def roster_columns(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Which column is what; asked once, remembered for the unit."""
    return importing.columns(FLOW, request, draft)


@require_POST
@with_draft
def roster_sheet(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Read another sheet of the workbook."""
    return importing.sheet(FLOW, request, draft)


@require_POST
@with_draft
def roster_people(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Keep who is who, and look again."""
    return importing.answers(FLOW, request, draft)


@require_POST
@with_draft
def roster_confirm(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Write the whole table or nothing; clicking twice writes it once."""
    return importing.confirm(FLOW, request, draft)


@require_POST
@with_draft
def roster_drop(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Forget the upload."""
    return importing.drop(FLOW, request, draft)


@require_GET
@with_draft
def roster_marked(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """The table with its wrong cells coloured, to repair and upload again."""
    return importing.marked(FLOW, request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@importing.keepers_only
def roster_export(request: PortalRequest) -> HttpResponse:
    """The roster as a table: by GET with masked telephones, by POST whole, for a reason that is logged."""
    if request.method != "POST":
        return importing.as_xlsx(exports.roster(request.user, request=request), "代表名册.xlsx")
    form = RosterExportForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, data = form.try_verb(lambda: exports.roster(request.user, reason=reason, request=request))
        if done:
            return importing.as_xlsx(data, "代表名册（完整手机号）.xlsx")
    return importing.upload_page(FLOW, request, UploadTableForm(), 422, export_form=form)
