"""档案盒: a station's box of a year, drawer by drawer; papers filed; the list printed; the whole box taken away.

404 for who does not see the station, 403 for who sees it and may not look into its box.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import PortalRequest
from common.files import serve
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act
from stations import rules, workflow
from stations.archive import Box, contents_of, counts_of, sources_of
from stations.choices import BundleStatus, Drawer
from stations.forms.archive import PaperForm, TakeOutForm, VersionForm, YearForm
from stations.models import ArchiveBundle, ArchivePaper, ArchiveVersion, Station
from stations.views.loading import allowed, with_station

View = Callable[..., Any]
YEARS = 6
ROWS = 30


def with_box(view: View) -> View:
    """Passes the box of the station and the year asked for."""

    @wraps(view)
    @with_station
    def loaded(request: PortalRequest, station: Station, **kwargs: Any) -> Any:
        allowed(rules.can_open_box(request.user, station))
        year = YearForm(request.GET).asked(timezone.localdate())
        return view(request, Box(station, year, request.user), **kwargs)

    return loaded


def _drawer(name: str) -> Drawer:
    try:
        return Drawer(name)
    except ValueError as error:
        raise Http404 from error


@require_GET
@with_box
def archive_box(request: PortalRequest, box: Box) -> HttpResponse:
    """The ten drawers with how much is in each; the latest whole boxes."""
    counts, this_year = counts_of(box), timezone.localdate().year
    bundles = ArchiveBundle.objects.filter(station=box.station, year=box.year, asked_by=request.user)
    context = {
        "box": box,
        "station": box.station,
        "drawers": [(drawer, counts[drawer]) for drawer in Drawer],
        "years": range(this_year, this_year - YEARS, -1),
        "bundle": bundles.first(),
    }
    return render(request, "stations/archive_box.html", context)


@require_GET
@with_box
def archive_drawer(request: PortalRequest, box: Box, drawer: str) -> HttpResponse:
    """One drawer: its rows by kind, and what was filed by hand."""
    return _drawer_page(request, box, _drawer(drawer))


def _drawer_page(
    request: PortalRequest,
    box: Box,
    drawer: Drawer,
    *,
    form: PortalForm | None = None,
    wrong: PortalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sources = {one.key: one for one in sources_of(drawer)}
    source = sources.get(request.GET.get("kind", "")) or next(iter(sources.values()))
    if form is not None or wrong is not None:
        source = sources["papers"]
    page = keyset(source.rows(box), request.GET, order=source.order, size=ROWS)
    may = rules.can_file(request.user, box.station)
    context = {
        "box": box,
        "station": box.station,
        "drawer": drawer,
        "tabs": [(one.key, one.title, one.rows(box).count(), one is source) for one in sources.values()],
        "source": source,
        "page": page,
        "entries": [(source.entry(row), row) for row in page.rows],
        "form": (form or PaperForm()) if may else None,
        "wrong": wrong,
        "take_out": TakeOutForm() if may else None,
    }
    return render(request, "stations/archive_drawer.html", context, status=status)


@require_GET
@with_box
def archive_contents(request: PortalRequest, box: Box) -> StreamingHttpResponse:
    """The list of contents on A4, every drawer with all its lines: sent as it is read, so that a full box
    takes no more memory than an empty one."""
    mark = f"[{secrets.token_hex(8)}]"  # nobody's title holds it
    context = {"box": box, "station": box.station, "mark": mark, "today": timezone.localdate()}
    head, _, tail = render_to_string("stations/archive_contents.html", context, request).partition(mark)
    return StreamingHttpResponse(chain([head], contents_of(box), [tail]))


# --- papers -----------------------------------------------------------------------------------------
def _address(box: Box, drawer: str) -> str:
    place = reverse("stations:archive_drawer", args=[box.station.pk, drawer])
    return f"{place}?year={box.year}&kind=papers"


@require_POST
@with_box
def paper_add(request: PortalRequest, box: Box, drawer: str) -> HttpResponse:
    """File a paper."""
    chosen = _drawer(drawer)
    allowed(rules.can_file(request.user, box.station))
    year = None if workflow.every_year(chosen) else box.year
    return act(
        request,
        PaperForm(request.POST, request.FILES),
        lambda data: workflow.file_paper(
            box.station, chosen, data["file"], title=data["title"], year=year, actor=request.user
        ),
        done="已经放进档案盒。",
        back=_address(box, chosen),
        again=lambda form, status: _drawer_page(request, box, chosen, form=form, status=status),
    )


def _paper(request: PortalRequest, pk: int) -> tuple[ArchivePaper, Box]:
    """A paper of a station whose box the reader may fill, and the box it is in."""
    seen = Station.objects.visible_to(request.user).with_list_data()
    paper = get_object_or_404(ArchivePaper.objects.filter(station__in=seen.values("pk")), pk=pk)
    station = seen.get(pk=paper.station_id)
    allowed(rules.can_file(request.user, station))
    return paper, Box(station, paper.year or timezone.localdate().year, request.user)


@require_POST
def paper_version(request: PortalRequest, pk: int) -> HttpResponse:
    """A new version of a paper."""
    paper, box = _paper(request, pk)
    return act(
        request,
        VersionForm(request.POST, request.FILES),
        lambda data: workflow.add_version(paper, data["file"], after=data["after"], actor=request.user),
        done=f"“{paper}”换了新的一版，以前的都留着。",
        back=_address(box, paper.drawer),
        again=lambda form, status: _drawer_page(request, box, Drawer(paper.drawer), wrong=form, status=status),
    )


@require_POST
def paper_take_out(request: PortalRequest, pk: int) -> HttpResponse:
    """A paper filed by mistake."""
    paper, box = _paper(request, pk)
    return act(
        request,
        TakeOutForm(request.POST),
        lambda data: workflow.take_out(paper, note=data["note"], actor=request.user),
        done=f"“{paper}”已经取出。",
        back=_address(box, paper.drawer),
        again=lambda form, status: _drawer_page(request, box, Drawer(paper.drawer), wrong=form, status=status),
    )


@require_GET
def archive_file(request: PortalRequest, pk: int) -> FileResponse:
    """A version of a paper, to whoever may look into the box."""
    seen = Station.objects.visible_to(request.user).values("pk")
    rows = ArchiveVersion.objects.filter(paper__station__in=seen, paper__removed_at=None)
    version = get_object_or_404(rows.select_related("paper__station__unit__region"), pk=pk)
    allowed(rules.can_open_box(request.user, version.paper.station))
    return serve(version, inline=True)


# --- the whole box ----------------------------------------------------------------------------------
@require_POST
@with_station
def archive_pack(request: PortalRequest, station: Station) -> HttpResponse:
    """Have the whole box made."""
    allowed(rules.can_open_box(request.user, station))
    year = YearForm(request.POST).asked(timezone.localdate())
    return act(
        request,
        PortalForm(request.POST),
        lambda _: workflow.ask_for_box(station, year, actor=request.user),
        done="整盒正在做，做好了会给您发站内消息，也可以过一会儿刷新这一页。",
        back=reverse("stations:archive_box", args=[station.pk]) + f"?year={year}",
        again=lambda _form, _status: archive_box(request, pk=station.pk),
    )


@require_GET
def archive_bundle(request: PortalRequest, pk: int) -> FileResponse:
    """The whole box, to whoever asked for it and still may."""
    rows = ArchiveBundle.objects.filter(asked_by=request.user, status=BundleStatus.READY)
    bundle = get_object_or_404(rows.select_related("station__unit__region"), pk=pk)
    allowed(rules.can_open_box(request.user, bundle.station))
    answer = FileResponse(bundle.file.open("rb"), as_attachment=True, filename=f"{bundle}.zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
