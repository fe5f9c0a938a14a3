"""What belongs to several nouns of the room: history and files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import EventBase, User
from common.files import StoredFile
from opinions.models.event import exactly_one
from stations.models.activity import Activity
from stations.models.code import PublicCode
from stations.models.inquiry import Inquiry
from stations.models.message import Message
from stations.models.page import PublicPage, SideClosure
from stations.models.reception import Reception, Visit
from stations.models.rota import DutySlot
from stations.models.station import Station
from stations.querysets import AttachmentQuerySet

TARGETS = (
    "reception",
    "visit",
    "slot",
    "code",
    "page",
    "closure",
    "station",
    "message",
    "activity",
    "inquiry",
)


class Event(EventBase):
    """The history of a station, a reception, a visit, a reception day, a code, a public page, its switch, a
    message, an activity, or a question asked at one."""

    reception = models.ForeignKey(Reception, models.PROTECT, null=True, blank=True, related_name="events")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="events")
    slot = models.ForeignKey(DutySlot, models.PROTECT, null=True, blank=True, related_name="events")
    code = models.ForeignKey(PublicCode, models.PROTECT, null=True, blank=True, related_name="events")
    page = models.ForeignKey(PublicPage, models.PROTECT, null=True, blank=True, related_name="events")
    closure = models.ForeignKey(SideClosure, models.PROTECT, null=True, blank=True, related_name="events")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="events")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="events")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="events")
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, null=True, blank=True, related_name="events")

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "站点记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one(*TARGETS),
                name="station_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            )
        ]

    def __str__(self) -> str:
        return self.step


class Attachment(StoredFile):
    """The signed form's scan of a visit, or a photo of the paper register of a reception."""

    reception = models.ForeignKey(Reception, models.PROTECT, null=True, blank=True, related_name="attachments")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="attachments")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reception", "sha256"],
                condition=Q(reception__isnull=False),
                name="station_photo_once",
                violation_error_message="这张照片已经传过。",
            ),
            models.CheckConstraint(
                condition=Q(reception__isnull=False, visit=None) | Q(reception=None, visit__isnull=False),
                name="station_attachment_one_target",
                violation_error_message="一份附件只属于一个对象。",
            )
        ]
