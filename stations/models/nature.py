"""What a station is, by whose decision, since when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from stations.choices import NatureKind
from stations.models.station import Station


class StationNature(models.Model):
    """One thing a station is (联络站, 示范点, 立法联系点, 采集点): who granted it, by which paper, from when to when.

    `since` None: the station is it, and nobody has written down yet since when.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="natures", verbose_name="联络站")
    kind = models.CharField("性质", max_length=12, choices=NatureKind)
    granted_by = models.CharField("批准单位", max_length=60, blank=True)
    document = models.CharField("文号", max_length=60, blank=True)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "站点性质"
        ordering = ("station", "since", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "kind"],
                condition=Q(until=None),
                name="stationnature_once",
                violation_error_message="这个站现在已经是了。",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="stationnature_dates_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
