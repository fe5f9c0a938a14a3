"""What a rule would make of a span of days, and what a change of the rule would do to the days there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from accounts.calendar import Calendar
from common.text import cn_short
from stations.calendar import RuleDay, days_between, month_end, provisional_notes
from stations.choices import SlotStatus
from stations.models import DayRule, DutySlot, Station

NEW, THERE, CLASH, PAST, NONE = "new", "there", "clash", "past", "none"


@dataclass(frozen=True)
class Row:
    """One turn of the rule: what generating makes of it, and why."""

    rule: DayRule
    turn: RuleDay
    state: str
    why: str = ""

    @property
    def day(self) -> date | None:
        return self.turn.day

    @property
    def nominal(self) -> date:
        return self.turn.nominal


@dataclass(frozen=True)
class Outlook:
    """Every turn of a span, and what to say of years without a holiday notice."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    @property
    def new(self) -> list[Row]:
        """The days that generating makes."""
        return [row for row in self.rows if row.state == NEW]

    @property
    def clashes(self) -> list[Row]:
        """The days that stand in another's way."""
        return [row for row in self.rows if row.state == CLASH]

    @property
    def fingerprint(self) -> str:
        """What was shown, in few characters: another fingerprint is another outlook."""
        return _print_of((row.nominal, row.day) for row in self.new)


def _print_of(pairs: Iterable[tuple[date, date | None]]) -> str:
    return ",".join(f"{one:%m%d}-{other:%m%d}" if other else f"{one:%m%d}" for one, other in pairs)


def outlook(station: Station, first: date, last: date, *, today: date, calendar: Calendar) -> Outlook:
    """The turns from `first` to `last` under the station's rules, each with what generating would do; two queries."""
    turns = [
        (rule, turn)
        for rule in station.day_rules.order_by("valid_from", "id")
        for turn in days_between(rule, first, last, calendar)
    ]
    slots = list(station.slots.all())
    by_nominal = {slot.nominal_on: slot for slot in slots if slot.nominal_on}
    on_day = _by_date(slots)
    rows = []
    for rule, turn in turns:
        state, why = _state(rule, turn, by_nominal.get(turn.nominal), on_day[turn.day] if turn.day else [], today)
        rows.append(Row(rule, turn, state, why or turn.why))
    return Outlook(rows, provisional_notes((turn for _, turn in turns), calendar))


def _by_date(slots: Iterable[DutySlot]) -> defaultdict[date, list[DutySlot]]:
    found: defaultdict[date, list[DutySlot]] = defaultdict(list)
    for slot in slots:
        found[slot.date].append(slot)
    return found


def _state(
    rule: DayRule, turn: RuleDay, made: DutySlot | None, there: Sequence[DutySlot], today: date
) -> tuple[str, str]:
    if made is not None:
        moved = f"，现在排在{cn_short(made.date)}" if made.date != turn.nominal else ""
        return THERE, f"已经生成过{moved}{'，已取消' if made.status == SlotStatus.CANCELLED else ''}"
    if turn.day is None:
        return NONE, ""
    if turn.day < today:
        return PAST, "已经过去，不再生成"
    if clash := _clash(there, rule.starts_at, rule.ends_at):
        return CLASH, f"这天 {clash.hours} {'的接待日取消过' if clash.status == 'cancelled' else '已经排了'}，不再生成"
    return NEW, ""


def _clash(there: Iterable[DutySlot], starts_at: time, ends_at: time) -> DutySlot | None:
    """The first of `there` that leaves no room from `starts_at` to `ends_at`; a cancelled one keeps its own hour."""
    for slot in there:
        if slot.starts_at == starts_at:
            return slot
        if slot.status != SlotStatus.CANCELLED and slot.starts_at < ends_at and starts_at < slot.ends_at:
            return slot
    return None


# --- a change of the rule -------------------------------------------------------------------------
@dataclass(frozen=True)
class Moved:
    """An open day, and where the new rule lays it; `stays` where day and hours are as before."""

    slot: DutySlot
    day: date
    nominal: date
    stays: bool = False


@dataclass(frozen=True)
class Change:
    """What a new rule does to the days of the old one."""

    moved: list[Moved] = field(default_factory=list)
    gone: list[DutySlot] = field(default_factory=list)
    kept: list[tuple[DutySlot, str]] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """What was shown, in few characters."""
        moved = _print_of((one.slot.date, one.day) for one in self.really_moved)
        return f"{moved}/{_print_of((slot.date, None) for slot in self.gone)}"

    @property
    def really_moved(self) -> list[Moved]:
        """The open days that come to lie on another day or at another hour."""
        return [one for one in self.moved if not one.stays]

    @property
    def is_empty(self) -> bool:
        """Nothing that is planned changes."""
        return not (self.really_moved or self.gone)


def changes_by(rule: DayRule, old: DayRule | None, *, today: date) -> Change:
    """What the unsaved `rule` does to the days generated before: open ones from its first day on, after `today`.

    Days to which a deputy said yes and days announced to the public stay. In each month the open
    days take the new rule's days in order; those for which there is none fall away.
    """
    if old is None:
        return Change()
    slots = DutySlot.objects.filter(station=rule.station, date__gt=today, status=SlotStatus.PLANNED)
    slots = slots.filter(nominal_on__gte=rule.valid_from).order_by("date", "starts_at")
    change, free = Change(), []
    for slot in slots.prefetch_related("slot_deputies", "notices"):
        if why := _held_back(slot):
            change.kept.append((slot, why))
        else:
            free.append(slot)
    if free:
        _pair(change, free, rule, today)
    return change


def _held_back(slot: DutySlot) -> str:
    """Why the day stays where it is; nothing for an open one."""
    if any(row.confirmed_at for row in slot.slot_deputies.all()):
        return "代表已经说能来"
    return "已经公告" if slot.notices.all() else ""


def _pair(change: Change, free: list[DutySlot], rule: DayRule, today: date) -> None:
    """Give each open day the new day of its month in order; a day that can stay stays."""
    last = month_end(max(slot.date for slot in free))
    turns = days_between(rule, rule.valid_from, last, Calendar.load())
    open_ids = {slot.pk for slot in free}
    others = _by_date(slot for slot in DutySlot.objects.filter(station=rule.station) if slot.pk not in open_ids)
    room: defaultdict[tuple[int, int], list[RuleDay]] = defaultdict(list)
    for turn in turns:
        if turn.day and turn.day > today and not _clash(others[turn.day], rule.starts_at, rule.ends_at):
            room[turn.day.year, turn.day.month].append(turn)
    for slot in sorted(free, key=lambda one: not any(t.day == one.date for t in room[one.date.year, one.date.month])):
        days = room[slot.date.year, slot.date.month]
        if not days:
            change.gone.append(slot)
            continue
        turn = next((one for one in days if one.day == slot.date), days[0])
        days.remove(turn)
        day = turn.day or slot.date
        stays = (day, rule.starts_at, rule.ends_at) == (slot.date, slot.starts_at, slot.ends_at)
        change.moved.append(Moved(slot, day, turn.nominal, stays))
    change.moved.sort(key=lambda one: one.slot.date)
