"""Activities, trainings and year plans in a station's box."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from stations.archive.box import Box, Entry
from stations.choices import ActivityKind, ActivityStatus, FilePurpose
from stations.models import Activity, ActivityFile, YearPlan

LEARNING = (ActivityKind.TRAINING, ActivityKind.SKILLS, ActivityKind.LAW_CLASS)


def _held(box: Box) -> Any:
    """What was held at the station, by it, or by one of its groups."""
    station = box.station
    here = Q(station=station) | Q(organiser=station.unit) | Q(group__in=station.groups.values("group_id"))
    rows = Activity.objects.visible_to(box.user).filter(here, held_on__year=box.year)
    return rows.filter(status__in=ActivityStatus.DONE).prefetch_related("files")


def activities(box: Box) -> Any:
    """Activities of the year, those for learning apart."""
    return _held(box).exclude(kind__in=LEARNING)


def learning(box: Box) -> Any:
    """Trainings and lectures of the year."""
    return _held(box).filter(kind__in=LEARNING)


def activity_entry(row: Activity) -> Entry:
    kept = tuple(one for one in row.files.all() if one.purpose != FilePurpose.PHOTO)
    return Entry(row.held_on, row.theme, f"{row.get_kind_display()}，{row.place}", row.get_absolute_url(), kept)


def photos(box: Box) -> Any:
    """Photos of the year's activities."""
    rows = ActivityFile.objects.filter(activity__in=_held(box).values("pk"), purpose=FilePurpose.PHOTO)
    return rows.select_related("activity")


def photo_entry(row: ActivityFile) -> Entry:
    return Entry(row.activity.held_on, row.name, f"{row.activity}的照片", row.activity.get_absolute_url(), (row,))


def plans(box: Box) -> Any:
    """The year plans of the station's groups."""
    rows = YearPlan.objects.filter(year=box.year, group__in=box.station.groups.values("group_id"))
    return rows.select_related("group")


def plan_entry(row: YearPlan) -> Entry:
    return Entry(timezone.localdate(row.created_at), f"{row.group}{row.year}年活动计划", "", row.get_absolute_url())
