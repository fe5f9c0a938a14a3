"""Looking up what a visitor brought before: bounded, and written to the audit log without their data."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.models import AuditEntry, User
from common.errors import RuleError
from stations import rules
from stations.models import Station
from stations.reports.earlier import Earlier, can_be_found_by, earlier_of
from stations.workflow.recording import require

HOURLY = 120  # a register of forty rows typed in an hour asks about eighty times


def look_up(
    station: Station,
    *,
    name: str,
    phone: str,
    actor: User,
    request: HttpRequest | None = None,
    at: datetime | None = None,
) -> list[Earlier]:
    """The earlier matters of whoever is being written down, for the station's own people.

    Refuses half a name, and more than 120 looks in an hour. The audit log keeps by what was looked
    and how many were found, never the name or the number.
    """
    require(rules.can_record, actor, station, "查以前的来访")
    if not can_be_found_by(name, phone):
        raise RuleError("先填完整的姓名或者手机号，再查以前来过没有。", field="phone")
    moment = at or timezone.now()
    looked = AuditEntry.objects.filter(actor=actor, action=AuditAction.LOOK_UP, at__gt=moment - timedelta(hours=1))
    if looked.count() >= HOURLY:
        raise RuleError("这一小时查得太多了，请过一会儿再查；登记不受影响。", field="phone")
    found = earlier_of(actor, station, name=name, phone=phone, on=timezone.localdate(moment))
    by = "、".join(word for word, there in (("电话", phone), ("姓名", name)) if there)
    accounts.audit(actor, AuditAction.LOOK_UP, str(station), f"按{by}，找到 {len(found)} 条", request)
    return found
