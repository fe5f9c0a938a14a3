"""A recorded reception put right: when, where and who received; all that hangs on it follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError, StaleError
from deputies.actions import withdraw_duty
from deputies.models import Deputy
from opinions.models import Opinion
from opinions.workflow.opinion import correct_occasion, correct_recorder
from stations import rules
from stations.choices import SlotStatus
from stations.models import Reception, Visit, VisitOpinion
from stations.workflow.reception import check_deputies, due_day, duty_key, is_proxy, put_on, slot_of
from stations.workflow.recording import record, require
from stations.workflow.rota import hold, release

TWICE = "这一天这个时间已经登记过一次接待，不能改成同一次。请到那一次接待里更正。"


@dataclass(frozen=True, kw_only=True)
class Held:
    """When, where and by whom a reception was held: what of it can be corrected."""

    held_on: date
    started_at: time
    ended_at: time | None = None
    place: str = ""
    deputies: frozenset[Deputy]

    @classmethod
    def of(cls, reception: Reception) -> Held:
        """As it is written down now."""
        names = ("held_on", "started_at", "ended_at")
        facts = {name: getattr(reception, name) for name in names}
        return cls(**facts, place=reception.occasion.place, deputies=frozenset(reception.deputies.order_by("pk")))

    @property
    def when(self) -> tuple[Any, ...]:
        return self.held_on, self.started_at, self.ended_at

    def told(self) -> dict[str, Any]:
        """For the history: plain values."""
        times: dict[str, date | time | None] = {
            name: getattr(self, name) for name in ("held_on", "started_at", "ended_at")
        }
        shown = {name: value.isoformat() if value else "" for name, value in times.items()}
        return {**shown, "place": self.place, "deputies": sorted(one.pk for one in self.deputies)}


@transaction.atomic
def correct_reception(
    reception: Reception, after: Held, *, version: int, reason: str, actor: User, at: datetime | None = None
) -> Reception:
    """Put right what was written down wrongly, for a `reason`; the event keeps it as it was and as it is.

    The occasion, the day its opinions were heard, what is still due at the station, the mark 代录, the
    rota and the deputies' duty records follow. `version` is the one the page showed: if another hand was first,
    StaleError, nothing written. Refuses a time to come, nobody on duty, strangers to the station, a
    second reception of the same day and hour or of the same reception day, and no change at all.
    """
    require(rules.can_correct, actor, reception, "更正接待信息")
    moment = at or timezone.now()
    if version != reception.version:
        raise StaleError("这次接待刚被别人更正过。请看一下现在的内容，再决定怎样改。")
    if not reason.strip():
        raise RuleError("请写一句为什么更正。", field="reason")
    before, after = Held.of(reception), replace(after, place=after.place.strip() or reception.station.address)
    _check(reception, before, after, moment)
    _win(reception, after)
    _follow(reception, before, after, actor, moment)
    data = {"before": before.told(), "after": after.told()}
    record(reception, step="correct", actor=actor, at=moment, note=reason.strip(), data=data)
    return reception


def _check(reception: Reception, before: Held, after: Held, at: datetime) -> None:
    if after == before:
        raise RuleError("和原来的一样，没有要更正的。")
    if after.ended_at is not None and after.ended_at <= after.started_at:
        raise RuleError("结束时间要晚于开始时间。", field="ended_at")
    if after.when != before.when:
        _check_past(after, timezone.localtime(at))
    check_deputies(reception.station, after.deputies, already=before.deputies)
    if after.held_on != before.held_on and _day_is_taken(reception, after):
        raise RuleError("那个接待日已经登记过一次接待，不能再改过去一次。请到那一次接待里更正。", field="held_on")
    same = Reception.objects.filter(station_id=reception.station_id, held_on=after.held_on, started_at=after.started_at)
    if same.exclude(pk=reception.pk).exists():
        raise RuleError(TWICE, field="started_at")


def _check_past(after: Held, now: datetime) -> None:
    if after.held_on > now.date():
        raise RuleError("接待日期还没有到，请再核对一遍。", field="held_on")
    for name in ("started_at", "ended_at"):
        clock = getattr(after, name)
        if after.held_on == now.date() and clock is not None and clock > now.time():
            raise RuleError("这个时间还没有到，请再核对一遍。", field=name)


def _day_is_taken(reception: Reception, after: Held) -> bool:
    """Whether a reception day of the rota that holds this hour was already carried out by another reception."""
    held = reception.station.slots.filter(date=after.held_on, status=SlotStatus.HELD)
    return held.filter(starts_at__lte=after.started_at, ends_at__gt=after.started_at).exists()


def _win(reception: Reception, after: Held) -> None:
    """Write the row itself, if nobody was first and no other reception took that hour meanwhile."""
    changes = {"held_on": after.held_on, "started_at": after.started_at, "ended_at": after.ended_at}
    changes["version"] = reception.version + 1
    rows = Reception.objects.filter(pk=reception.pk, version=reception.version)
    try:
        with transaction.atomic():
            won = rows.update(**changes)
    except IntegrityError as error:
        raise RuleError(TWICE, field="started_at") from error
    if not won:
        raise StaleError("这次接待刚被别人更正过，请刷新页面看最新情况。")
    for name, value in changes.items():
        setattr(reception, name, value)


def _follow(reception: Reception, before: Held, after: Held, actor: User, at: datetime) -> None:
    """The occasion with its opinions, the rota, who received and their duty records."""
    day = after.held_on
    correct_occasion(reception.occasion, held_on=day, place=after.place, due_on=due_day(day), actor=actor, at=at)
    gone = before.deputies - after.deputies
    if day != before.held_on:
        _change_slot(reception, actor, at)
        gone = before.deputies  # who stays gets a record of the right day
    for deputy in gone:
        withdraw_duty(duty_key(reception, deputy))
    reception.deputies.set(after.deputies)
    put_on(reception, after.deputies, actor)
    _mark(reception, actor, at)


def _mark(reception: Reception, actor: User, at: datetime) -> None:
    """代录 of what was said: whoever wrote it down was on duty, or was not. Once for each who wrote."""
    by_writer: dict[int | None, list[Visit]] = {}
    for visit in reception.visits.select_related("entered_by", "reception"):
        by_writer.setdefault(visit.entered_by_id, []).append(visit)
    for visits in by_writer.values():
        said = Opinion.objects.filter(pk__in=VisitOpinion.objects.filter(visit__in=visits).values("opinion"))
        correct_recorder(said, is_proxy=is_proxy(visits[0]), actor=actor, at=at)


def _change_slot(reception: Reception, actor: User, at: datetime) -> None:
    """The day it was written under waits again; the planned day of the right date was carried out."""
    old = reception.slot
    reception.slot = slot_of(reception.station, reception.held_on, reception.started_at)
    reception.save(update_fields=["slot"])
    if old is not None and not old.receptions.exists():
        release(old, actor=actor, at=at)
    if reception.slot is not None:
        hold(reception.slot, actor=actor, at=at)
