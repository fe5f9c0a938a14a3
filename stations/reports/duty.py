"""Who may receive at a station, who is on duty, and which planned day a reception carries out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from deputies.models import Deputy, GroupMember, Mandate
from stations.choices import SlotStatus
from stations.models import DutySlot, SlotDeputy, Station


def deputies_of(station: Station, also: Collection[int] = ()) -> Any:
    """The deputies who may be on duty: members of the station's groups, and those of its place, unless their
    mandates are suspended or ended; and those of `also`, who may have left since."""
    in_group = Q(memberships__left_on=None, memberships__group__in=station.groups.values("group_id"))
    of_place = Q(home_region__path__startswith=station.unit.region.path)
    found = Deputy.objects.filter(in_group | of_place).on_call().values("pk")
    return Deputy.objects.filter(Q(pk__in=found) | Q(pk__in=also))


@dataclass
class Choice:
    """A deputy to tick, and why they stand where they stand."""

    deputy: Deputy
    note: str = ""


@dataclass
class Choices:
    """Who can be ticked: those of the day first, then the members of the groups, then the others of the place."""

    first: list[Choice] = field(default_factory=list)
    members: list[Choice] = field(default_factory=list)
    others: list[Choice] = field(default_factory=list)

    @property
    def rest(self) -> list[Choice]:
        """Everybody who does not stand first."""
        return self.members + self.others


def choices_for(station: Station, on: date, first: Collection[int] | None = None) -> Choices:
    """Everybody of `deputies_of(station)`, once each, with their highest mandate; four queries at most.

    Those on duty on `on` stand first; or those of `first`, where it is given.
    """
    ahead, why = (on_duty(station, on), "，当天轮值") if first is None else (set(first), "")
    groups = dict(
        GroupMember.objects.current()
        .filter(group__in=station.groups.values("group_id"), deputy__isnull=False)
        .values_list("deputy_id", "group__name")
    )
    found = Choices()
    mandates = Prefetch("mandates", Mandate.objects.in_force(on))
    for deputy in deputies_of(station, first or ()).prefetch_related(mandates).order_by("initials", "id"):
        level = levels_of(deputy)
        if deputy.pk in ahead:
            found.first.append(Choice(deputy, f"{level}{why}"))
        elif deputy.pk in groups:
            found.members.append(Choice(deputy, f"{level}，{groups[deputy.pk]}"))
        else:
            found.others.append(Choice(deputy, level))
    return found


def on_duty(station: Station, on: date) -> set[int]:
    """The deputies whom the rota of `station` has for the day `on`."""
    rows = SlotDeputy.objects.filter(slot__station=station, slot__date=on)
    return set(rows.exclude(slot__status=SlotStatus.CANCELLED).values_list("deputy_id", flat=True))


def slot_to_record(station: Station, on: date, asked: str | None) -> DutySlot | None:
    """The planned day a new reception carries out: the one asked for, if it is not still to come; else today's."""
    rows = DutySlot.objects.filter(station=station, status=SlotStatus.PLANNED)
    if asked and asked.isdecimal() and (found := rows.filter(pk=int(asked), date__lte=on).first()):
        return found
    return rows.filter(date=on).order_by("starts_at").first()


def levels_of(deputy: Deputy) -> str:
    """“县（区）人大代表、乡镇人大代表” from the mandates already fetched."""
    return "、".join(dict.fromkeys(m.get_level_display() for m in deputy.mandates.all())) or "代表"
