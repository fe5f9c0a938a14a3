"""Writes that change no status: scans, looks behind the mask, address and hours, notices."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import User
from common.errors import NotAllowedError
from common.files import Accepted
from common.text import cn_date
from opinions.actions.addressing import over
from opinions.choices import Visibility
from stations import rules
from stations.choices import Route
from stations.models import Attachment, Station, Visit
from stations.workflow.recording import record, require


@transaction.atomic
def file_scan(visit: Visit, accepted: Accepted, *, actor: User, at: datetime | None = None) -> Attachment:
    """Keep the scan of the signed form with its visit."""
    require(rules.can_file_scan, actor, visit, "上传签字表")
    made = Attachment.objects.create(visit=visit, uploaded_by=actor, **accepted.fields())
    record(visit, step="scan", actor=actor, at=at or timezone.now(), data={"attachment": made.pk})
    return made


def reveal_visitor(visit: Visit, *, actor: User, reason: str, request: HttpRequest | None = None) -> dict[str, str]:
    """Name, telephone and address of a visitor, once, for a reason that is logged."""
    if not rules.can_reveal(actor, visit):
        raise NotAllowedError("您不能查看来访人的姓名和电话。")
    accounts.reveal(actor, f"来访 {visit.pk} 的姓名、电话和住址", reason, request)
    person = visit.contributor
    return {"name": person.inside_name, "phone": person.phone, "address": visit.address}


def keep_station(
    station: Station, *, actor: User, address: str, hours: str, phone: str, directions: str | None = None
) -> Station:
    """Where the station is, how to get there (None: as before) and when it is open."""
    require(rules.can_keep_station, actor, station, "修改站点信息")
    station.address, station.hours, station.phone = address.strip(), hours.strip(), phone.strip()
    if directions is not None:
        station.directions = directions.strip()
    station.save(update_fields=["address", "hours", "phone", "directions"])
    return station


# --- notices --------------------------------------------------------------------------------------
def tell_of_visit(visit_id: int) -> None:
    """The township hears of what was passed to it, staff of the committee of what was reported up."""
    visit = Visit.objects.with_list_data().get(pk=visit_id)
    station = visit.reception.station
    role = {Route.TOWNSHIP: Role.TOWNSHIP, Route.COUNTY: Role.STAFF}.get(Route(visit.route))
    if role is None:
        return
    what = "转来一件群众来访" if role == Role.TOWNSHIP else "报来一件群众来访"
    label = f"{station}{what}" + ("（只报县里）" if visit.visibility == Visibility.SEALED else "")
    accounts.notify(
        over(station.unit.region.path, role),
        key=f"visit:{visit.pk}",
        label=label,
        url=reverse("stations:visit_detail", args=[visit.pk]),
        copy_text=f"{label}，{cn_date(visit.reception.held_on)}接待。请登录平台查看。",
    )
