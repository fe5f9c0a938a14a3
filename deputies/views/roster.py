"""Rosters in and out: choose a workbook, say what its columns are, see what it would do, import it.

404 for who has no register, 403 for who reads it and keeps none; 404 for somebody else's upload;
422 for what cannot be read or is wrong, 409 for a table imported already or a register that changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.files import XLSX
from common.posting import act
from deputies import exports, rules
from deputies.forms.roster import (
    AnswersForm,
    ConfirmForm,
    RosterColumnsForm,
    RosterExportForm,
    SheetForm,
    UploadTableForm,
)
from deputies.imports import drafts
from deputies.imports.columns import KIND as NAME
from deputies.imports.places import Places
from deputies.imports.roster import KIND, Trial, given_for, import_roster, needs_columns, try_roster
from deputies.models import RosterDraft
from deputies.views.register import readers_only

View = Callable[..., HttpResponse]
SHOWN = 100  # people of each kind on the page; the table has them all


def keepers_only(view: View) -> View:
    """404 for who has no register, 403 for who only reads it."""

    @wraps(view)
    def loaded(request: PortalRequest, **kwargs: Any) -> HttpResponse:
        readers_only(request)
        if not rules.keeps_roster(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return never_cache(loaded)


def with_draft_of(kind: str, done_page: Callable[[PortalRequest, RosterDraft], HttpResponse]) -> Callable[[View], View]:
    """Passes the upload of a kind that is the user's own and still open; an imported one tells so with 409."""

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(request: PortalRequest, pk: int) -> HttpResponse:
            draft = get_object_or_404(RosterDraft.objects.visible_to(request.user), pk=pk, kind=kind)
            try:
                return view(request, draft) if draft.done_at is None else done_page(request, draft)
            except StaleError:  # imported by another click meanwhile
                return done_page(request, draft)

        return keepers_only(loaded)

    return decorate


def _done_page(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    draft.refresh_from_db()
    status = 200 if request.method in ("GET", "HEAD") else 409
    return render(request, "deputies/roster_done.html", {"draft": draft}, status=status)


with_draft = with_draft_of(NAME, _done_page)


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
    return redirect("deputies:roster_check", draft.pk)


def _upload_page(request: PortalRequest, form: UploadTableForm, status: int = 200) -> HttpResponse:
    mine = RosterDraft.objects.visible_to(request.user).filter(kind=NAME, done_at=None)
    context = {"form": form, "open": mine.first(), "export_form": RosterExportForm()}
    return render(request, "deputies/roster_import.html", context, status=status)


@require_GET
@with_draft
def roster_check(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """What the table would do: wrong rows first, then who is asked about, then what is written."""
    tables = drafts.tables_of(draft, KIND)
    if needs_columns(draft, tables[0]):
        return redirect("deputies:roster_columns", draft.pk)
    return _check_page(request, draft, tables=tables)


def _check_page(
    request: PortalRequest, draft: RosterDraft, status: int = 200, refused: str = "", *, tables: Any = None
) -> HttpResponse:
    tables = tables or drafts.tables_of(draft, KIND)
    trial = try_roster(draft, tables[0], actor=request.user)
    context = {
        "draft": draft,
        "tables": tables,
        "trial": trial,
        "refused": refused,
        "spare": drafts.spare(tables[0], draft),
        "lists": _lists(trial),
        "most": SHOWN,
        "people_form": AnswersForm(questions=trial.questions),
        "confirm_form": ConfirmForm(initial={"digest": trial.plan.digest}),
    }
    return render(request, "deputies/roster_check.html", context, status=status)


def _lists(trial: Trial) -> list[tuple[str, str, int, list[Any]]]:
    plan = trial.plan
    parts = (("added", "新增", plan.added), ("changed", "改动", plan.changed), ("left", "不变", plan.left))
    return [(key, label, len(people), people[:SHOWN]) for key, label, people in parts]


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def roster_columns(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Which column is what; asked once, remembered for the unit."""
    table = drafts.tables_of(draft, KIND)[0]
    facts: dict[str, Any] = {"table": table, "kind": KIND, "known": _columns_of(table, draft), "user": request.user}
    initial = draft.given or given_for(table, Places(request.user))
    form = RosterColumnsForm(request.POST or None, initial=initial, **facts)

    def page(form: Any, status: int = 200) -> HttpResponse:
        context = {"draft": draft, "form": form, "table": table}
        return render(request, "deputies/roster_columns.html", context, status=status)

    if request.method != "POST":
        return page(form)
    return act(
        request,
        form,
        lambda _: drafts.name_columns(
            draft, table, KIND, actor=request.user, columns=form.columns(), given=form.given()
        ),
        done="列的对应记住了。",
        back=reverse("deputies:roster_check", args=[draft.pk]),
        again=page,
    )


def _columns_of(table: Any, draft: RosterDraft) -> dict[str, str]:
    return {str(one.at): draft.columns.get(str(one.at), one.column) for one in table.headings}


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
    return redirect("deputies:roster_check", draft.pk)


@require_POST
@with_draft
def roster_people(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Keep who is who, and look again."""
    tables = drafts.tables_of(draft, KIND)
    questions = try_roster(draft, tables[0], actor=request.user).questions
    form = AnswersForm(request.POST, questions=questions)
    if not form.is_valid() or not form.answers():
        return _check_page(request, draft, 422, "请先选这个人是谁，再点“就这样”。", tables=tables)
    drafts.answer(draft, form.answers())
    return redirect("deputies:roster_check", draft.pk)


@require_POST
@with_draft
def roster_confirm(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Write the whole table or nothing; clicking twice writes it once."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _check_page(request, draft, 422, "请看过下面的内容，再点导入。")
    try:
        outcome = import_roster(draft, actor=request.user, digest=form.cleaned_data["digest"], request=request)
    except StaleError as error:
        draft.refresh_from_db()
        if draft.done_at is not None:
            raise
        return _check_page(request, draft, 409, str(error))
    except RuleError as error:
        return _check_page(request, draft, 422, f"一行也没有导入。{error}")
    messages.success(request, f"导入好了：{outcome}。")
    return redirect("deputies:deputy_list")


@require_POST
@with_draft
def roster_drop(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Forget the upload."""
    drafts.drop(draft)
    messages.success(request, "没有导入，上传的表已经删掉。")
    return redirect("deputies:roster_import")


@require_GET
@with_draft
def roster_marked(request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """The table with its wrong cells coloured, to repair and upload again."""
    table = drafts.tables_of(draft, KIND)[0]
    errors = try_roster(draft, table, actor=request.user).errors
    stem = draft.name.rpartition(".")[0] or draft.name
    return as_xlsx(drafts.marked(draft, table, KIND, errors), f"{stem}（标出问题）.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def roster_export(request: PortalRequest) -> HttpResponse:
    """The roster as a table: by GET with masked telephones, by POST whole, for a reason that is logged."""
    if request.method != "POST":
        return as_xlsx(exports.roster(request.user, request=request), "代表名册.xlsx")
    form = RosterExportForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, data = form.try_verb(lambda: exports.roster(request.user, reason=reason, request=request))
        if done:
            return as_xlsx(data, "代表名册（完整手机号）.xlsx")
    context = {"form": UploadTableForm(), "export_form": form}
    return render(request, "deputies/roster_import.html", context, status=422)


def as_xlsx(data: bytes, name: str) -> HttpResponse:
    """A workbook to save."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": disposition})
