"""Writes that change no status, one file a noun."""

from stations.actions.activity import invitation_text, tell_of_activity
from stations.actions.contact import (
    Elector,
    add_household,
    end_household,
    end_link,
    link_member,
    record_contact,
    reveal_household,
    take_back,
)
from stations.actions.inquiry import remind_promises
from stations.actions.message import reissue, reveal_sender, tell_of_message
from stations.actions.plan import add_item, change_item, drop_item, plan_of
from stations.actions.reception import file_scan, keep_station, reveal_visitor, tell_of_visit
from stations.actions.rota import tell_of_absence, tell_of_notice, tell_of_slot, tell_of_swap

__all__ = [
    "Elector",
    "add_household",
    "add_item",
    "change_item",
    "drop_item",
    "end_household",
    "end_link",
    "file_scan",
    "invitation_text",
    "keep_station",
    "link_member",
    "plan_of",
    "record_contact",
    "reissue",
    "remind_promises",
    "reveal_household",
    "reveal_sender",
    "reveal_visitor",
    "take_back",
    "tell_of_absence",
    "tell_of_activity",
    "tell_of_message",
    "tell_of_notice",
    "tell_of_slot",
    "tell_of_swap",
    "tell_of_visit",
]
