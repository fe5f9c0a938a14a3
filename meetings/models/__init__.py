"""Meetings, what is on the agenda, where the groups sit, and what is said there, one file a noun."""

from meetings.models.draft import Article, Draft, DraftVersion
from meetings.models.event import Event
from meetings.models.plan import AgendaItem, Meeting
from meetings.models.record import RaisedOpinion
from meetings.models.sitting import Participant, Sitting

__all__ = [
    "AgendaItem",
    "Article",
    "Draft",
    "DraftVersion",
    "Event",
    "Meeting",
    "Participant",
    "RaisedOpinion",
    "Sitting",
]
