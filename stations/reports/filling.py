"""What filling a rota starts from: the deputies with their year's turns, and the days not published yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from deputies.choices import GroupRole
from deputies.models import Deputy, GroupMember, Mandate
from stations.calendar import words_of
from stations.choices import SlotStatus
from stations.models import DayRule, DutySlot, Reception, SlotDeputy, Station
from stations.models.rule import GAP_DAYS, SEATS
from stations.seating import Day, Person, Seating, unmet

LEADERS = (GroupRole.LEADER, GroupRole.DEPUTY_LEADER)
SLOTS = Prefetch("slot_deputies", SlotDeputy.objects.select_related("deputy"))
SAID = ("absences__deputy", "absences__wish", "wishes__deputy", "wishes__slot")  # who cannot come, who would rather


@dataclass(frozen=True)
class Draft:
    """The unpublished days of a station from a day on, and everybody who can be put on them."""

    station: Station
    slots: list[DutySlot]
    members: list[Deputy]
    leaders: frozenset[int]
    turns: dict[int, list[date]]
    rule: DayRule | None

    def seats(self, slot: DutySlot) -> int:
        """How many deputies the day asks for."""
        rule = slot.rule or self.rule
        return rule.seats if rule else SEATS

    @property
    def gap_days(self) -> int:
        return self.rule.gap_days if self.rule else GAP_DAYS

    @property
    def rule_words(self) -> str:
        return words_of(self.rule) if self.rule else ""

    def days(self, slots: Iterable[DutySlot]) -> list[Day]:
        """These days as filling asks for them: who is on them by hand stays, absent is who said so."""
        return [
            Day(
                slot.pk,
                slot.date,
                self.seats(slot),
                fixed=tuple(row.deputy_id for row in slot.slot_deputies.all()),
                absent=frozenset(row.deputy_id for row in slot.absences.all()),
            )
            for slot in slots
        ]

    def people(self, year: int) -> list[Person]:
        """The members, whose `served` are the turns of `year` outside these days."""
        return [
            Person(
                deputy.pk,
                deputy.name,
                levels=tuple(mandate.level for mandate in deputy.mandates.all()),
                is_leader=deputy.pk in self.leaders,
                served=sum(day.year == year for day in self.turns.get(deputy.pk, ())),
                dates=tuple(self.turns.get(deputy.pk, ())),
            )
            for deputy in self.members
        ]

    def by_year(self) -> dict[int, list[DutySlot]]:
        """The days year by year: turns are counted over the year."""
        found: defaultdict[int, list[DutySlot]] = defaultdict(list)
        for slot in self.slots:
            found[slot.date.year].append(slot)
        return dict(found)

    @cached_property
    def unmet(self) -> list[str]:
        """What the draft as it stands leaves to be wished."""
        found: list[str] = []
        for year, slots in self.by_year().items():
            on = {slot.pk: [row.deputy_id for row in slot.slot_deputies.all()] for slot in slots}
            days, people = self.days(slots), self.people(year)
            strangers = {pk for pks in on.values() for pk in pks} - {person.pk for person in people}
            people += [Person(row.deputy_id, row.deputy.name) for row in _rows(slots) if row.deputy_id in strangers]
            found += unmet(Seating(days, people, self.gap_days, on))
        return found


def _rows(slots: Iterable[DutySlot]) -> list[SlotDeputy]:
    return list({row.deputy_id: row for slot in slots for row in slot.slot_deputies.all()}.values())


def draft_of(station: Station, on: date) -> Draft:
    """Everything a page or a verb needs to fill the days from `on`; the queries do not grow with days or deputies."""
    rows = DutySlot.objects.filter(station=station).drafts(on)
    slots = list(rows.select_related("rule", "station").prefetch_related(SLOTS, *SAID))
    members = members_of(station, on)
    drafted = [slot.pk for slot in slots]
    leaders = GroupMember.objects.current().filter(
        group__in=station.groups.values("group_id"), role__in=LEADERS, deputy__isnull=False
    )
    return Draft(
        station,
        slots,
        members,
        frozenset(leaders.values_list("deputy_id", flat=True)),
        turns_of(station, members, on, without=drafted),
        station.day_rules.filter(ended_on=None).first(),
    )


def members_of(station: Station, on: date) -> list[Deputy]:
    """The deputies of the station's groups with a mandate in force on `on`, in the register's order."""
    memberships = GroupMember.objects.current().filter(
        group__in=station.groups.values("group_id"), deputy__isnull=False
    )
    mandates = Mandate.objects.in_force(on)
    rows = Deputy.objects.filter(pk__in=memberships.values("deputy_id"), mandates__in=mandates).distinct()
    return list(rows.prefetch_related(Prefetch("mandates", mandates)).order_by("initials", "id"))


def turns_of(
    station: Station, deputies: Sequence[Deputy], on: date, *, without: Sequence[int] = ()
) -> dict[int, list[date]]:
    """The days of each deputy at the station from the first of this year: those received, and those published ahead.

    For a day that was held, whoever really came has the turn, whoever was planned. Two queries.
    """
    ids, since = {deputy.pk for deputy in deputies}, date(on.year, 1, 1)
    came = Reception.objects.filter(station=station, held_on__gte=since, deputies__in=ids)
    planned = SlotDeputy.objects.filter(
        slot__station=station, slot__status=SlotStatus.PLANNED, slot__date__gte=on, deputy__in=ids
    ).exclude(slot__in=without)
    found: defaultdict[int, list[date]] = defaultdict(list)
    for pk, day in (
        *came.values_list("deputies", "held_on").distinct(),
        *planned.values_list("deputy", "slot__date"),
    ):
        if pk in ids and day not in found[pk]:
            found[pk].append(day)
    return dict(found)
