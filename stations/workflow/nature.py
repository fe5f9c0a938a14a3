"""What a station is besides, granted and ended with a paper and a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from stations import rules
from stations.choices import FLAGS, NatureKind
from stations.models import Station, StationNature
from stations.workflow.recording import record, require


@transaction.atomic
def grant_nature(
    station: Station,
    kind: str,
    *,
    granted_by: str,
    since: date | None,
    document: str = "",
    actor: User | None,
    at: datetime | None = None,
) -> StationNature:
    """The station is `kind` from `since` on; where only that was known, paper and day are written down now.
    Without a day only that it is so is kept.

    Refuses what it is already, and a day to come.
    """
    require(rules.can_keep_staff, actor, station, "改站点性质")
    moment = at or timezone.now()
    if since is not None and since > timezone.localdate(moment):
        raise RuleError("日期不能晚于今天。批准的那一天到了再登记。", field="since")
    facts = {"granted_by": granted_by.strip(), "document": document.strip(), "since": since}
    nature = _made(station, kind, facts)
    _flag(station, kind, is_on=True)
    record(station, step="nature", actor=actor, at=moment, target=kind, note=_told(nature))
    return nature


@transaction.atomic
def end_nature(
    nature: StationNature, *, until: date, actor: User | None, at: datetime | None = None
) -> StationNature:
    """The station is no longer what `nature` says. Refuses to end it twice, before it began, or being a station."""
    require(rules.can_keep_staff, actor, nature.station, "改站点性质")
    moment = at or timezone.now()
    if nature.kind == NatureKind.LIAISON:
        raise RuleError("联络站的性质不在这里取消。撤站请找系统管理员停用这个单位。")
    if not (nature.since or until) <= until <= timezone.localdate(moment):
        raise RuleError("结束日期要在批准以后，不晚于今天。", field="until")
    if not StationNature.objects.filter(pk=nature.pk, until=None).update(until=until):
        raise RuleError(f"“{nature}”已经结束了。")
    nature.until = until
    _flag(nature.station, nature.kind, is_on=False)
    record(nature.station, step="nature_end", actor=actor, at=moment, source=nature.kind, note=_told(nature))
    return nature


def _made(station: Station, kind: str, facts: dict[str, Any]) -> StationNature:
    known = station.natures.filter(kind=kind, until=None, since=None)
    if known.update(**facts):
        return station.natures.get(kind=kind, until=None)
    try:
        with transaction.atomic():
            return StationNature.objects.create(station=station, kind=kind, **facts)
    except IntegrityError as error:
        raise RuleError(f"这个站现在已经是“{NatureKind(kind).label}”了。", field="kind") from error


def _flag(station: Station, kind: str, *, is_on: bool) -> None:
    if name := FLAGS.get(kind):
        setattr(station, name, is_on)
        Station.objects.filter(pk=station.pk).update(**{name: is_on})


def _told(nature: StationNature) -> str:
    return "，".join(part for part in (str(nature), nature.granted_by, nature.document) if part)
