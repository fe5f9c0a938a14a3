"""Reads for the pages of this room; dates come in, nothing asks the clock."""

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
    "ORDER",
    "DutyCount",
    "duty_counts",
    "former_members_of",
    "group_of",
    "mandates_of",
    "members_of",
    "public_record",
    "with_list_data",
]
