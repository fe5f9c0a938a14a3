"""What is printed and shown of codes: a picture, a poster, a sheet of cards, a place in one file; and a look before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.files import serve
from common.forms import PortalForm
from common.public import public_base, public_page
from deputies.models import Deputy
from stations import codes, reports, rules, workflow
from stations.forms.public import PostersForm
from stations.models import PosterJob, PublicCode, PublicPage, StationGroup
from stations.posters import draw, picture, posters_of
from stations.views.codes import READERS
from stations.views.loading import allowed, readers_only

PDF = "application/pdf"


@require_GET
def code_picture(request: PortalRequest, pk: int) -> HttpResponse:
    """The code as a PNG, for a page and for a long press on a phone."""
    code = get_object_or_404(PublicCode.objects.visible_to(request.user).current(), pk=pk)
    response = HttpResponse(picture(codes.address(code.token, public_base(request))), content_type="image/png")
    name = f"{code.deputy or code.station}二维码.png"
    response["Content-Disposition"] = _inline(name)
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_GET
def code_poster(request: PortalRequest, pk: int) -> HttpResponse:
    """A poster of one code; `?form=cards` a sheet of ten cards of it."""
    rows = PublicCode.objects.visible_to(request.user).current().with_target()
    code = get_object_or_404(rows, pk=pk)
    times = 10 if request.GET.get("form") == "cards" else 1
    return _posters(request, [code] * times, f"{code.deputy or code.station}")


@require_GET
def station_posters(request: PortalRequest, pk: int) -> HttpResponse:
    """A station and all its deputies, in one file."""
    station = get_object_or_404(reports.stations_kept(request.user), pk=pk)
    allowed(rules.can_keep_code(request.user, station))
    groups = StationGroup.objects.filter(station=station).values("group_id")
    people = Deputy.objects.filter(memberships__left_on=None, memberships__group__in=groups)
    rows = PublicCode.objects.current().with_target()
    found = [*rows.filter(station=station), *rows.filter(deputy__in=people).order_by("deputy__initials", "id")]
    return _posters(request, found, f"{station}")


def _posters(request: PortalRequest, rows: Iterable[PublicCode], name: str) -> HttpResponse:
    cards = request.GET.get("form") == "cards"
    posters = posters_of(rows, timezone.localdate(), public_base(request))
    if not posters:
        return render(request, "stations/posters_none.html", status=404)
    response = HttpResponse(draw(posters, cards=cards), content_type=PDF)
    name = f"{name}{'卡片' if cards else '海报'}.pdf"
    response["Content-Disposition"] = _inline(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _inline(name: str) -> str:
    """Shown where it is opened, and kept under `name`."""
    return cast("str", content_disposition_header(as_attachment=False, filename=name))  # None only without a name


# --- a place in one file ------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def posters(request: PortalRequest) -> HttpResponse:
    """Posters of a place in one file: asked for here, and fetched here when they are made."""
    readers_only(request, Role.STAFF)
    if request.method != "POST":
        return _posters_page(request, PostersForm(user=request.user))
    form = PostersForm(request.POST, user=request.user)
    base = public_base(request)
    ok = form.is_valid()
    if ok:
        ok, _ = form.try_verb(lambda: workflow.ask_posters(actor=request.user, base=base, **form.cleaned_data))
    return redirect("stations:posters") if ok else _posters_page(request, form, status=422)


def _posters_page(request: PortalRequest, form: PortalForm, *, status: int = 200) -> HttpResponse:
    jobs = [(job, reports.revoked_since(job) if job.status == "done" else 0) for job in reports.jobs_of(request.user)]
    context = {"form": form, "jobs": jobs, "is_busy": any(job.status in ("waiting", "running") for job, _ in jobs)}
    template = "stations/posters.html" + ("#jobs" if request.htmx else "")
    return render(request, template, context, status=status)


@require_GET
def posters_file(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The file of a job."""
    job = get_object_or_404(PosterJob.objects.visible_to(request.user).filter(stored__isnull=False), pk=pk)
    return serve(job.stored)


# --- a look before it is public -----------------------------------------------------------------
@require_GET
def deputy_preview(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The page of a deputy as residents would see it, with the words that wait for review."""
    readers_only(request, *READERS)
    deputy = get_object_or_404(reports.deputies_kept(request.user), pk=pk)
    station, today = codes.station_of(deputy), timezone.localdate()
    facts = reports.deputy_facts(deputy, station, _proposed(PublicPage.objects.filter(deputy=deputy).first()), today)
    return public_page(request, "stations/public_deputy.html", {"facts": facts, "station": station, "preview": True})


@require_GET
def station_preview(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The page of a station as residents would see it, with the words that wait for review."""
    readers_only(request, *READERS)
    station = get_object_or_404(reports.stations_kept(request.user).select_related("unit__region"), pk=pk)
    page = _proposed(PublicPage.objects.filter(station=station).first())
    facts = reports.station_facts(station, page, timezone.localdate())
    return public_page(request, "stations/public_station.html", {"facts": facts, "station": station, "preview": True})


def _proposed(page: PublicPage | None) -> PublicPage:
    """The page with the words that wait, not saved."""
    if page is None:
        return PublicPage()
    waiting = page.reviews.filter(status="waiting").first()
    if waiting is not None:
        page.introduction = waiting.introduction
    return page
