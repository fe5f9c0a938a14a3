"""履职档案: a deputy's year in its parts, on their own phone and on the desk of whoever keeps it; the settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions as accounts
from accounts.choices import AuditAction, Role, UnitKind
from accounts.models import Unit
from accounts.requests import PortalRequest
from common.errors import RuleError
from common.files import DOCX
from common.forms import PortalForm
from common.posting import act, press
from deputies import exports, reports, rules
from deputies.forms.duties import ConfirmYearForm, SettingForm, initial_of
from deputies.models import Deputy, ScoreSheet
from deputies.views.register import with_deputy
from deputies.workflow import duties as verbs
from deputies.workflow.settings import keep_setting

YEARS = (2000, 2999)


def own_deputy(request: PortalRequest) -> Deputy:
    """The deputy who signed in; 404 for everybody else."""
    deputy = Deputy.objects.filter(user=request.user).select_related("home_region").first()
    if deputy is None or not request.user.scopes.has(Role.DEPUTY):
        raise Http404
    return deputy


def year_of(request: PortalRequest, years: list[int]) -> int:
    """The year asked for; where none or nonsense is, the latest of `years`."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2024") else 0
    return year if YEARS[0] <= year <= YEARS[1] else years[0]


@require_GET
def my_duties(request: PortalRequest) -> HttpResponse:
    """A deputy's own year, on the phone: numbers and what was done, no quota, nobody else beside it."""
    deputy = own_deputy(request)
    years = reports.years_of(deputy, timezone.localdate())
    year = year_of(request, years)
    context = {
        "deputy": deputy,
        "year": year,
        "years": years,
        "counts": reports.duty_counts(deputy, year),
        "parts": reports.file_of(deputy, year),
        "unanswered": reports.unanswered(deputy).of_year(year).count(),
        "confirm_form": ConfirmYearForm(initial={"year": year}),
        "mandates": reports.mandates_of(deputy),
        "group": reports.group_of(deputy),
        "counts_points": reports.scheme_over(deputy.home_region, year) is not None,
        "has_sheet": ScoreSheet.objects.visible_to(request.user).alive().exists(),
    }
    return render(request, "deputies/my_duties.html", context)


@require_POST
def my_confirm(request: PortalRequest) -> HttpResponse:
    """All that others entered in a year is as it was."""
    deputy, form = own_deputy(request), ConfirmYearForm(request.POST)
    if not form.is_valid():
        raise Http404
    year = form.cleaned_data["year"]
    back = f"{redirect('deputies:my_duties').url}?year={year}"
    done = "好的，都确认了。以后发现不对，在期限内还可以提异议。"
    return press(request, lambda: verbs.confirm_year(deputy, year, actor=request.user), done=done, back=back)


@require_GET
def my_duty_new(request: PortalRequest) -> HttpResponse:
    """To the form of the deputy's own entry."""
    return redirect("deputies:duty_new", own_deputy(request).pk)


@require_GET
@with_deputy
def deputy_file(request: PortalRequest, deputy: Deputy) -> HttpResponse:
    """The file as the committee, the township and the station keep it."""
    if not rules.can_view_file(request.user, deputy):
        raise Http404
    years = reports.years_of(deputy, timezone.localdate())
    year = year_of(request, years)
    context = {
        "deputy": deputy,
        "year": year,
        "years": years,
        "parts": reports.file_of(deputy, year),
        "mandates": reports.mandates_of(deputy),
        "group": reports.group_of(deputy),
        "may_enter": rules.can_enter_for(request.user, deputy),
    }
    return render(request, "deputies/deputy_file.html", context)


PAPERS = {"form": (exports.duty_form, "履职登记表"), "report": (exports.duty_report, "述职报告（草稿）")}


@require_GET
@with_deputy
def file_paper(request: PortalRequest, deputy: Deputy, kind: str) -> HttpResponse:
    """履职登记表 or the draft of the report as .docx, figures frozen at today; for whoever may read the file."""
    if kind not in PAPERS or not rules.can_view_file(request.user, deputy):
        raise Http404
    today = timezone.localdate()
    year = year_of(request, [today.year])
    build, label = PAPERS[kind]
    data = build(deputy, year, min(today, date(year, 12, 31)))
    accounts.audit(request.user, AuditAction.EXPORT, f"{label}：代表 {deputy.pk}", f"{year}年", request)
    response = HttpResponse(data, content_type=DOCX)
    name = f"{deputy.name}{year}年{label}.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# --- how the committee keeps its files --------------------------------------------------------------
def own_unit(request: PortalRequest) -> Unit:
    """The standing committee whose staff the user is; 404 for everybody else, 403 for none."""
    paths = request.user.scopes.paths(Role.STAFF)
    if not paths:
        raise Http404
    rows = Unit.objects.filter(kind=UnitKind.CONGRESS, region__path__in=paths, is_active=True)
    chosen = request.GET.get("unit", "")
    if chosen.isascii() and chosen.isdigit():
        return get_object_or_404(rows.select_related("region"), pk=chosen)
    unit = rows.select_related("region").order_by("order", "id").first()
    if unit is None:
        raise PermissionDenied("本级人大常委会还没有登记为单位，请系统管理员先登记。")
    return unit


@require_http_methods(["GET", "HEAD", "POST"])
def setting_edit(request: PortalRequest) -> HttpResponse:
    """Who looks first, how long one may object, and the switch of the points with the sentence of its rule."""
    unit = own_unit(request)
    setting = reports.setting_for(unit)

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        context = {"unit": unit, "form": form, "setting": setting, "history": reports.setting_history(setting)}
        return render(request, "deputies/setting_edit.html", context, status=status)

    if request.method != "POST":
        return page(SettingForm(initial=initial_of(setting, "group_first", "objection_days", "scoring")))

    def verb(data: dict[str, Any]) -> None:
        if not rules.keeps_unit(request.user, unit):
            raise RuleError("只有本级选工委工作人员能改这里。")
        keep_setting(unit, actor=request.user, **data)

    return act(request, SettingForm(request.POST), verb, done="已保存。", back="deputies:setting_edit", again=page)
