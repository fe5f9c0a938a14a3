"""县领导代表率先进站: what stands first on a station's page, for a time, by the committee's hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from stations import rules
from stations.models import Activity, Pin
from stations.workflow.recording import record, require

LONGEST_DAYS = 180
TWICE = "已经置顶了。要改日期，先撤下再置顶。"


@transaction.atomic
def pin_to_station(
    target: Any, *, until: date, note: str = "", actor: User | None, at: datetime | None = None
) -> Pin:
    """Let an activity or a reception stand first on its station's page until `until`, that day included.

    Refuses a day gone by or more than half a year off, an activity at no station, and what is pinned already.
    """
    station, moment = target.station, at or timezone.now()
    if station is None:
        raise RuleError("这次活动不在联络站里，没有可以置顶的站点页。")
    require(rules.can_pin, actor, station, "置顶到站点页")
    today = timezone.localdate(moment)
    if not 0 <= (until - today).days <= LONGEST_DAYS:
        raise RuleError(f"置顶到今天或者以后的一天，最多 {LONGEST_DAYS} 天。", field="until")
    key = {"activity" if isinstance(target, Activity) else "reception": target}
    if Pin.objects.current(today).filter(**key).exists():
        raise RuleError(TWICE)
    Pin.objects.filter(removed_at=None, **key).update(removed_at=moment)  # its day was over
    facts = {"until": until, "note": note.strip(), "pinned_by": actor, "pinned_at": moment}
    try:
        with transaction.atomic():
            made: Pin = Pin.objects.create(station=station, **key, **facts)
    except IntegrityError as error:
        raise RuleError(TWICE) from error
    record(target, step="pin", actor=actor, at=moment, note=made.note, data={"until": until.isoformat()})
    return made


@transaction.atomic
def unpin(pin: Pin, *, actor: User, at: datetime | None = None) -> Pin:
    """Take it down before its day; taken down twice it stays down."""
    require(rules.can_pin, actor, pin.station, "撤下置顶")
    moment = at or timezone.now()
    if Pin.objects.filter(pk=pin.pk, removed_at=None).update(removed_at=moment):
        record(pin.activity or pin.reception, step="unpin", actor=actor, at=moment)
    return pin
