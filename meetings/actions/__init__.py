"""Writes that prepare a meeting, one file a noun."""

from meetings.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from meetings.actions.draft import ArticleText, add_draft
from meetings.actions.meeting import check_preparer, create_meeting, edit_meeting
from meetings.actions.roll import (
    add_attendee,
    add_lines,
    call_members,
    remove_attendee,
    renew_door,
    roll_of,
    set_total,
    take_from_sittings,
)
from meetings.actions.sitting import create_sitting, edit_sitting, next_label, sitting_title

__all__ = [
    "ArticleText",
    "add_agenda_item",
    "add_attendee",
    "add_draft",
    "add_lines",
    "call_members",
    "check_preparer",
    "create_meeting",
    "create_sitting",
    "edit_agenda_item",
    "edit_meeting",
    "edit_sitting",
    "next_label",
    "remove_agenda_item",
    "remove_attendee",
    "renew_door",
    "roll_of",
    "set_total",
    "sitting_title",
    "take_from_sittings",
]
