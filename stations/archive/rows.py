"""The rows behind each drawer, narrowed to a box, and how one of them reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from common.text import cn_date
from deputies.choices import DutyKind, DutyPart
from deputies.models import DutyRecord, GroupMember
from opinions.models import Feedback, MatterSource
from stations.archive.box import Box, Entry
from stations.models import (
    ArchivePaper,
    Attachment,
    Reception,
    StationStaff,
    Visit,
    VisitOpinion,
)


def _between(box: Box, begins: str, ends: str) -> Q:
    """Rows that were in force on some day of the box's year."""
    return Q(**{f"{begins}__lte": box.last_day}) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": box.first_day}))


# --- 代表名册 ---------------------------------------------------------------------------------------
def members(box: Box) -> Any:
    """Who was in a group of the station in the year."""
    rows = GroupMember.objects.filter(_between(box, "joined_on", "left_on"))
    groups = box.station.groups.values("group_id")
    return rows.filter(group__in=groups).select_related("group", "deputy", "contact")


def member_entry(row: GroupMember) -> Entry:
    url = reverse("deputies:deputy_detail", args=[row.deputy_id]) if row.deputy_id else ""
    left = f"，{cn_date(row.left_on)}离开" if row.left_on else ""
    return Entry(row.joined_on, str(row), f"{row.group}，{row.get_role_display()}{left}", url)


def staff(box: Box) -> Any:
    """Who worked at the station in the year."""
    return StationStaff.objects.filter(_between(box, "started_on", "ended_on"), station=box.station)


def staff_entry(row: StationStaff) -> Entry:
    parts = (row.get_role_display(), row.get_chosen_by_display(), row.document)
    left = f"{cn_date(row.ended_on)}离任" if row.ended_on else ""
    return Entry(row.started_on, row.name, "，".join(part for part in (*parts, left) if part))


# --- 接待登记 ---------------------------------------------------------------------------------------
def receptions(box: Box) -> Any:
    """Receptions held in the year."""
    rows = Reception.objects.visible_to(box.user).filter(station=box.station, held_on__year=box.year)
    return rows.prefetch_related("deputies")


def reception_entry(row: Reception) -> Entry:
    names = "、".join(deputy.name for deputy in row.deputies.all())
    return Entry(row.held_on, f"{row.hours} 接待", names and f"接待代表：{names}", row.get_absolute_url())


def visits(box: Box) -> Any:
    """Visits of the year, each with its signed form."""
    rows = Visit.objects.visible_to(box.user).filter(reception__station=box.station, reception__held_on__year=box.year)
    return rows.select_related("reception", "contributor").prefetch_related("attachments")


def visit_entry(row: Visit) -> Entry:
    files = tuple(row.attachments.all())
    note = f"{row.headcount} 人，{row.get_route_display()}" + ("，有签字扫描件" if files else "")
    return Entry(row.reception.held_on, f"{row.contributor.masked_name}来访", note, row.get_absolute_url(), files)


# --- 意见台账、交办和反馈 -----------------------------------------------------------------------------
def opinions(box: Box) -> Any:
    """What visitors of the year brought into the ledger."""
    rows = VisitOpinion.objects.visible_to(box.user)
    rows = rows.filter(visit__reception__station=box.station, visit__reception__held_on__year=box.year)
    return rows.select_related("opinion__contributor", "visit__reception")


def opinion_entry(row: VisitOpinion) -> Entry:
    note = f"{row.opinion.contributor.masked_name}，{row.opinion.get_status_display()}"
    url = reverse("stations:feedback_detail", args=[row.opinion_id])
    return Entry(row.visit.reception.held_on, row.opinion.brief, note, url)


def assigned(box: Box) -> Any:
    """Those of them that are in a list in force."""
    listed = MatterSource.objects.filter(matter__assignments__is_live=True, opinion=OuterRef("opinion_id"))
    return opinions(box).filter(Exists(listed))


def assigned_entry(row: VisitOpinion) -> Entry:
    url = reverse("stations:feedback_detail", args=[row.opinion_id])
    return Entry(row.visit.reception.held_on, row.opinion.brief, "已交办，办到哪一步见意见的页面", url)


def told(box: Box) -> Any:
    """Who was told what became of it, for opinions of the year."""
    rows = Feedback.objects.filter(opinion__in=opinions(box).values("opinion_id"))
    return rows.select_related("opinion__contributor")


def told_entry(row: Feedback) -> Entry:
    on = timezone.localdate(row.at)
    note = f"{row.get_how_display()}告知{row.opinion.contributor.masked_name}"
    return Entry(on, row.opinion.brief, note, reverse("stations:feedback_detail", args=[row.opinion_id]))


# --- 述职评议、履职档案 -------------------------------------------------------------------------------
def duties(box: Box) -> Any:
    """What the deputies of the station's groups did in the year, reports to electors apart."""
    return _duties(box).exclude(kind__in=DutyPart.KINDS[DutyPart.REPORTS])


def reports(box: Box) -> Any:
    """Their reports to electors."""
    return _duties(box).filter(kind__in=DutyPart.KINDS[DutyPart.REPORTS])


def _duties(box: Box) -> Any:
    deputies = members(box).filter(deputy__isnull=False).values("deputy_id")
    rows = DutyRecord.objects.visible_to(box.user).counted().filter(deputy__in=deputies, on__year=box.year)
    return rows.select_related("deputy")


def duty_entry(row: DutyRecord) -> Entry:
    return Entry(row.on, f"{row.deputy}：{row.title}", str(DutyKind(row.kind).label))


# --- 影像、上传的材料 ---------------------------------------------------------------------------------
def photos(box: Box) -> Any:
    """Photos of the paper registers of receptions in the year."""
    rows = Attachment.objects.visible_to(box.user).filter(reception__in=receptions(box).values("pk"))
    return rows.select_related("reception")


def photo_entry(row: Attachment) -> Entry:
    url = reverse("stations:attachment", args=[row.pk])
    held_on = row.reception.held_on if row.reception else None
    return Entry(held_on, row.name, "接待登记的照片", url, (row,))


def papers_in(drawer: str) -> Callable[[Box], Any]:
    """What was filed by hand in a drawer."""

    def rows(box: Box) -> Any:
        found = ArchivePaper.objects.of_year(box.year).filter(station=box.station, drawer=drawer)
        return found.prefetch_related("versions__uploaded_by")

    return rows


def paper_entry(row: ArchivePaper) -> Entry:
    versions = list(row.versions.all())
    now = versions[0]
    note = f"第 {now.number} 版" if len(versions) > 1 else ""
    url = reverse("stations:archive_file", args=[now.pk])
    return Entry(timezone.localdate(now.created_at), row.title, note, url, (now,))
