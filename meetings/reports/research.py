"""What a sitting's pages show of the research before it and of its course."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.models import User
from meetings.models import Finding, RaisedOpinion, ResearchStop, RunLine, Sitting


def stops_of(sitting: Sitting) -> list[ResearchStop]:
    """Where this group went, or all groups; with what was found."""
    if sitting.meeting_id is None:
        return []
    own = Q(sitting=sitting) | Q(sitting=None)
    return list(ResearchStop.objects.filter(own, meeting=sitting.meeting_id).prefetch_related("findings"))


def run_lines(sitting: Sitting) -> list[RunLine]:
    """The lines of its run-sheet, none where there is none yet."""
    return list(RunLine.objects.filter(sheet__sitting=sitting))


def raised_behind(opinion: int, user: User) -> RaisedOpinion | None:
    """The spoken row behind an opinion of the ledger, where its meeting has findings to rest on; for the
    committee that sees the sitting alone."""
    findings = Finding.objects.filter(stop__meeting=OuterRef("sitting__meeting"))
    seen = user.scopes.in_region("sitting__occasion__unit__region__path", *Role.COMMITTEE)
    rows = RaisedOpinion.objects.live().filter(seen, Exists(findings), opinion=opinion)
    related = ("sitting__occasion__unit__region", "opinion")
    return rows.select_related(*related).prefetch_related("citations__finding__stop").first()
