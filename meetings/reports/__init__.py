"""Reads that aggregate, one file a subject."""

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
from meetings.reports.sums import Way, conveners_of, count_by_meeting, numbers_of, ways_of

__all__ = [
    "CHANGES",
    "PAGE",
    "Subject",
    "Way",
    "agenda_of",
    "article_counts",
    "changed_rows",
    "conveners_of",
    "count_by_meeting",
    "counts_of",
    "latest_rows",
    "numbers_of",
    "person_data",
    "row_data",
    "speaker_id",
    "subjects_of",
    "ways_of",
]
