"""A station's rota from its rule to its publication: four steps, each a page that says what it will do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.calendar import Calendar
from accounts.requests import PortalRequest
from common.errors import RuleError
from common.forms import PortalForm
from common.posting import act, press
from common.text import cn_date
from stations import actions, rules, workflow
from stations.calendar import quarter_of, words_of
from stations.forms.rota import DraftForm, RuleForm, SpanForm
from stations.models import DutySlot, Station
from stations.reports.filling import draft_of
from stations.reports.month import month_of, progress_of
from stations.reports.outlook import Change, changes_by, outlook
from stations.views.loading import allowed, with_station
from stations.workflow.rule import LONGEST, rule_from, rule_of

NEARLY_OVER = timedelta(days=15)


@require_GET
@with_station
def station_rota(request: PortalRequest, station: Station) -> HttpResponse:
    """The month, and the four steps with what comes next."""
    allowed(rules.can_see_rota(request.user, station))
    today = timezone.localdate()
    progress = progress_of(station, today)
    context = {
        "station": station,
        "today": today,
        "month": month_of(station, _month(request.GET.get("month"), today), today),
        "progress": progress,
        "suggested": progress.words if progress.words and progress.words != station.hours else "",
        "may_plan": rules.can_keep_rule(request.user, station),
        "may_keep": rules.can_keep_station(request.user, station),
    }
    return render(request, "stations/station_rota.html", context)


def _month(text: str | None, today: date) -> date:
    """The first day of the month asked for (2024-07), else of this one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def rule_edit(request: PortalRequest, station: Station) -> HttpResponse:
    """The rule; where changing it moves days, the page says which before it is done."""
    allowed(rules.can_keep_rule(request.user, station))
    today, old = timezone.localdate(), rule_of(station)
    if request.method != "POST":
        return _rule_page(request, station, RuleForm(initial=RuleForm.initial_of(old, today)))
    form = RuleForm(request.POST)
    change = _change(form, station)
    if change is not None and form.cleaned_data["seen"] != change.fingerprint and not change.is_empty:
        form.data = typed = request.POST.copy()
        typed["seen"] = change.fingerprint
        return _rule_page(request, station, form, change)
    expected = change.fingerprint if change else None
    return act(
        request,
        form,
        lambda data: workflow.set_rule(
            station, form.facts(), actor=request.user, valid_from=data["valid_from"], expected=expected
        ),
        done="接待日规则定好了。下一步：生成接待日。",
        back=_rota_url(station),
        again=lambda wrong, status: _rule_page(request, station, wrong, status=status),
    )


def _change(form: RuleForm, station: Station) -> Change | None:
    """What the typed rule would do to the days there are; None where it is typed wrong."""
    if not form.is_valid():
        return None
    done, made = form.try_verb(lambda: rule_from(station, form.facts(), form.cleaned_data["valid_from"]))
    return changes_by(made, rule_of(station), today=timezone.localdate()) if done else None


def _rule_page(
    request: PortalRequest, station: Station, form: PortalForm, change: Change | None = None, status: int = 200
) -> HttpResponse:
    rule = rule_of(station)
    context = {
        "station": station,
        "form": form,
        "change": change,
        "rule": rule,
        "words": words_of(rule) if rule else "",
        "history": station.day_rules.exclude(ended_on=None).select_related("set_by")[:5],
    }
    return render(request, "stations/rule_edit.html", context, status=status)


def _rota_url(station: Station) -> str:
    return reverse("stations:station_rota", args=[station.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def days_generate(request: PortalRequest, station: Station) -> HttpResponse:
    """First what will be made and why; a POST makes all of it or nothing."""
    allowed(rules.can_keep_rule(request.user, station))
    today = timezone.localdate()
    if request.method != "POST":
        asked = SpanForm(request.GET) if "first" in request.GET else None
        return _days_page(request, station, asked or SpanForm(_as_typed(_next_span(station, today))))
    form = SpanForm(request.POST)
    return act(
        request,
        form,
        lambda data: workflow.generate_days(
            station, first=data["first"], last=data["last"], expected=data["expected"], actor=request.user
        ),
        done="接待日生成好了。下一步：排代表。",
        back=_rota_url(station),
        again=lambda wrong, status: _days_page(request, station, wrong, status),
    )


def _as_typed(span: tuple[date, date]) -> dict[str, str]:
    return {"first": cn_date(span[0]), "last": cn_date(span[1])}


def _next_span(station: Station, today: date) -> tuple[date, date]:
    """From today to the end of the quarter; from a quarter that is planned or nearly over, the next one."""
    first, last = quarter_of(today)
    is_planned = station.slots.filter(nominal_on__range=(today, last)).exists()
    if is_planned or last - today < NEARLY_OVER:
        first, last = quarter_of(last + timedelta(days=1))
    return max(first, today), last


def _days_page(request: PortalRequest, station: Station, form: PortalForm, status: int = 200) -> HttpResponse:
    today, seen = timezone.localdate(), None
    if form.is_valid():
        span = form.cleaned_data
        if timedelta() <= span["last"] - span["first"] <= LONGEST:
            seen = outlook(station, span["first"], span["last"], today=today, calendar=Calendar.load())
        else:
            form.add_error("last", "一次最多生成一年，结束日期不能早于开始日期。")
            status = 422
    context = {"station": station, "form": form, "seen": seen, "rule": rule_of(station), "today": today}
    context["year_end"], context["quarter_end"] = date(today.year, 12, 31), quarter_of(today)[1]
    return render(request, "stations/days_generate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def rota_fill(request: PortalRequest, station: Station) -> HttpResponse:
    """Who is on which unpublished day: chosen with the keyboard, kept all at once, and published."""
    allowed(rules.can_keep_rule(request.user, station))
    draft = draft_of(station, timezone.localdate())
    if request.method != "POST":
        return _fill_page(request, station, DraftForm(draft=draft))
    form = DraftForm(request.POST, draft=draft)
    publishes = "publish" in request.POST
    if not form.is_valid():
        return _fill_page(request, station, form, 422)
    try:
        workflow.adjust_rota(station, form.wanted(), versions=form.versions(), actor=request.user)
    except RuleError as error:
        form.add_error(None, str(error))
        return _fill_page(request, station, form, 409)
    if not publishes:
        return press(request, lambda: None, done="存好了，还没有告诉代表。", back=request.path)
    days = DutySlot.objects.filter(station=station).drafts(timezone.localdate())
    done = "已公布，代表会收到消息，在手机上回话。下一步：请另一位同志审核公告。"
    return press(request, lambda: workflow.publish_rota(days, actor=request.user), done=done, back=_rota_url(station))


def _fill_page(request: PortalRequest, station: Station, form: DraftForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"station": station, "form": form, "draft": form.draft}
    return render(request, "stations/rota_fill.html", context, status=status)


@require_POST
@with_station
def rota_propose(request: PortalRequest, station: Station) -> HttpResponse:
    """请系统排: the empty places, or all of them anew."""
    allowed(rules.can_keep_rule(request.user, station))
    anew = "anew" in request.POST
    return press(
        request,
        lambda: workflow.propose_rota(station, actor=request.user, anew=anew),
        done="排好了一稿，请看一遍；还没做到的写在上面。",
        back=redirect("stations:rota_fill", station.pk).url,
    )


@require_POST
@with_station
def hours_take(request: PortalRequest, station: Station) -> HttpResponse:
    """The words of the rule become the station's hours."""
    allowed(rules.can_keep_station(request.user, station))
    rule = rule_of(station)
    hours = words_of(rule) if rule else station.hours
    facts = {"address": station.address, "phone": station.phone, "hours": hours}
    return press(
        request,
        lambda: actions.keep_station(station, actor=request.user, **facts),
        done="开放时间改好了。",
        back=_rota_url(station),
    )
