"""What a sitting's pages show of the research before it and of its course."""

from __future__ import annotations

from django.db.models import Q

from meetings.models import ResearchStop, RunLine, Sitting


def stops_of(sitting: Sitting) -> list[ResearchStop]:
    """Where this group went, or all groups; with what was found."""
    if sitting.meeting_id is None:
        return []
    own = Q(sitting=sitting) | Q(sitting=None)
    return list(ResearchStop.objects.filter(own, meeting=sitting.meeting_id).prefetch_related("findings"))


def run_lines(sitting: Sitting) -> list[RunLine]:
    """The lines of its run-sheet, none where there is none yet."""
    return list(RunLine.objects.filter(sheet__sitting=sitting))
