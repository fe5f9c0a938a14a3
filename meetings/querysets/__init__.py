"""Named questions about meetings, sittings and what is said there, one file a noun."""

from meetings.querysets.plan import MeetingQuerySet
from meetings.querysets.record import RaisedQuerySet
from meetings.querysets.sitting import ParticipantQuerySet, SittingQuerySet

__all__ = ["MeetingQuerySet", "ParticipantQuerySet", "RaisedQuerySet", "SittingQuerySet"]
