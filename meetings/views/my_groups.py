"""In which group one sits, on the phone: when and where, who convenes it, its course, what was found before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.requests import PortalRequest
from meetings.models import Participant
from meetings.reports.research import run_lines, stops_of


@require_GET
def my_group(request: PortalRequest, pk: int) -> HttpResponse:
    """One's own line on the list of a group sitting (404 for anybody else's). A convener finds who is in the group."""
    mine = get_object_or_404(Participant.objects.own_of(request.user).with_page_data(), pk=pk)
    people = Participant.objects.named_in(mine.sitting)
    context = {
        "mine": mine,
        "sitting": mine.sitting,
        "conveners": [one for one in people if one.is_convener],
        "people": people if mine.is_convener else [],
        "lines": run_lines(mine.sitting),
        "stops": stops_of(mine.sitting),
    }
    return render(request, "meetings/my_group.html", context)
