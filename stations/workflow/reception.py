"""A reception and its visits: written down once, in the visitor's own words, and on their way at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import Unit, User
from common.errors import RuleError
from common.text import clean_pasted
from deputies.actions import record_duty
from deputies.choices import DutyKind
from deputies.models import Deputy
from opinions.choices import Capacity, Intent, OccasionKind, OpinionStatus, RuleKind, Visibility
from opinions.models import Channel, Contributor, HandlingRule, Occasion
from opinions.workflow.opinion import Heard, Said, Start, register
from stations import rules, tasks
from stations.choices import Elsewhere, Route, SlotStatus
from stations.models import DutySlot, Reception, Station, StationStaff, Visit, VisitOpinion
from stations.reports import deputies_of
from stations.workflow.recording import record, require
from stations.workflow.rota import hold

REASON_MAX = 200
FIRST: dict[str, str] = {
    Route.SETTLED: OpinionStatus.SETTLED,
    Route.STATION: OpinionStatus.AT_STATION,
    Route.TOWNSHIP: OpinionStatus.AT_STATION,
    Route.SUGGESTION: OpinionStatus.AT_STATION,
    Route.COUNTY: OpinionStatus.WAITING,
    Route.OTHER: OpinionStatus.NOT_ASSIGNED,
}


# --- the reception --------------------------------------------------------------------------------
@transaction.atomic
def record_reception(
    station: Station,
    *,
    held_on: date,
    started_at: time,
    deputies: Iterable[Deputy],
    actor: User | None,
    ended_at: time | None = None,
    place: str = "",
    at: datetime | None = None,
) -> Reception:
    """Write down that deputies received at `station`; each gets a duty record.

    The same day and hour again is the same reception, to which the deputies are added. Refuses a
    day to come, an end before its start, nobody on duty, and deputies who do not belong to the
    station's groups or place.
    """
    require(rules.can_record, actor, station, "登记接待")
    moment, chosen = at or timezone.now(), list(deputies)
    _check_times(held_on, started_at, ended_at, timezone.localdate(moment))
    check_deputies(station, chosen)
    key = {"station": station, "held_on": held_on, "started_at": started_at}
    facts = {"ended_at": ended_at, "recorder": actor, "created_at": moment}
    reception, is_new = _reception_at(key, facts, place or station.address)
    if is_new:
        _carry_out(slot_of(station, held_on, started_at), reception, actor, moment)
        record(reception, step="record", actor=actor, at=moment, data={"held_on": held_on.isoformat()})
    put_on(reception, chosen, actor)
    return reception


def _check_times(held_on: date, started_at: time, ended_at: time | None, today: date) -> None:
    if held_on > today:
        raise RuleError("接待日期还没有到，请再核对一遍。", field="held_on")
    if ended_at is not None and ended_at <= started_at:
        raise RuleError("结束时间要晚于开始时间。", field="ended_at")


def _carry_out(slot: DutySlot | None, reception: Reception, actor: User | None, at: datetime) -> None:
    """The reception is what was planned for `slot`."""
    if slot is not None:
        Reception.objects.filter(pk=reception.pk).update(slot=slot)
        reception.slot = slot
        hold(slot, actor=actor, at=at)


def check_deputies(station: Station, deputies: Collection[Deputy], *, already: Collection[Deputy] = ()) -> None:
    """Refuse nobody, and strangers to the station; who is `already` on the reception is no stranger."""
    if not deputies:
        raise RuleError("请勾选接待代表，至少一位。", field="deputies")
    wanted = {deputy.pk for deputy in deputies}
    if deputies_of(station, [deputy.pk for deputy in already]).filter(pk__in=wanted).count() != len(wanted):
        raise RuleError("有一位代表不在本站的小组里，也不是本地代表，请重新勾选。", field="deputies")


def _reception_at(key: dict[str, Any], facts: dict[str, Any], place: str) -> tuple[Reception, bool]:
    """The reception of that station, day and hour, and whether it is new; two hands at once make one."""
    unit = key["station"].unit
    found = Reception.objects.filter(**key).first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            occasion = Occasion.objects.create(
                kind=OccasionKind.RECEPTION,
                title=f"{unit.name}接待选民",
                short_title=f"{unit.short_name}接待",
                held_on=key["held_on"],
                place=place,
                unit=unit,
                region=unit.region,
            )
            return Reception.objects.create(**key, **facts, occasion=occasion), True
    except IntegrityError:
        return Reception.objects.get(**key), False


def slot_of(station: Station, held_on: date, started_at: time) -> DutySlot | None:
    """The planned day this reception carries out: of that date, the one that began last."""
    planned = list(station.slots.filter(date=held_on, status=SlotStatus.PLANNED).order_by("starts_at"))
    begun = [slot for slot in planned if slot.starts_at <= started_at]
    return begun[-1] if begun else next(iter(planned), None)


def duty_key(reception: Reception, deputy: Deputy) -> str:
    """What makes the duty record of one deputy at one reception once."""
    return f"reception:{reception.pk}:{deputy.pk}"


def put_on(reception: Reception, deputies: Collection[Deputy], actor: User | None) -> None:
    """Put the deputies on the reception, each with a duty record; a page opened before is then an older one."""
    already = set(reception.deputies.values_list("pk", flat=True))
    if already and {deputy.pk for deputy in deputies} - already:
        Reception.objects.filter(pk=reception.pk).update(version=F("version") + 1)
    reception.deputies.add(*deputies)
    for deputy in deputies:
        record_duty(
            deputy,
            kind=DutyKind.RECEPTION,
            on=reception.held_on,
            title=f"在{reception.station.unit.short_name}接待选民",
            source_key=duty_key(reception, deputy),
            entered_by=actor,
        )


# --- the visit ------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who came, one or a party. An empty `name` is 匿名."""

    name: str = ""
    phone: str = ""
    address: str = ""
    secrecy: bool = False
    headcount: int = 1
    gender: str = ""
    age: int | None = None

    def contributor(self) -> Contributor:
        """Not saved yet."""
        return Contributor.named(
            self.name.strip(), Capacity.RESIDENT, phone=self.phone.strip(), secrecy=self.secrecy
        )


@dataclass(frozen=True)
class Handling:
    """What is done about it, and what was answered. `sealed` sends it to the committee alone;
    `elsewhere` says whose a matter is that is not taken up."""

    route: str
    answer: str = ""
    sealed: bool = False
    elsewhere: str = ""


def record_visit(
    reception: Reception,
    visitor: Visitor,
    said: Sequence[Said],
    handling: Handling,
    *,
    client_id: UUID,
    actor: User | None,
    at: datetime | None = None,
) -> Visit:
    """One visit with everything said, in one transaction; the route gives each opinion its first state.

    The same `client_id` again returns the visit already there. A sealed one no account of the station
    or township sees from then on. Refuses nothing said, no route, 当场答复 without the answer,
    告知其他渠道 without a reason, chosen or written.
    """
    require(rules.can_add_visit, actor, reception, "登记来访")
    if found := _visit_of(client_id, reception):
        return found
    visit = _visit(reception, visitor, handling)
    visit.client_id, visit.entered_by, visit.created_at = client_id, actor, at or timezone.now()
    _check_visit(visit, said)
    try:
        _write(visit, visitor.contributor(), said)
    except IntegrityError:
        if found := _visit_of(client_id, reception):
            return found
        raise
    return visit


def _visit(reception: Reception, visitor: Visitor, handling: Handling) -> Visit:
    return Visit(
        reception=reception,
        headcount=visitor.headcount,
        address=visitor.address.strip(),
        route=handling.route,
        answer=clean_pasted(handling.answer).strip(),
        elsewhere=handling.elsewhere if handling.route == Route.OTHER else "",
        gender=visitor.gender,
        age=visitor.age,
        visibility=Visibility.SEALED if handling.sealed else Visibility.NORMAL,
    )


def _visit_of(client_id: UUID, reception: Reception) -> Visit | None:
    found = Visit.objects.select_related("reception").filter(client_id=client_id).first()
    if found is not None and found.reception.station_id != reception.station_id:
        raise RuleError("这一页打开得太久了，请刷新以后再登记。")
    return found


def _check_visit(visit: Visit, said: Sequence[Said]) -> None:
    if not [one for one in said if one.original.strip()]:
        raise RuleError("请照原话记下来访人说的事。", field="original")
    if visit.route not in Route.values:
        raise RuleError("请选怎么处理。", field="route")
    if visit.visibility == Visibility.SEALED and visit.route != Route.COUNTY:
        raise RuleError("只报县里的，处理方式请选“报县人大”。", field="route")
    if visit.headcount < 1:
        raise RuleError("人数至少是 1。", field="headcount")
    if visit.route == Route.SETTLED and not visit.answer:
        raise RuleError("选“当场答复”的，请写一句怎样答复的。", field="answer")
    if visit.route == Route.OTHER:
        _check_refusal(visit)


def _check_refusal(visit: Visit) -> None:
    if visit.elsewhere not in {"", *Elsewhere.values}:
        raise RuleError("请从列出的原因里选一个。", field="elsewhere")
    if not visit.refusal:
        raise RuleError("选“告知其他渠道”的，请选一个原因，或者写明理由，如“正在法院诉讼”。", field="elsewhere")
    if len(visit.refusal) > REASON_MAX:
        over = len(visit.refusal) - REASON_MAX
        raise RuleError(f"理由太长，请再短 {over} 个字（连同选的原因最多 {REASON_MAX} 个字）。", field="answer")


@transaction.atomic
def _write(visit: Visit, contributor: Contributor, said: Sequence[Said]) -> None:
    """The visitor, the visit, its opinions and its event; all of it or nothing."""
    contributor.save(force_insert=True)
    visit.contributor = contributor
    visit.save(force_insert=True)
    heard, start = _heard(visit), _start(visit)
    for number, one in enumerate((one for one in said if one.original.strip()), start=1):
        opinion = register(
            replace(one, intent=Intent.PROBLEM),
            heard,
            start=start,
            actor=visit.entered_by,
            client_id=uuid5(visit.client_id, str(number)),
            at=visit.created_at,
        )
        VisitOpinion.objects.create(visit=visit, opinion=opinion)
    record(visit, step="record", actor=visit.entered_by, at=visit.created_at, data={"route": visit.route})
    transaction.on_commit(partial(tasks.tell_of_visit.delay, visit.pk), robust=True)


def _heard(visit: Visit) -> Heard:
    reception = visit.reception
    return Heard(
        contributor=visit.contributor,
        channel=Channel.objects.get(code="reception"),
        occasion=reception.occasion,
        unit=reception.station.unit,
        region=reception.station.unit.region,
        heard_on=reception.held_on,
        is_proxy=is_proxy(visit),
    )


def _start(visit: Visit) -> Start:
    """What the route makes of every opinion of the visit."""
    reception, route = visit.reception, visit.route
    held = route in Route.HELD
    return Start(
        status=FIRST[route],
        holder=_holder(reception.station, route) if held else None,
        due_on=due_day(reception.held_on) if held else None,
        reason=visit.refusal,
        visibility=visit.visibility,
    )


def _holder(station: Station, route: str) -> Unit:
    """Who has it now: the station, or its township's office."""
    if route != Route.TOWNSHIP:
        return station.unit
    if station.township_office is None:
        raise RuleError("本站还没有登记对应的乡镇人大（街道工委），请先选“报县人大”，并告诉选工委补上。", field="route")
    return station.township_office


def due_day(heard_on: date, kind: str = RuleKind.STATION) -> date | None:
    """The last day for 站内办理 of what was heard on `heard_on`, by the rule of `kind`."""
    rule = HandlingRule.objects.get(kind=kind)
    calendar = Calendar.load()
    if rule.answer_wd:
        return calendar.add_workdays(heard_on, rule.answer_wd)
    return calendar.add_months(heard_on, rule.answer_months) if rule.answer_months else None


def is_proxy(visit: Visit) -> bool:
    """代录, unless a deputy who received wrote it down in person: by their own account, or by the one they
    had at the station on the day it was written down."""
    actor, deputies = visit.entered_by, visit.reception.deputies
    if actor is None:
        return True
    if deputies.filter(user_id=actor.pk).exists():
        return False
    own = StationStaff.objects.current_on(timezone.localdate(visit.created_at))
    own = own.filter(station_id=visit.reception.station_id, user_id=actor.pk)
    return not own.filter(deputy__in=deputies.all()).exists()
