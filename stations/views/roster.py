"""Tables of stations in and out, in the steps of the roster of deputies and with its refusals.

404 for who has no register, 403 for who reads it and keeps none; 404 for somebody else's upload;
422 for what cannot be read or is wrong, 409 for a table imported already or stations that changed.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.posting import act
from deputies.forms.roster import ConfirmForm, SheetForm, UploadTableForm
from deputies.imports import drafts
from deputies.imports.places import Places
from deputies.models import RosterDraft
from deputies.views.roster import SHOWN, as_xlsx, keepers_only, with_draft_of
from stations.exports import station_roster
from stations.forms.roster import StationAnswersForm, StationColumnsForm
from stations.imports.roster import KIND, Trial, given_for, import_stations, needs_columns, try_stations


def _done_page(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    draft.refresh_from_db()
    status = 200 if request.method in ("GET", "HEAD") else 409
    return render(request, "stations/roster_done.html", {"draft": draft}, status=status)


with_draft = with_draft_of(KIND.name, _done_page)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def roster_import(request: PortalRequest) -> HttpResponse:
    """Choose a workbook; what is open already is named."""
    form = UploadTableForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _upload_page(request, UploadTableForm())
    if not form.is_valid():
        return _upload_page(request, form, 422)
    try:
        draft = drafts.take_upload(KIND, form.cleaned_data["table"], actor=request.user)
    except ValidationError as error:
        form.add_error("table", error)
        return _upload_page(request, form, 422)
    return redirect("stations:roster_check", draft.pk)


def _upload_page(request: PortalRequest, form: UploadTableForm, status: int = 200) -> HttpResponse:
    mine = RosterDraft.objects.visible_to(request.user).filter(kind=KIND.name, done_at=None)
    return render(request, "stations/roster_import.html", {"form": form, "open": mine.first()}, status=status)


@require_GET
@with_draft
def roster_check(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """What the table would do: wrong rows first, then what is asked, then what is written."""
    tables = drafts.tables_of(draft, KIND)
    if needs_columns(draft, tables[0]):
        return redirect("stations:roster_columns", draft.pk)
    return _check_page(request, draft, tables=tables)


def _check_page(
    request: PortalRequest, draft: RosterDraft, status: int = 200, refused: str = "", *, tables: Any = None
) -> HttpResponse:
    tables = tables or drafts.tables_of(draft, KIND)
    trial = try_stations(draft, tables[0], actor=request.user)
    context = {
        "draft": draft,
        "tables": tables,
        "trial": trial,
        "refused": refused,
        "spare": drafts.spare(tables[0], draft),
        "lists": _lists(trial),
        "most": SHOWN,
        "answers_form": StationAnswersForm(questions=trial.questions),
        "confirm_form": ConfirmForm(initial={"digest": trial.plan.digest}),
    }
    return render(request, "stations/roster_check.html", context, status=status)


def _lists(trial: Trial) -> list[tuple[str, str, int, list[Any]]]:
    plan = trial.plan
    parts = (("added", "新增", plan.added), ("changed", "改动", plan.changed), ("left", "不变", plan.left))
    return [(key, label, len(rows), rows[:SHOWN]) for key, label, rows in parts]


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def roster_columns(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Which column is what; asked once, remembered for the unit."""
    table = drafts.tables_of(draft, KIND)[0]
    known = {str(one.at): draft.columns.get(str(one.at), one.column) for one in table.headings}
    facts: dict[str, Any] = {"table": table, "kind": KIND, "known": known, "user": request.user}
    initial = draft.given or given_for(table, Places(request.user))
    form = StationColumnsForm(request.POST or None, initial=initial, **facts)

    def page(form: Any, status: int = 200) -> HttpResponse:
        return render(
            request, "stations/roster_columns.html", {"draft": draft, "form": form, "table": table}, status=status
        )

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda _: drafts.name_columns(
            draft, table, KIND, actor=request.user, columns=form.columns(), given=form.given()
        ),
        done="列的对应记住了。",
        back=reverse("stations:roster_check", args=[draft.pk]),
        again=page,
    )


@require_POST
@with_draft
def roster_sheet(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Read another sheet of the workbook."""
    form = SheetForm(request.POST)
    if not form.is_valid():
        return _check_page(request, draft, 422, "请选一张工作表。")
    try:
        drafts.choose_sheet(draft, form.cleaned_data["sheet"], KIND, actor=request.user)
    except RuleError as error:
        return _check_page(request, draft, 422, str(error))
    return redirect("stations:roster_check", draft.pk)


@require_POST
@with_draft
def roster_answers(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Keep what was answered, and look again."""
    tables = drafts.tables_of(draft, KIND)
    questions = try_stations(draft, tables[0], actor=request.user).questions
    form = StationAnswersForm(request.POST, questions=questions)
    if not form.is_valid() or not form.answers():
        return _check_page(request, draft, 422, "请先选一项，再点“就这样”。", tables=tables)
    drafts.answer(draft, form.answers())
    return redirect("stations:roster_check", draft.pk)


@require_POST
@with_draft
def roster_confirm(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Write the whole table or nothing; clicking twice writes it once."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _check_page(request, draft, 422, "请看过下面的内容，再点导入。")
    try:
        outcome = import_stations(draft, actor=request.user, digest=form.cleaned_data["digest"], request=request)
    except StaleError as error:
        draft.refresh_from_db()
        if draft.done_at is not None:
            raise
        return _check_page(request, draft, 409, str(error))
    except RuleError as error:
        draft.refresh_from_db()
        return _check_page(request, draft, 422, f"一行也没有导入。{error}")
    messages.success(request, f"导入好了：{outcome}。")
    return redirect("stations:station_list")


@require_POST
@with_draft
def roster_drop(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Forget the upload."""
    drafts.drop(draft)
    messages.success(request, "没有导入，上传的表已经删掉。")
    return redirect("stations:roster_import")


@require_GET
@with_draft
def roster_marked(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """The table with its wrong cells coloured, to repair and upload again."""
    table = drafts.tables_of(draft, KIND)[0]
    errors = try_stations(draft, table, actor=request.user).errors
    stem = draft.name.rpartition(".")[0] or draft.name
    return as_xlsx(drafts.marked(draft, table, KIND, errors), f"{stem}（标出问题）.xlsx")


@require_GET
@keepers_only
def roster_export(request: PortalRequest) -> HttpResponse:
    """The stations as a table."""
    return as_xlsx(station_roster(request.user, request=request), "联络站名册.xlsx")
