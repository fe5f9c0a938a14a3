"""Tables of stations in and out, in the steps of every table and with their refusals (`deputies.views.importing`)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from deputies.models import RosterDraft
from deputies.views import importing
from stations.exports import station_roster
from stations.forms.roster import StationAnswersForm, StationColumnsForm
from stations.imports.roster import KIND, given_for, import_stations, needs_columns, try_stations

FLOW = importing.Flow(
    room="stations",
    kind=KIND,
    listed="stations:station_list",
    asks="请先选一项，再点“就这样”。",
    needs_columns=needs_columns,
    given_for=given_for,
    attempt=try_stations,
    write=import_stations,
    columns_form=StationColumnsForm,
    answers_form=StationAnswersForm,
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
    """What the table would do: wrong rows first, then what is asked about, then what is written."""
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
def roster_answers(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Keep what was answered, and look again."""
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


@require_GET
@importing.keepers_only
def roster_export(request: PortalRequest) -> HttpResponse:
    """The stations as a table."""
    return importing.as_xlsx(station_roster(request.user, request=request), "联络站名册.xlsx")
