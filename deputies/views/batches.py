"""年度评定: the committee's rounds, and the sheets that raters mark and deputies read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.requests import PortalRequest
from common.files import XLSX
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, acts_in_tabs
from common.steps import open_steps
from deputies import exports, reports, rules
from deputies.choices import SheetStatus
from deputies.forms.scoring import BatchForm, CancelForm, CloseForm, TellForm
from deputies.models import ScoreBatch, ScoreSheet
from deputies.views.schemes import counting_unit
from deputies.workflow import batches as verbs

ROWS = 30
TABS = (("all", "全部"), ("open", "没评齐的"), ("appeals", "有申诉的"))
View = Callable[..., HttpResponse]


def with_batch(view: View) -> View:
    """Passes a round of the user's committee; else 404."""

    @wraps(view)
    def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
        counting_unit(request)
        rows = ScoreBatch.objects.visible_to(request.user).select_related("unit__region", "region", "scheme")
        return view(request, get_object_or_404(rows, pk=pk), **kwargs)

    return loaded


@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: PortalRequest) -> HttpResponse:
    """All rounds of one's committee; a POST opens one."""
    unit = counting_unit(request)

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        mine = ScoreBatch.objects.visible_to(request.user).select_related("region").annotate(
            people=Count("sheets"), done=Count("sheets", filter=Q(sheets__status=SheetStatus.DONE))
        )
        context = {"page": keyset(mine, request.GET, order=("-id",), size=ROWS), "form": form, "unit": unit}
        return render(request, "deputies/batch_list.html", context, status=status)

    if request.method != "POST":
        return page(BatchForm(unit=unit, initial={"year": timezone.localdate().year}))
    form = BatchForm(request.POST, unit=unit)
    return act(
        request,
        form,
        lambda _data: verbs.open_batch(unit, actor=request.user, **form.facts()),
        done="评定开始了，已请代表自评。",
        back=lambda made: redirect("deputies:batch_detail", made.pk).url,
        again=page,
    )


@require_GET
@with_batch
def batch_detail(request: PortalRequest, batch: ScoreBatch) -> HttpResponse:
    """Who is still missing where, in official order; no number of points stands in the list."""
    return _page(request, batch)


def _page(
    request: PortalRequest, batch: ScoreBatch, *, doing: str = "", bound: PortalForm | None = None, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("tab", "")
    tab = asked if asked in dict(TABS) else "all"
    rows = ScoreSheet.objects.filter(batch=batch).with_list_data().select_related("appeal")
    rows = {"open": rows.filter(status=SheetStatus.OPEN), "appeals": rows.exclude(appeal=None)}.get(tab, rows)
    steps = open_steps(verbs.STEPS, batch, request.user)
    counts = reports.batch_counts(batch)
    forms: dict[str, PortalForm] = {name: kind(auto_id=f"{name}-%s") for name, kind in FORMS.items() if name in steps}
    if "close" in steps:
        forms["close"] = CloseForm(auto_id="close-%s", unrated=counts.unrated)
    if bound is not None:
        forms[doing] = bound
    context = {
        "batch": batch,
        "page": keyset(rows, request.GET, order=("deputy__home_region__order", "id"), size=ROWS),
        "tab": tab,
        "tabs": TABS,
        "steps": steps,
        "forms": forms,
        "doing": doing,
        "counts": counts,
        "history": reports.batch_history(batch),
    }
    return render(request, "deputies/batch_detail.html", context, status=status)


FORMS: dict[str, type[PortalForm]] = {"tell": TellForm, "cancel": CancelForm}
_in_tab = acts_in_tabs(_page)


@require_POST
@with_batch
def batch_tell(request: PortalRequest, batch: ScoreBatch) -> HttpResponse:
    """The deputies may read and appeal."""
    form = TellForm(request.POST, auto_id="tell-%s")
    done = "已告诉代表，每人只看得到自己的。"
    return _in_tab(
        request, batch, form, lambda data: verbs.tell(batch, actor=request.user, **data), doing="tell", done=done
    )


@require_POST
@with_batch
def batch_cancel(request: PortalRequest, batch: ScoreBatch) -> HttpResponse:
    """Opened by mistake."""
    form = CancelForm(request.POST, auto_id="cancel-%s")
    return _in_tab(
        request,
        batch,
        form,
        lambda data: verbs.cancel(batch, actor=request.user, **data),
        doing="cancel",
        done="这一批已撤销。",
    )


@require_POST
@with_batch
def batch_close(request: PortalRequest, batch: ScoreBatch) -> HttpResponse:
    """Frozen; where sheets are 没评齐, only with a tick for just so many."""
    form = CloseForm(request.POST, auto_id="close-%s", unrated=reports.batch_counts(batch).unrated)
    return _in_tab(
        request,
        batch,
        form,
        lambda _data: verbs.close(batch, actor=request.user, unrated=form.unrated()),
        doing="close",
        done="已结束并定稿，以后改办法、改记录都不再影响这一批。",
    )


@require_GET
@with_batch
def batch_export(request: PortalRequest, batch: ScoreBatch) -> HttpResponse:
    """For the committee alone, in official order; logged, since it names people."""
    if not rules.keeps_batch(request.user, batch):
        raise PermissionDenied
    data, count = exports.sheets(batch)
    accounts.audit(request.user, AuditAction.EXPORT, f"{batch}", f"{count} 人", request)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{batch}.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
