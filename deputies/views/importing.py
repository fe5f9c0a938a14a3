"""One way for a table to come in, whatever it is of: choose a workbook, say what its columns are, see what
it would do, import it. The pages of each room call it with what is particular to their kind of table.

404 for who has no register, 403 for who reads it and keeps none; 404 for somebody else's upload;
422 for what cannot be read or is wrong, 409 for a table imported already or a register that changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.requests import PortalRequest
from common.errors import RuleError, StaleError
from common.files import XLSX
from common.forms import PortalForm
from common.posting import act
from deputies import rules
from deputies.forms.roster import ColumnsForm, ConfirmForm, SheetForm, UploadTableForm
from deputies.imports import drafts
from deputies.imports.places import Places
from deputies.models import RosterDraft
from deputies.views.register import readers_only

View = Callable[..., HttpResponse]
SHOWN = 100  # rows of each kind on the page; the table has them all


@dataclass(frozen=True)
class Flow:
    """What is particular to one kind of table. Its addresses and templates are the `roster_…` of its room."""

    room: str
    kind: drafts.Kind
    listed: str  # the address where what was imported is seen
    asks: str  # said to whoever answers nothing
    needs_columns: Callable[..., bool]
    given_for: Callable[..., dict[str, Any]]
    attempt: Callable[..., Any]
    write: Callable[..., str]
    columns_form: type[ColumnsForm]
    answers_form: type[PortalForm]
    beside: Callable[[], dict[str, Any]] = dict  # what else the first page shows

    def address(self, page: str, *args: int) -> str:
        """The address of one of its pages."""
        return reverse(f"{self.room}:roster_{page}", args=args)

    def draw(self, request: PortalRequest, page: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """One of its pages."""
        return render(request, f"{self.room}/roster_{page}.html", context, status=status)


def keepers_only(view: View) -> View:
    """404 for who has no register, 403 for who only reads it."""

    @wraps(view)
    def loaded(request: PortalRequest, **kwargs: Any) -> HttpResponse:
        readers_only(request)
        if not rules.keeps_roster(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return never_cache(loaded)


def with_draft_of(flow: Flow) -> Callable[[View], View]:
    """Passes the upload of a kind that is the user's own and still open; an imported one tells so with 409."""

    def decorate(view: View) -> View:
        @wraps(view)
        def loaded(request: PortalRequest, pk: int) -> HttpResponse:
            mine = RosterDraft.objects.visible_to(request.user)
            draft = get_object_or_404(mine, pk=pk, kind=flow.kind.name)
            try:
                return view(request, draft) if draft.done_at is None else _done_page(flow, request, draft)
            except StaleError:  # imported by another click meanwhile
                return _done_page(flow, request, draft)

        return keepers_only(loaded)

    return decorate


def _done_page(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    draft.refresh_from_db()
    return flow.draw(request, "done", {"draft": draft}, 200 if request.method in ("GET", "HEAD") else 409)


def take(flow: Flow, request: PortalRequest) -> HttpResponse:
    """Choose a workbook; what is open already is named."""
    if request.method != "POST":
        return upload_page(flow, request, UploadTableForm())
    form = UploadTableForm(request.POST, request.FILES)
    if not form.is_valid():
        return upload_page(flow, request, form, 422)
    try:
        draft = drafts.take_upload(flow.kind, form.cleaned_data["table"], actor=request.user)
    except ValidationError as error:
        form.add_error("table", error)
        return upload_page(flow, request, form, 422)
    return redirect(flow.address("check", draft.pk))


def upload_page(
    flow: Flow, request: PortalRequest, form: UploadTableForm, status: int = 200, **context: Any
) -> HttpResponse:
    """The first page."""
    mine = RosterDraft.objects.visible_to(request.user).filter(kind=flow.kind.name, done_at=None)
    return flow.draw(request, "import", {"form": form, "open": mine.first(), **flow.beside(), **context}, status)


def check(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """What the table would do: wrong rows first, then what is asked, then what is written."""
    tables = drafts.tables_of(draft, flow.kind)
    if flow.needs_columns(draft, tables[0]):
        return redirect(flow.address("columns", draft.pk))
    return _check_page(flow, request, draft, tables=tables)


def _check_page(
    flow: Flow, request: PortalRequest, draft: RosterDraft, status: int = 200, refused: str = "", *, tables: Any = None
) -> HttpResponse:
    tables = tables or drafts.tables_of(draft, flow.kind)
    trial = flow.attempt(draft, tables[0], actor=request.user)
    context = {
        "draft": draft,
        "tables": tables,
        "trial": trial,
        "refused": refused,
        "spare": drafts.spare(tables[0], draft),
        "lists": _lists(trial.plan),
        "most": SHOWN,
        "answers_form": flow.answers_form(questions=trial.questions),
        "confirm_form": ConfirmForm(initial={"digest": trial.plan.digest}),
    }
    return flow.draw(request, "check", context, status)


def _lists(plan: Any) -> list[tuple[str, str, int, list[Any]]]:
    parts = (("added", "新增", plan.added), ("changed", "改动", plan.changed), ("left", "不变", plan.left))
    return [(key, label, len(rows), rows[:SHOWN]) for key, label, rows in parts]


def columns(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Which column is what; asked once, remembered for the unit."""
    table = drafts.tables_of(draft, flow.kind)[0]
    known = {str(one.at): draft.columns.get(str(one.at), one.column) for one in table.headings}
    facts: dict[str, Any] = {"table": table, "kind": flow.kind, "known": known, "user": request.user}
    initial = draft.given or flow.given_for(table, Places(request.user))
    form: Any = flow.columns_form(request.POST or None, initial=initial, **facts)

    def page(form: Any, status: int = 200) -> HttpResponse:
        return flow.draw(request, "columns", {"draft": draft, "form": form, "table": table}, status)

    def verb(_: dict[str, Any]) -> None:
        said = {"columns": form.columns(), "given": form.given()}
        drafts.name_columns(draft, table, flow.kind, actor=request.user, **said)

    if request.method != "POST":
        return page(form)
    back = flow.address("check", draft.pk)
    return act(request, form, verb, done="列的对应记住了。", back=back, again=page)


def sheet(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Read another sheet of the workbook."""
    form = SheetForm(request.POST)
    if not form.is_valid():
        return _check_page(flow, request, draft, 422, "请选一张工作表。")
    try:
        drafts.choose_sheet(draft, form.cleaned_data["sheet"], flow.kind, actor=request.user)
    except RuleError as error:
        return _check_page(flow, request, draft, 422, str(error))
    return redirect(flow.address("check", draft.pk))


def answers(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Keep what was answered, and look again."""
    tables = drafts.tables_of(draft, flow.kind)
    questions = flow.attempt(draft, tables[0], actor=request.user).questions
    form: Any = flow.answers_form(request.POST, questions=questions)
    if not form.is_valid() or not form.answers():
        return _check_page(flow, request, draft, 422, flow.asks, tables=tables)
    drafts.answer(draft, form.answers())
    return redirect(flow.address("check", draft.pk))


def confirm(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Write the whole table or nothing; clicking twice writes it once."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _check_page(flow, request, draft, 422, "请看过下面的内容，再点导入。")
    try:
        outcome = flow.write(draft, actor=request.user, digest=form.cleaned_data["digest"], request=request)
    except StaleError as error:
        draft.refresh_from_db()
        if draft.done_at is not None:
            raise
        return _check_page(flow, request, draft, 409, str(error))
    except RuleError as error:
        draft.refresh_from_db()
        return _check_page(flow, request, draft, 422, f"一行也没有导入。{error}")
    messages.success(request, f"导入好了：{outcome}。")
    return redirect(flow.listed)


def drop(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """Forget the upload."""
    drafts.drop(draft)
    messages.success(request, "没有导入，上传的表已经删掉。")
    return redirect(flow.address("import"))


def marked(flow: Flow, request: PortalRequest, draft: RosterDraft) -> HttpResponse:
    """The table with its wrong cells coloured, to repair and upload again."""
    table = drafts.tables_of(draft, flow.kind)[0]
    errors = flow.attempt(draft, table, actor=request.user).errors
    stem = draft.name.rpartition(".")[0] or draft.name
    return as_xlsx(drafts.marked(draft, table, flow.kind, errors), f"{stem}（标出问题）.xlsx")


def as_xlsx(data: bytes, name: str) -> HttpResponse:
    """A workbook to save."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": disposition})
