"""What a roster would do: whom it adds, what it changes, whom it leaves as they are. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.crypto import keyed_hash, mask_phone
from common.errors import RuleError
from common.text import cn_date, initials
from common.xlsx import RowError
from deputies.choices import GroupRole, MandateStatus
from deputies.imports import columns as c
from deputies.imports.groups import GroupBook
from deputies.imports.lines import Seat
from deputies.imports.people import Person
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate

OF_PERSON = (c.NAME, c.GENDER, c.BIRTH, c.POST, c.PROFESSION)
OF_SEAT = (c.SEAT, c.MEMBER, c.STARTED, c.ENDED, c.STATUS, c.REASON)


@dataclass(frozen=True)
class Change:
    """One thing that changes, as the page tells it; telephones are masked in it."""

    label: str
    before: str
    after: str


@dataclass
class Planned:
    """What becomes of one person: the deputy as they will be, and what has to be written for it."""

    person: Person
    deputy: Deputy
    changes: list[Change] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)  # of the deputy, that change
    new_seats: list[Mandate] = field(default_factory=list)
    seats: list[Mandate] = field(default_factory=list)
    leaves: GroupMember | None = None
    joins: GroupMember | None = None
    member: GroupMember | None = None

    @property
    def is_new(self) -> bool:
        return self.person.deputy is None

    @property
    def rows(self) -> str:
        return "、".join(str(number) for number in self.person.rows)


@dataclass
class Plan:
    """All that a table would do. `digest` is the same as long as it would do the same."""

    people: list[Planned]
    groups: list[ActivityGroup]
    errors: list[RowError]

    @property
    def added(self) -> list[Planned]:
        return [one for one in self.people if one.is_new]

    @property
    def changed(self) -> list[Planned]:
        return [one for one in self.people if one.changes and not one.is_new]

    @property
    def left(self) -> list[Planned]:
        return [one for one in self.people if not one.changes and not one.is_new]

    @property
    def digest(self) -> str:
        told = [(one.rows, one.deputy.pk, one.deputy.name, one.deputy.phone_hash, one.changes) for one in self.people]
        return keyed_hash(repr((told, [(one.region_id, one.number, one.name) for one in self.groups])))


def make_plan(people: Iterable[Person], book: GroupBook, on: date) -> Plan:
    """Hold every person against the deputy they are; `on` is the day groups are changed."""
    errors: list[RowError] = []
    planned = [_Planner(person, book, on, errors).plan() for person in people]
    return Plan(planned, book.made, errors)


class _Planner:
    def __init__(self, person: Person, book: GroupBook, on: date, errors: list[RowError]) -> None:
        self.person, self.book, self.on, self.errors = person, book, on, errors
        self.deputy = person.deputy or Deputy()
        self.planned = Planned(person, self.deputy)

    def plan(self) -> Planned:
        for name in OF_PERSON:
            if name in self.person.facts:
                self._put(self.deputy, name, self.person.facts[name], c.HEADINGS[name])
        home = self.person.facts.get(c.HOME)
        if home and home.pk != self.deputy.home_region_id:
            self._tell(c.HOME, self.deputy.home_region if self.deputy.home_region_id else "", home)
            self.deputy.home_region = home
            self.planned.fields.add("home_region")
        self._phone()
        self._seats()
        self._told(c.GROUP, self._group)
        if self.planned.is_new or c.NAME in self.planned.fields:
            self.deputy.initials = initials(self.deputy.name)
            self.planned.fields.add("initials")
        return self.planned

    def _put(self, row: Any, name: str, value: Any, label: str) -> bool:
        before = getattr(row, name)
        if before == value:
            return False
        self.planned.changes.append(Change(label, _shown(row, name), _shown(row, name, value)))
        setattr(row, name, value)
        if row is self.deputy:
            self.planned.fields.add(name)
        return True

    def _tell(self, column: str, before: Any, after: Any) -> None:
        self.planned.changes.append(Change(c.HEADINGS[column], str(before), str(after)))

    def _told(self, column: str, verb: Callable[[], None]) -> None:
        try:
            verb()
        except RuleError as error:
            self.errors.append(RowError(self.person.first.number, c.HEADINGS[column], str(error)))

    def _phone(self) -> None:
        phone, before = self.person.facts.get(c.PHONE, ""), self.deputy.phone
        if not phone or phone == before:
            return
        if "*" in phone:
            if mask_phone(before) != phone:
                message = "带星号的号码和登记的对不上。要改就写全，不改就空着。"
                self.errors.append(RowError(self.person.first.number, c.HEADINGS[c.PHONE], message))
            return
        self._tell(c.PHONE, mask_phone(before), mask_phone(phone))
        self.deputy.phone, self.deputy.phone_hash = phone, keyed_hash(phone)
        self.planned.fields |= {"phone", "phone_hash"}

    # --- mandates -----------------------------------------------------------------------------------
    def _seats(self) -> None:
        known = {} if self.planned.is_new else {_key(one): one for one in self.deputy.mandates.all()}
        if self.planned.is_new and not self.person.seats:
            self._refuse(self.person.first.number, c.LEVEL, "新增的代表要写层级和届次。")
        for key, (number, seat) in self.person.seats.items():
            if key in known:
                self._change_seat(known[key], seat, number)
            else:
                self._add_seat(seat, number)

    def _add_seat(self, seat: Seat, number: int) -> None:
        facts = {name: value for name, value in seat.facts.items() if value is not None}
        if c.STARTED not in facts:
            self._refuse(number, c.STARTED, "没有写任职起始日期。整张表都一样的，可以在“列的对应”里填一个。")
            return
        made = Mandate(deputy=self.deputy, level=seat.level, term=seat.term, region=seat.region, **facts)
        self.planned.new_seats.append(made)
        self.planned.changes.append(Change("任职", "", f"{made}，{_days(made)}"))

    def _change_seat(self, mandate: Mandate, seat: Seat, number: int) -> None:
        told = {name: seat.facts[name] for name in OF_SEAT if seat.facts.get(name) is not None}
        if told.get(c.STATUS, mandate.status) != mandate.status:  # has its ground, its announcement and its effects
            now, where = mandate.get_status_display(), f"到{self.deputy.name}的代表页上办"
            told_first = f"平台里现在是“{now}”。暂停、恢复、终止要写明法律依据，请先{where}，再导入。"
            self._refuse(number, c.STATUS, told_first)
            return
        put = [self._put(mandate, name, value, f"{mandate}：{c.HEADINGS[name]}") for name, value in told.items()]
        if any(put):
            self.planned.seats.append(mandate)
        if mandate.ended_on and mandate.ended_on < mandate.started_on:
            self._refuse(number, c.ENDED, "任职结束日期不能早于开始日期。")

    def _refuse(self, number: int, column: str, message: str) -> None:
        self.errors.append(RowError(number, c.HEADINGS[column], message))

    # --- groups -------------------------------------------------------------------------------------
    def _group(self) -> None:
        facts = self.person.facts
        words, role, day = facts.get(c.GROUP), facts.get(c.ROLE), facts.get(c.JOINED)
        if not words or not self.deputy.home_region_id:
            return
        group = self.book.find(self.deputy.home_region, words)
        now = None if self.planned.is_new else next(iter(self.deputy.memberships.all()), None)
        if now and (now.group is group or (group.pk and now.group_id == group.pk)):
            self._change_member(now, role, day)
            return
        joined = day or self.on
        if now:
            now.left_on, self.planned.leaves = max(joined, now.joined_on), now
        self.planned.joins = GroupMember(
            group=group, deputy=self.deputy, role=role or GroupRole.MEMBER, joined_on=joined
        )
        self._tell(c.GROUP, now.group if now else "", f"{group}（{self.planned.joins.get_role_display()}）")

    def _change_member(self, now: GroupMember, role: str | None, day: date | None) -> None:
        told = {c.ROLE: role, c.JOINED: day}
        put = [self._put(now, name, value, c.HEADINGS[name]) for name, value in told.items() if value]
        if any(put):
            self.planned.member = now


def _key(mandate: Mandate) -> tuple[str, int, int]:
    return mandate.level, mandate.term, mandate.region_id


def _days(mandate: Mandate) -> str:
    ended = f"到{cn_date(mandate.ended_on)}" if mandate.ended_on else ""
    status = "" if mandate.status == MandateStatus.ACTIVE else f"，{mandate.get_status_display()}"
    return f"{cn_date(mandate.started_on)}起{ended}{status}"


def _shown(row: Any, name: str, value: Any = None) -> str:
    """A value of a field as a page says it; of `row` as it is, or of `value`."""
    value = getattr(row, name) if value is None else value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return cn_date(value)
    choices = dict(row._meta.get_field(name).flatchoices)  # noqa: SLF001 - the labels of the field
    return str(choices.get(value, value) or "")
