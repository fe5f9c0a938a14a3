"""One's own speeches, with an account: read, corrected, confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.errors import RuleError
from meetings.models import RaisedOpinion, Sitting
from meetings.public_forms import AgreeForm
from meetings.reports.confirmation import rows_of
from meetings.workflow import speech


@require_GET
def my_sittings(request: PortalRequest) -> HttpResponse:
    """Where one spoke and was asked to confirm, the latest first; nothing for who is no deputy and was not asked."""
    own = RaisedOpinion.objects.own_of(request.user)
    if not request.user.scopes.has(Role.DEPUTY) and not own.exists():
        raise Http404
    counts = (
        own.order_by()
        .values("sitting")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(status="sent")), last=Max("pk"))
    )
    found = {one["sitting"]: one for one in counts.order_by("-last")[:50]}
    sittings = Sitting.objects.filter(pk__in=found).with_place().in_bulk()
    rows = [(sittings[pk], one["total"], one["waiting"]) for pk, one in found.items()]
    return render(request, "meetings/my_sittings.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def my_speeches(request: PortalRequest, pk: int) -> HttpResponse:
    """What one said at one sitting. Each is agreed to as it stands, or in other words."""
    own = RaisedOpinion.objects.own_of(request.user).filter(sitting=pk).with_speech_data().order_by("order")
    rows = list(own)
    if not rows:
        raise Http404
    if request.method != "POST":
        return _page(request, rows)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _page(request, rows, wrong="没有要核对的发言，请看一下现在的文字。", status=422)
    agreed = form.agreed()
    try:
        for row in rows:
            if row.pk in agreed:
                speech.confirm(row, agreed[row.pk], actor=request.user)
    except RuleError as error:
        return _page(request, list(own.all()), wrong=str(error), status=409)
    messages.success(request, "核对好了，谢谢。")
    return redirect("meetings:my_speeches", pk)


def _page(request: PortalRequest, speeches: list[Any], *, wrong: str = "", status: int = 200) -> HttpResponse:
    rows = rows_of(speeches)
    context = {
        "sitting": speeches[0].sitting,
        "rows": rows,
        "waiting": [one for one in rows if one.waits],
        "wrong": wrong,
        "with_token": True,
    }
    return render(request, "meetings/my_speeches.html", context, status=status)
