"""Many public pages at once: proposed for a station or a place, reviewed in a list by somebody else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Region
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act
from stations import reports, rules, workflow
from stations.forms.public import PassManyForm
from stations.views.codes import told
from stations.views.loading import readers_only


@require_POST
def propose_place(request: PortalRequest, pk: int) -> HttpResponse:
    """Every page of a place that is not public."""
    region = get_object_or_404(Region.objects.filter(pk__in={s.region_id for s in request.user.scopes.items}), pk=pk)
    return _proposed(request, lambda: workflow.propose_for_place(region, actor=request.user))


@require_POST
def propose_station(request: PortalRequest, pk: int) -> HttpResponse:
    """Every page of a station and its deputies that is not public."""
    station = get_object_or_404(reports.stations_kept(request.user), pk=pk)
    return _proposed(request, lambda: workflow.propose_for_station(station, actor=request.user))


def _proposed(request: PortalRequest, verb: Callable[[], int]) -> HttpResponse:
    return told(request, verb, "提请了 {} 个页面，请另一位同事做保密审查。", "没有要提请的：已经公开，或者在等审查。")


@require_http_methods(["GET", "HEAD", "POST"])
def review_many(request: PortalRequest) -> HttpResponse:
    """保密审查 of what waits: pages without words together, a page with words by itself."""
    readers_only(request, *rules.REVIEWERS)
    if request.method != "POST":
        return _page(request, PassManyForm())
    chosen = {int(value) for value in request.POST.getlist("review") if value.isdecimal()}
    rows = reports.to_review(request.user).filter(pk__in=chosen)
    reviews = list(rows.select_related("page__deputy__home_region", "page__station__unit__region"))
    done = f"{len(reviews)} 个页面的保密审查已记录，都公开了。"
    return act(
        request,
        PassManyForm(request.POST),
        lambda data: workflow.pass_many(reviews, actor=request.user, **data),
        done=done,
        back="stations:review_many",
        again=lambda form, status: _page(request, form, chosen=chosen, status=status),
    )


def _page(
    request: PortalRequest, form: PortalForm, *, chosen: set[int] | None = None, status: int = 200
) -> HttpResponse:
    waiting = reports.to_review(request.user)
    context = {
        "form": form,
        "rows": reports.without_words(request.user, timezone.localdate(), workflow.AT_ONCE),
        "total": waiting.filter(introduction="").count(),
        "worded": list(waiting.exclude(introduction="").select_related("page__deputy", "page__station__unit")[:30]),
        "chosen": chosen,
    }
    return render(request, "stations/review_many.html", context, status=status)
