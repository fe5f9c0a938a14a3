"""接待公告 inside: looked over by a second person, printed, copied, sent out early, taken down."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.choices import Role
from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.paging import keyset
from common.posting import act, press
from common.public import public_base
from stations import rules, workflow
from stations.forms.rota import ClearForm, NoteForm
from stations.models import DutySlot, Station
from stations.reports import notices
from stations.reports.day_history import history_of
from stations.views.loading import allowed, readers_only, with_station
from stations.workflow.notice import issue_notice, withdraw_notice

ROWS = 30


@require_GET
def notice_queue(request: PortalRequest) -> HttpResponse:
    """The stations whose notices wait for the reader's 保密审查, the nearest day first."""
    readers_only(request, *Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION)
    rows = notices.stations_to_clear(request.user, timezone.localdate())
    page = keyset(rows, request.GET, order=("nearest", "id"), size=ROWS)
    return render(request, "stations/notice_queue.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@with_station
def notice_review(request: PortalRequest, station: Station) -> HttpResponse:
    """What the public will read of the published days; a second person ticks every point and lets them pass."""
    allowed(rules.can_see_rota(request.user, station))
    today = timezone.localdate()
    rows = DutySlot.objects.filter(station=station, cleared_at=None).upcoming(today).published()
    waiting = list(notices.with_notices(rows, today))
    others = [slot for slot in waiting if rules.can_clear_notice(request.user, slot)]
    own = [slot for slot in waiting if slot not in others]

    def page(form: PortalForm, status: int = 200) -> HttpResponse:
        context = {"station": station, "form": form, "own": own, "others": others, "today": today}
        return render(request, "stations/notice_review.html", context, status=status)

    if request.method != "POST":
        return page(ClearForm())
    shown = set(request.POST.getlist("slots"))
    passed = [slot for slot in others if f"{slot.pk}:{slot.version}" in shown]
    return act(
        request,
        ClearForm(request.POST),
        lambda data: workflow.clear_notices(passed, actor=request.user, **data),
        done="审核通过了，到日子一早自动公告。",
        back=reverse("stations:station_rota", args=[station.pk]),
        again=page,
    )


def _slot(request: PortalRequest, pk: int) -> DutySlot:
    """A day the reader oversees or works at, with everything its notice says."""
    rows = notices.with_notices(DutySlot.objects.visible_to(request.user), timezone.localdate())
    slot: DutySlot = get_object_or_404(rows, pk=pk)
    allowed(rules.can_see_rota(request.user, slot.station))
    return slot


@require_GET
def slot_notice(request: PortalRequest, pk: int) -> HttpResponse:
    """One day: where its notice stands, the poster on A4, the text to copy, every edition."""
    return _notice_page(request, _slot(request, pk), NoteForm())


def _notice_page(request: PortalRequest, slot: DutySlot, form: PortalForm, status: int = 200) -> HttpResponse:
    today, address = timezone.localdate(), notices.code_address(slot.station, public_base(request))
    notice = notices.current(slot)
    context: dict[str, Any] = {
        "slot": slot,
        "station": slot.station,
        "standing": notices.standing(slot, today),
        "notice": notice,
        "named": notices.named(slot),
        "deputies_changed": notice is not None and notice.deputies != [list(one) for one in notices.named(slot)],
        "editions": list(slot.notices.all()),
        "history": history_of(slot),
        "copy": notices.copy_text(slot, address),
        "qr": segno.make(address, error="m").svg_data_uri(border=2),
        "address": address,
        "bring": notices.BRING,
        "doors": notices.DOORS,
        "may_keep": rules.can_keep_rota(request.user, slot),
        "form": form,
    }
    return render(request, "stations/slot_notice.html", context, status=status)


@require_POST
def notice_issue(request: PortalRequest, pk: int) -> HttpResponse:
    """现在公告, before its day or after what held it up."""
    slot = _slot(request, pk)
    allowed(rules.can_keep_rota(request.user, slot))
    back = reverse("stations:slot_notice", args=[slot.pk])
    return press(request, lambda: issue_notice(slot, actor=request.user), done="已公告，群众现在看得到。", back=back)


@require_POST
def notice_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """撤下, with a reason."""
    slot = _slot(request, pk)
    return act(
        request,
        NoteForm(request.POST),
        lambda data: withdraw_notice(slot, actor=request.user, **data),
        done="已撤下，群众看不到了。要再公告，请另一位同志先审核。",
        back=reverse("stations:slot_notice", args=[slot.pk]),
        again=lambda form, status: _notice_page(request, slot, form, status),
    )
