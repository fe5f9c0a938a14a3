"""接待登记: one page, five steps; the list of receptions, and each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import NotAllowedError, RuleError
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from opinions.choices import Visibility
from stations import reports, rules
from stations.filters import ReceptionFilter
from stations.forms.paper import PhotosForm
from stations.forms.receptions import ReceptionForm, VisitForm
from stations.models import Attachment, DutySlot, PaperRegister, Reception, Station, Visit
from stations.reports.attendance import attendance_of
from stations.views.earlier import as_typed, is_asked, looked_up
from stations.views.loading import allowed, own_station, readers_only, with_reception
from stations.workflow import add_photos, record_reception, record_visit

ROWS = 30


@require_GET
def reception_list(request: PortalRequest) -> HttpResponse:
    """Receptions of one's station or place, the latest first."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    form = ReceptionFilter(request.GET, user=request.user)
    rows = form.narrow(Reception.objects.visible_to(request.user)).with_list_data()
    page = keyset(rows, request.GET, order=("-held_on", "-id"), size=ROWS)
    page.rows[:] = _with_counts(request, page.rows)
    mine = list(Station.objects.staffed_by(request.user).select_related("unit"))
    context = {"page": page, "form": form, "mine": mine, "may_record": bool(mine), "query": request.GET.urlencode()}
    return render(request, "stations/reception_list.html", context)


@dataclass(frozen=True)
class ReceptionRow:
    """A reception with how many visits and people of it the reader may see."""

    reception: Reception
    visit_count: int
    people_count: int


def _with_counts(request: PortalRequest, receptions: list[Reception]) -> list[ReceptionRow]:
    """The rows of one page; one query."""
    counts = reports.visit_counts(Visit.objects.visible_to(request.user), [one.pk for one in receptions])
    return [ReceptionRow(one, *counts.get(one.pk, (0, 0))) for one in receptions]


@require_http_methods(["GET", "HEAD", "POST"])
def reception_new(request: PortalRequest) -> HttpResponse:
    """When, who received, who came, what they said, what becomes of it; or that nobody came."""
    station, today = own_station(request), timezone.localdate()
    if request.method != "POST":
        return _new_page(request, station, *_fresh(request, station, today))
    if is_asked(request):
        return _asked_page(request, station, today)
    when = ReceptionForm(request.POST, station=station, on=today)
    if "nobody" in request.POST:
        return _save_empty(request, station, when)
    who = VisitForm(request.POST, station=station)
    if when.is_valid() & who.is_valid():
        try:
            with transaction.atomic():
                reception = record_reception(station, actor=request.user, **when.cleaned_data)
                visit = record_visit(reception, actor=request.user, **who.facts())
        except NotAllowedError as error:
            raise PermissionDenied from error
        except RuleError as error:
            (when if error.field in when.fields else who).refuse(error)
        else:
            return _saved(request, visit)
    return _new_page(request, station, when, who, status=422)


def _asked_page(request: PortalRequest, station: Station, today: date) -> HttpResponse:
    """以前来过没有, without htmx: the page as it was typed, not judged, with what was found."""
    typed = as_typed(request)
    when = ReceptionForm(station=station, on=today, initial=typed)
    return _new_page(request, station, when, VisitForm(station=station, initial=typed), **looked_up(request, station))


def _fresh(request: PortalRequest, station: Station, today: date) -> tuple[ReceptionForm, VisitForm]:
    """The page as it opens: today or the planned day asked for, its hour, those on duty ticked."""
    slot = reports.slot_to_record(station, today, request.GET.get("slot"))
    now = timezone.localtime().time().replace(second=0, microsecond=0)
    day, starts_at = (slot.date, slot.starts_at) if slot else (today, now)
    when = ReceptionForm(station=station, on=day, initial={"held_on": day, "started_at": starts_at})
    when.initial["deputies"] = [choice.deputy.pk for choice in when.choices.first]
    return when, VisitForm(station=station)


def _save_empty(request: PortalRequest, station: Station, when: ReceptionForm) -> HttpResponse:
    return act(
        request,
        when,
        lambda data: record_reception(station, actor=request.user, **data),
        done="已登记接待，没有人来访。",
        back="stations:reception_list",
        again=lambda form, status: _new_page(request, station, form, VisitForm(station=station), status=status),
    )


def _new_page(
    request: PortalRequest, station: Station, when: PortalForm, who: PortalForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    today, asked = timezone.localdate(), request.GET.get("slot", "")
    query = f"?slot={asked}" if asked.isdecimal() else ""
    context = {
        "station": station,
        "when": when,
        "who": who,
        "now": timezone.now(),
        "query": query,
        "draft": f"reception-{station.pk}{query}",
        "slots": DutySlot.objects.filter(station=station).upcoming(today).filter(date=today).with_list_data(),
        "recent": reports.recent_receptions(request.user, limit=3),
        **more,
    }
    return render(request, "stations/reception_new.html", context, status=status)


def _saved(request: PortalRequest, visit: Visit) -> HttpResponse:
    """What happens next, in one sentence; a sealed visit is not shown again here."""
    messages.success(request, reports.what_next(visit))
    if visit.visibility == Visibility.SEALED:
        return redirect(visit.reception)
    return redirect("stations:visit_detail", pk=visit.pk)


@require_GET
@with_reception
def reception_detail(request: PortalRequest, reception: Reception) -> HttpResponse:
    """One reception and its visits."""
    return _reception_page(request, reception, PhotosForm())


def _reception_page(request: PortalRequest, reception: Reception, form: PortalForm, status: int = 200) -> HttpResponse:
    visits = reports.visits_of(reception, Visit.objects.visible_to(request.user))
    context = {
        "reception": reception,
        "visits": visits,
        "may_add": rules.can_add_visit(request.user, reception),
        "may_correct": rules.can_correct(request.user, reception),
        "may_pin": rules.can_pin(request.user, reception.station),
        "corrections": reports.corrections_of(reception),
        "photos": list(Attachment.objects.visible_to(request.user).filter(reception=reception)),
        "paper": PaperRegister.objects.filter(reception=reception).first(),
        "attendance": attendance_of(reception),
        "form": form,
    }
    return render(request, "stations/reception_detail.html", context, status=status)


@require_POST
@with_reception
def reception_photo(request: PortalRequest, reception: Reception) -> HttpResponse:
    """A photo of the paper register; from then on it waits to be typed."""
    allowed(rules.can_add_visit(request.user, reception))
    return act(
        request,
        PhotosForm(request.POST, request.FILES),
        lambda data: add_photos(reception, data["photos"], actor=request.user),
        done="登记表的照片存好了。现在录、回头录都行。",
        back=lambda paper: paper,
        again=lambda form, status: _reception_page(request, reception, form, status),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_reception
def visit_add(request: PortalRequest, reception: Reception) -> HttpResponse:
    """再登记一位: another visitor of the same reception."""
    allowed(rules.can_add_visit(request.user, reception))
    station, more = reception.station, {}
    if is_asked(request):
        form, more = VisitForm(station=station, initial=as_typed(request)), looked_up(request, station)
    else:
        form = VisitForm(request.POST or None, station=station)
    if form.is_bound and form.is_valid():
        done, result = form.try_verb(lambda: record_visit(reception, actor=request.user, **form.facts()))
        if done:
            return _saved(request, result)
    context = {"reception": reception, "station": station, "who": form, "draft": f"visit-{reception.pk}", **more}
    return render(request, "stations/visit_add.html", context, status=422 if form.is_bound else 200)
