"""Reads that aggregate, one file a subject."""

from meetings.reports.attendance import LAW, Part, Quorum, parts_of, quorum_of
from meetings.reports.groups import (
    appointments_of,
    candidates_of,
    cards_of,
    history_of,
    plan_says,
    roll_history,
)
from meetings.reports.preparation import (
    RECEIPTS,
    Schedule,
    Shelf,
    line_of,
    papers_of,
    receipts_of,
    schedule_of,
    shelves_of,
    step_history,
)
from meetings.reports.record import (
    CHANGES,
    PAGE,
    changed_rows,
    counts_of,
    latest_rows,
    person_data,
    row_data,
    speaker_id,
)
from meetings.reports.subjects import Subject, agenda_of, article_counts, subjects_of
from meetings.reports.sums import conveners_of, count_by_meeting, numbers_of, ways_of

__all__ = [
    "CHANGES",
    "LAW",
    "PAGE",
    "RECEIPTS",
    "Part",
    "Quorum",
    "Schedule",
    "Shelf",
    "Subject",
    "agenda_of",
    "appointments_of",
    "article_counts",
    "candidates_of",
    "cards_of",
    "changed_rows",
    "conveners_of",
    "count_by_meeting",
    "counts_of",
    "history_of",
    "latest_rows",
    "line_of",
    "numbers_of",
    "papers_of",
    "parts_of",
    "person_data",
    "plan_says",
    "quorum_of",
    "receipts_of",
    "roll_history",
    "row_data",
    "schedule_of",
    "shelves_of",
    "speaker_id",
    "step_history",
    "subjects_of",
    "ways_of",
]
