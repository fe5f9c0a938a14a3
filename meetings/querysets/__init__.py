"""Named questions about meetings, sittings and what is said there, one file a noun."""

from meetings.querysets.attendance import AttendeeQuerySet
from meetings.querysets.audience import AudienceNoticeQuerySet, AudienceQuerySet
from meetings.querysets.briefing import BriefingQuerySet
from meetings.querysets.confirmation import LinkQuerySet
from meetings.querysets.groups import AppointmentQuerySet, GroupPlanQuerySet
from meetings.querysets.leader import SpeechQuerySet
from meetings.querysets.plan import MeetingQuerySet
from meetings.querysets.record import RaisedQuerySet
from meetings.querysets.sitting import ParticipantQuerySet, SittingQuerySet

__all__ = [
    "AppointmentQuerySet",
    "AttendeeQuerySet",
    "AudienceNoticeQuerySet",
    "AudienceQuerySet",
    "BriefingQuerySet",
    "GroupPlanQuerySet",
    "LinkQuerySet",
    "MeetingQuerySet",
    "ParticipantQuerySet",
    "RaisedQuerySet",
    "SittingQuerySet",
    "SpeechQuerySet",
]
