"""Reads for the pages of this room; dates come in, nothing asks the clock."""

from deputies.reports.duties import (
    AUTOMATIC,
    BY_HAND,
    Part,
    file_of,
    has_other_leader,
    history_of,
    same_day,
    setting_for,
    setting_history,
    setting_of,
    unanswered,
    years_of,
)
from deputies.reports.mandates import mandate_history
from deputies.reports.register import (
    ORDER,
    DutyCount,
    duty_counts,
    former_members_of,
    group_of,
    mandates_of,
    members_of,
    public_record,
    with_list_data,
)

__all__ = [
    "AUTOMATIC",
    "BY_HAND",
    "ORDER",
    "DutyCount",
    "Part",
    "duty_counts",
    "file_of",
    "former_members_of",
    "group_of",
    "has_other_leader",
    "history_of",
    "mandate_history",
    "mandates_of",
    "members_of",
    "public_record",
    "same_day",
    "setting_for",
    "setting_history",
    "setting_of",
    "unanswered",
    "with_list_data",
    "years_of",
]
