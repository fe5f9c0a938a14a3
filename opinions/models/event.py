"""The ledger's history and its files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import EventBase, User
from common.files import StoredFile
from opinions.models.assignment import AssignmentList
from opinions.models.matter import Matter
from opinions.models.opinion import Opinion
from opinions.models.reply import Reply
from opinions.models.undertaking import Undertaking


def exactly_one(*fields: str) -> Q:
    """A condition: one of `fields` is set and the others are not."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in fields})
    return condition


class Event(EventBase):
    """A line of history of an opinion, a matter, a list, an undertaking or a reply."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="events")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="events")
    list = models.ForeignKey(AssignmentList, models.PROTECT, null=True, blank=True, related_name="events")
    undertaking = models.ForeignKey(Undertaking, models.PROTECT, null=True, blank=True, related_name="events")

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "办理记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("opinion", "matter", "list", "undertaking"),
                name="event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.source}→{self.target}"


class Attachment(StoredFile):
    """A file of a list (signed sheet, frozen paper), a reply (attachment, sealed scan) or an opinion."""

    class Purpose(models.TextChoices):
        FILE = "file", "附件"
        SEALED_SCAN = "sealed_scan", "盖章扫描件"
        SIGNED_SHEET = "signed_sheet", "审签单扫描件"
        FROZEN = "frozen", "印发定稿"
        SEAL = "seal", "用印件"

    purpose = models.CharField("用途", max_length=12, choices=Purpose, default=Purpose.FILE)
    list = models.ForeignKey(AssignmentList, models.PROTECT, null=True, blank=True, related_name="attachments")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, blank=True, related_name="attachments")
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="attachments")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one("list", "reply", "opinion"),
                name="attachment_one_target",
                violation_error_message="一份附件只属于一个对象。",
            )
        ]
