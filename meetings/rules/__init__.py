"""Who may see and who may do in this room, one predicate each, one file a noun. A step's `may` is one of these."""

from meetings.rules.attendance import can_view_attendee, is_self, keeps_roll, keeps_roll_or_self
from meetings.rules.groups import can_view_plan, keeps_plan
from meetings.rules.place import path_of
from meetings.rules.plan import can_view_meeting, may_prepare, prepares_meetings
from meetings.rules.sitting import can_view_sitting, may_record

__all__ = [
    "can_view_attendee",
    "can_view_meeting",
    "can_view_plan",
    "can_view_sitting",
    "is_self",
    "keeps_plan",
    "keeps_roll",
    "keeps_roll_or_self",
    "may_prepare",
    "may_record",
    "path_of",
    "prepares_meetings",
]
