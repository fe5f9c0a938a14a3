"""History of the file of duties, of mandates, and of the points."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import EventBase
from deputies.models.batch import ScoreBatch, ScoreSheet
from deputies.models.duty import DutyRecord, DutySetting
from deputies.models.register import Mandate
from deputies.models.scoring import ScoreScheme

TARGETS = ("duty", "mandate", "setting", "scheme", "batch", "sheet")


def exactly_one(*fields: str) -> Q:
    """A condition: one of `fields` is set and the others are not."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in fields})
    return condition


class Event(EventBase):
    """A line of history of a duty record, a mandate, a committee's setting, a scheme, a round or a sheet."""

    duty = models.ForeignKey(DutyRecord, models.PROTECT, null=True, blank=True, related_name="events")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="events")
    setting = models.ForeignKey(DutySetting, models.PROTECT, null=True, blank=True, related_name="events")
    scheme = models.ForeignKey(ScoreScheme, models.PROTECT, null=True, blank=True, related_name="events")
    batch = models.ForeignKey(ScoreBatch, models.PROTECT, null=True, blank=True, related_name="events")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, blank=True, related_name="events")

    class Meta(EventBase.Meta):
        verbose_name = verbose_name_plural = "履职档案记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one(*TARGETS),
                name="deputies_event_one_target",
                violation_error_message="一条记录只属于一个对象。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.source}→{self.target}"
