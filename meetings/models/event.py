"""The history of what is prepared, said and printed at meetings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import EventBase
from meetings.models.attendance import Attendee
from meetings.models.audience import AudienceApplication, AudienceNotice
from meetings.models.briefing import Briefing
from meetings.models.face import FaceInvitation, FaceReport
from meetings.models.groups import GroupPlan
from meetings.models.leader import LeaderSpeech
from meetings.models.preparation import MeetingStep, Preparation
from meetings.models.receipt import PaperReceipt
from meetings.models.record import RaisedOpinion
from meetings.models.sitting import Sitting
from opinions.models.event import exactly_one

TARGETS = (
    "sitting",
    "raised",
    "attendee",
    "group_plan",
    "briefing",
    "speech",
    "preparation",
    "meeting_step",
    "receipt",
    "invitation",
    "face_report",
    "application",
    "audience_notice",
)


class Event(EventBase):
    """The history of whatever the one of its targets is: a sitting, a line of the roll, a step of the preparation."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="events")
    raised = models.ForeignKey(RaisedOpinion, models.PROTECT, null=True, blank=True, related_name="events")
    attendee = models.ForeignKey(Attendee, models.PROTECT, null=True, blank=True, related_name="events")
    group_plan = models.ForeignKey(GroupPlan, models.PROTECT, null=True, blank=True, related_name="events")
    briefing = models.ForeignKey(Briefing, models.PROTECT, null=True, blank=True, related_name="events")
    speech = models.ForeignKey(LeaderSpeech, models.PROTECT, null=True, blank=True, related_name="events")
    preparation = models.ForeignKey(Preparation, models.PROTECT, null=True, blank=True, related_name="events")
    meeting_step = models.ForeignKey(MeetingStep, models.PROTECT, null=True, blank=True, related_name="events")
    receipt = models.ForeignKey(PaperReceipt, models.PROTECT, null=True, blank=True, related_name="events")
    invitation = models.ForeignKey(FaceInvitation, models.CASCADE, null=True, blank=True, related_name="events")
    face_report = models.ForeignKey(FaceReport, models.PROTECT, null=True, blank=True, related_name="events")
    application = models.ForeignKey(
        AudienceApplication, models.PROTECT, null=True, blank=True, related_name="events"
    )
    audience_notice = models.ForeignKey(
        AudienceNotice, models.PROTECT, null=True, blank=True, related_name="events"
    )

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "会议记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one(*TARGETS),
                name="meeting_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            )
        ]

    def __str__(self) -> str:
        return self.step
