"""Notices of the file of duties. Each has a key of its thing, so a task run twice tells once."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.actions import notify
from accounts.choices import Role
from accounts.models import Grant, User
from common.text import cn_date
from deputies.choices import DutyStatus
from deputies.models import DutyRecord, ScoreAppeal, ScoreBatch, ScoreSheet

LENGTH = 40


def staff_over(path: str) -> QuerySet[Any]:
    """Staff of the committees over the place."""
    ids = [int(part) for part in path.split("/") if part]
    grants = Grant.objects.in_force(timezone.localdate()).filter(role=Role.STAFF, region_id__in=ids)
    return User.objects.active().filter(pk__in=grants.values("user_id"))


def tell_of_duty(record_id: int, what: str) -> None:
    """entered → the deputy when another wrote it; refused → who entered it; objected → who entered it, or
    the committee's staff where no person did; decided → the deputy."""
    record = DutyRecord.objects.select_related("deputy__user", "deputy__home_region", "entered_by").get(pk=record_id)
    label = LABELS[what].format(title=record.title[:LENGTH], on=cn_date(record.on), name=record.deputy.name)
    url = reverse("deputies:duty_detail", args=[record.pk])
    notify(_whom(record, what), key=f"duty:{record.pk}:{what}", label=label, url=url)


LABELS = {
    "entered": "有人替您记了一条履职记录，请您看一看：{on}，{title}",
    "refused": "{name}的这条履职记录没有通过：{on}，{title}",
    "objected": "{name}代表对一条履职记录有异议，请核对：{on}，{title}",
    "decided": "您的异议有了答复：{on}，{title}",
}


def _whom(record: DutyRecord, what: str) -> list[User]:
    user, by = record.deputy.user, record.entered_by
    if what == "entered":
        return [user] if user and record.is_proxy and record.status != DutyStatus.WITHDRAWN else []
    if what == "decided":
        return [user] if user else []
    if what == "refused":
        return [one for one in {by, user} if one]
    return [by, *_staff_too(record)] if by else list(staff_over(record.deputy.home_region.path))


def _staff_too(record: DutyRecord) -> list[User]:
    """Who entered it may be gone: the staff hear of it too."""
    return [one for one in staff_over(record.deputy.home_region.path) if one.pk != record.entered_by_id]


def tell_of_sheets(batch_id: int, what: str) -> None:
    """opened → please mark yourself; told → the result can be read and appealed."""
    batch = ScoreBatch.objects.select_related("region").get(pk=batch_id)
    sheets = ScoreSheet.objects.filter(batch=batch, deputy__user__is_active=True).select_related("deputy__user")
    until = f"，{cn_date(batch.appeal_until)}以前可以申诉" if batch.appeal_until else ""
    label = {
        "opened": f"{batch}开始了，请您自评",
        "told": f"{batch}的结果可以看了，只有您自己看得到{until}",
        "closed": f"{batch}已经结束，您可以看定稿的结果",
    }[what]
    for sheet in sheets:
        url = reverse("deputies:sheet_detail", args=[sheet.pk])
        person = cast("User", sheet.deputy.user)  # asked for above
        notify([person], key=f"sheet:{sheet.pk}:{what}", label=label, url=url)


def tell_of_appeal(sheet_id: int, what: str) -> None:
    """raised → the committee's staff; decided → the deputy."""
    appeal = ScoreAppeal.objects.select_related("sheet__batch__unit__region", "sheet__deputy__user").get(sheet=sheet_id)
    sheet = appeal.sheet
    url = reverse("deputies:sheet_detail", args=[sheet.pk])
    if what == "raised":
        label = f"{sheet.deputy.name}代表对年度评定提出申诉，请核对"
        notify(staff_over(sheet.batch.unit.region.path), key=f"appeal:{appeal.pk}", label=label, url=url)
    elif sheet.deputy.user:
        notify([sheet.deputy.user], key=f"appeal:{appeal.pk}:decided", label="您的申诉有了答复", url=url)
