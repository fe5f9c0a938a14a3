"""领导讲话 for residents: those that passed the 保密审查, the latest first, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common.paging import keyset
from common.public import public_page
from meetings.models import LeaderSpeech
from meetings.rules import path_of
from stations.reports import closed_places

ROWS = 20


@require_safe
def leader_list(request: HttpRequest) -> HttpResponseBase:
    """Every published speech of a place whose public side is up."""
    rows = LeaderSpeech.objects.published().with_place()
    for place in closed_places():
        rows = rows.exclude(sitting__occasion__unit__region__path__startswith=place.path)
    page = keyset(rows, request.GET, order=("-published_at", "-id"), size=ROWS)
    return public_page(request, "meetings/public_leader_list.html", {"page": page})


@require_safe
def leader(request: HttpRequest, speech: int) -> HttpResponseBase:
    """Who said it, where, and the words as they were approved. 404 before that, and at once when taken back."""
    shown = get_object_or_404(LeaderSpeech.objects.published().with_place(), pk=speech)
    return public_page(request, "meetings/public_leader.html", {"speech": shown, "sitting": shown.sitting})


def place_of(speech: int) -> str:
    """The path of the committee's place, for the switch that takes its public side down."""
    found = LeaderSpeech.objects.with_place().filter(pk=speech).first()
    return path_of(found.sitting) if found else ""


leader.place_of = place_of  # type: ignore[attr-defined]  # read by the gate before every public address
