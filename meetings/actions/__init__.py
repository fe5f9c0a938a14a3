"""Writes that prepare a meeting, one file a noun."""

from meetings.actions.agenda import add_agenda_item, edit_agenda_item, remove_agenda_item
from meetings.actions.draft import ArticleText, add_draft
from meetings.actions.examples import adopt_example
from meetings.actions.meeting import check_preparer, create_meeting, edit_meeting
from meetings.actions.papers import write_paper
from meetings.actions.preparation import begin_preparation, open_meeting, recount_preparation
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
from meetings.actions.template import (
    add_template_step,
    create_template,
    edit_template,
    edit_template_step,
    move_template_step,
    remove_template_step,
)

__all__ = [
    "ArticleText",
    "add_agenda_item",
    "add_attendee",
    "add_draft",
    "add_lines",
    "add_template_step",
    "adopt_example",
    "begin_preparation",
    "call_members",
    "check_preparer",
    "create_meeting",
    "create_sitting",
    "create_template",
    "edit_agenda_item",
    "edit_meeting",
    "edit_sitting",
    "edit_template",
    "edit_template_step",
    "move_template_step",
    "next_label",
    "open_meeting",
    "recount_preparation",
    "remove_agenda_item",
    "remove_attendee",
    "remove_template_step",
    "renew_door",
    "roll_of",
    "set_total",
    "sitting_title",
    "take_from_sittings",
    "write_paper",
]
