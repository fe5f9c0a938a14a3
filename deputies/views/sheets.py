"""One sheet of a round: marked by whoever is asked, read and appealed by its deputy; a deputy's own points."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import acts_in_tabs
from deputies import reports, rules
from deputies.choices import BatchStatus
from deputies.forms.scoring import AnswerForm, AppealForm, MarksForm
from deputies.models import ScoreSheet
from deputies.views.files import own_deputy, year_of
from deputies.workflow import batches as verbs

ROWS = 30
View = Callable[..., HttpResponse]


def with_sheet(view: View) -> View:
    """Passes a sheet the user may see, where its committee counts points; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        rows = ScoreSheet.objects.visible_to(request.user).with_list_data()
        sheet = get_object_or_404(rows.select_related("batch__scheme", "batch__region", "appeal__decided_by"), pk=pk)
        if not reports.setting_for(sheet.batch.unit).scoring:
            raise Http404
        return view(request, sheet, **kwargs)

    return loaded


@require_GET
def sheet_list(request: PortalRequest) -> HttpResponse:
    """The sheets that this user marks or has, in official order; 404 where there is none."""
    rows = ScoreSheet.objects.visible_to(request.user).alive().with_list_data().select_related("batch__region")
    page = keyset(rows, request.GET, order=("-batch", "id"), size=ROWS)
    if not page.rows:
        raise Http404
    for sheet in page.rows:
        sheet.mine = reports.raters_left(sheet, request.user)
    return render(request, "deputies/sheet_list.html", {"page": page})


@require_GET
@with_sheet
def sheet_detail(request: PortalRequest, sheet: ScoreSheet) -> HttpResponse:
    """What one may read of the sheet, and what one may do with it."""
    return _page(request, sheet)


def _page(
    request: PortalRequest, sheet: ScoreSheet, *, doing: str = "", bound: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    own, keeps = rules.is_sheets_deputy(user, sheet), rules.keeps_batch(user, sheet.batch)
    forms: dict[str, PortalForm] = {}
    if raters := verbs.may_rate_as(sheet, user):
        forms["rate"] = MarksForm(raters=raters, columns=sheet.batch.columns, auto_id="rate-%s")
    if verbs.may_appeal(sheet, user, today):
        forms["appeal"] = AppealForm(auto_id="appeal-%s")
    asked = getattr(sheet, "appeal", None)
    if asked and not asked.outcome and rules.keeps_sheet(user, sheet) and sheet.batch.status == BatchStatus.APPEALS:
        forms["answer"] = AnswerForm(auto_id="answer-%s")
    if bound is not None:
        forms[doing] = bound
    reads = keeps or (own and sheet.batch.status in (BatchStatus.APPEALS, BatchStatus.CLOSED))
    context = {
        "sheet": sheet,
        "batch": sheet.batch,
        "own": own,
        "forms": forms,
        "doing": doing,
        "appeal": asked if own or keeps else None,
        "marks": reports.marks_of(sheet, None if reads else rules.raters_of(user, sheet)),
        "points": reports.points_of_sheet(sheet) if reads else None,
    }
    return render(request, "deputies/sheet_detail.html", context, status=status)


_in_tab = acts_in_tabs(_page)


@require_POST
@with_sheet
def sheet_rate(request: PortalRequest, sheet: ScoreSheet) -> HttpResponse:
    """The marks of one rater, once."""
    raters = rules.raters_of(request.user, sheet)
    if not raters:
        raise PermissionDenied
    form = MarksForm(request.POST, raters=raters, columns=sheet.batch.columns, auto_id="rate-%s")
    return _in_tab(
        request,
        sheet,
        form,
        lambda _data: verbs.rate(sheet, actor=request.user, **form.facts()),
        doing="rate",
        done="评分已记下。",
    )


@require_POST
@with_sheet
def sheet_appeal(request: PortalRequest, sheet: ScoreSheet) -> HttpResponse:
    """The deputy's word against the sheet, once."""
    if not rules.is_sheets_deputy(request.user, sheet):
        raise PermissionDenied
    form = AppealForm(request.POST, auto_id="appeal-%s")
    return _in_tab(
        request,
        sheet,
        form,
        lambda data: verbs.appeal(sheet, actor=request.user, **data),
        doing="appeal",
        done="申诉已送到选工委，有了答复会告诉您。",
    )


@require_POST
@with_sheet
def sheet_answer(request: PortalRequest, sheet: ScoreSheet) -> HttpResponse:
    """An appeal decided, once."""
    if not rules.keeps_sheet(request.user, sheet):
        raise PermissionDenied
    form = AnswerForm(request.POST, auto_id="answer-%s")
    return _in_tab(
        request,
        sheet,
        form,
        lambda data: verbs.answer_appeal(sheet, actor=request.user, **data),
        doing="answer",
        done="申诉已处理，并告诉了代表。",
    )


@require_GET
def my_points(request: PortalRequest) -> HttpResponse:
    """A deputy's own points of a year with every line's reason; the group's average from five people up."""
    deputy = own_deputy(request)
    year = year_of(request, [timezone.localdate().year])
    scheme = reports.scheme_over(deputy.home_region, year)
    if scheme is None:
        raise Http404
    rules_in_use = reports.rules_of(scheme)
    context = {
        "deputy": deputy,
        "year": year,
        "scheme": scheme,
        "points": reports.told(reports.points_of(deputy, year, rules_in_use)),
        "average": reports.group_average(deputy, year, rules_in_use),
        "sheet": ScoreSheet.objects.alive().filter(deputy=deputy, batch__year=year).order_by("-id").first(),
    }
    return render(request, "deputies/my_points.html", context)
