"""The rule of a station's reception days: set, changed, and its days generated, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import User
from common.errors import RuleError, StaleError
from stations import rules
from stations.calendar import words_of
from stations.choices import HolidayShift, SlotStatus
from stations.models import DayRule, DutySlot, Event, Station
from stations.models.rule import GAP_DAYS, NOTICE_DAYS, SEATS
from stations.reports.outlook import Change, Row, changes_by, outlook
from stations.workflow.recording import require
from stations.workflow.rota import cancel_slot, relocate

LONGEST = timedelta(days=366)
CHANGED_MEANWHILE = "接待日刚刚有变化，请再看一遍，再点一次。"


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """When a station receives, as typed."""

    pattern: str
    starts_at: time
    ends_at: time
    weekday: int | None = None
    numbers: Sequence[int] = field(default_factory=list)
    shift: str = HolidayShift.NEXT
    seats: int = SEATS
    gap_days: int = GAP_DAYS
    notice_days: int = NOTICE_DAYS


def rule_from(station: Station, facts: RuleFacts, valid_from: date) -> DayRule:
    """An unsaved rule; refuses facts that do not fit together, each beside its field."""
    made = DayRule(station=station, valid_from=valid_from, **{**asdict(facts), "numbers": sorted(facts.numbers)})
    if facts.ends_at <= facts.starts_at:
        raise RuleError("结束时间要晚于开始时间。", field="ends_at")
    try:
        made.clean_fields(exclude=("station", "set_by"))
        made.clean()
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise RuleError("".join(sentences), field=name) from error
    return made


@transaction.atomic
def set_rule(
    station: Station,
    facts: RuleFacts,
    *,
    actor: User | None,
    valid_from: date | None = None,
    expected: str | None = None,
    at: datetime | None = None,
) -> Change:
    """From `valid_from` (today) the station receives by these facts; the rule before ends that day.

    Days held, confirmed or announced stay as they are; the other days of the old rule move to the
    new rule's, or fall away. `expected` is the fingerprint of the change that was shown: another one
    is refused. Refuses a rule that changes nothing and one that would begin before the present one.
    """
    require(rules.can_keep_rule, actor, station, "定接待日规则")
    moment = at or timezone.now()
    rule = rule_from(station, facts, valid_from or timezone.localdate(moment))
    rule.set_by, rule.set_at = actor, moment
    old = rule_of(station)
    _check_change(old, rule)
    change = changes_by(rule, old, today=timezone.localdate(moment))
    if expected is not None and expected != change.fingerprint:
        raise StaleError(CHANGED_MEANWHILE)
    _replace(old, rule)
    _carry_out(change, rule, actor, moment)
    return change


def _replace(old: DayRule | None, rule: DayRule) -> None:
    """The rule before ends on the first day of the new one; of two hands one comes too late."""
    if old is not None and not DayRule.objects.filter(pk=old.pk, ended_on=None).update(ended_on=rule.valid_from):
        raise StaleError(CHANGED_MEANWHILE)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise StaleError("刚刚有人定了规则，请刷新页面看最新情况。") from error


def rule_of(station: Station) -> DayRule | None:
    """The rule that has no end yet."""
    return station.day_rules.filter(ended_on=None).first()


def _check_change(old: DayRule | None, rule: DayRule) -> None:
    if old is None:
        return
    if rule.valid_from < old.valid_from:
        raise RuleError("新规则不能比现在的规则更早开始。", field="valid_from")
    facts = ("pattern", "weekday", "numbers", "starts_at", "ends_at", "shift", "seats", "gap_days", "notice_days")
    if all(getattr(old, name) == getattr(rule, name) for name in facts):
        raise RuleError("和现在的规则一样，没有要改的。")


def _carry_out(change: Change, rule: DayRule, actor: User | None, at: datetime) -> None:
    """Move the open days, drop those without a new day. Nominal days go first, so that none stands in another's way."""
    touched = [one.slot.pk for one in change.moved] + [slot.pk for slot in change.gone]
    DutySlot.objects.filter(pk__in=touched).update(nominal_on=None)
    note = f"接待日规则改为{words_of(rule)}"
    for slot in change.gone:
        cancel_slot(slot, actor=actor, note=note, at=at)
    for one in change.moved:
        if one.stays:
            DutySlot.objects.filter(pk=one.slot.pk).update(rule=rule, nominal_on=one.nominal)
            continue
        relocate(
            one.slot,
            day=one.day,
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            actor=actor,
            at=at,
            note=note,
            rule=rule,
            nominal_on=one.nominal,
        )


@transaction.atomic
def generate_days(
    station: Station,
    *,
    first: date,
    last: date,
    actor: User | None,
    expected: str | None = None,
    at: datetime | None = None,
) -> list[DutySlot]:
    """Make the reception days whose own day lies from `first` to `last`: all that `outlook` shows as new, or none.

    Days already made are not made again, days over are left out. `expected` is the fingerprint of
    what was shown. Refuses a station without a rule and more than a year at once.
    """
    require(rules.can_keep_rule, actor, station, "生成接待日")
    moment = at or timezone.now()
    if rule_of(station) is None:
        raise RuleError("请先定接待日的规则。")
    if last < first or last - first > LONGEST:
        raise RuleError("一次最多生成一年，结束日期不能早于开始日期。", field="last")
    seen = outlook(station, first, last, today=timezone.localdate(moment), calendar=Calendar.load())
    if expected is not None and expected != seen.fingerprint:
        raise StaleError(CHANGED_MEANWHILE)
    try:
        with transaction.atomic():
            made = DutySlot.objects.bulk_create(_slot(station, row) for row in seen.new)
    except IntegrityError as error:
        raise StaleError(CHANGED_MEANWHILE) from error
    Event.objects.bulk_create(_planned(slot, actor, moment) for slot in made)
    return made


def _slot(station: Station, row: Row) -> DutySlot:
    hours = {"starts_at": row.rule.starts_at, "ends_at": row.rule.ends_at}
    return DutySlot(station=station, date=row.turn.day or row.nominal, rule=row.rule, nominal_on=row.nominal, **hours)


def _planned(slot: DutySlot, actor: User | None, at: datetime) -> Event:
    data = {"rule": slot.rule_id, "nominal_on": str(slot.nominal_on)}
    return Event(slot=slot, step="plan", actor=actor, at=at, target=SlotStatus.PLANNED, data=data)
