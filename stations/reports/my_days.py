"""A deputy's reception days: their own, what others ask of them, and the station's days to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from common.text import cn_short
from deputies.models import Deputy
from stations.choices import SlotStatus, SwapStatus
from stations.models import Absence, DutySlot, SlotDeputy, Station, Swap
from stations.reports.deputy import next_duties, station_of
from stations.reports.filling import members_of

AHEAD = 12


@dataclass
class MyDuty:
    """A day on which the deputy is on duty; `asked` is who was asked to come instead and has not answered."""

    duty: SlotDeputy
    asked: Swap | None
    has_begun: bool


@dataclass
class Ahead:
    """Another day of the station: `absence` where the deputy said they cannot come."""

    slot: DutySlot
    absence: Absence | None


@dataclass
class MyDays:
    """Everything of the page."""

    station: Station | None
    duties: list[MyDuty]
    asked_of_me: list[Swap]
    ahead: list[Ahead]

    @property
    def wishes(self) -> list[DutySlot]:
        """The days a deputy may wish for instead of one on which they cannot come."""
        return [one.slot for one in self.ahead if one.absence is None]


def days_page(deputy: Deputy, at: datetime, on: date) -> MyDays:
    """The deputy's days as of the moment `at`; the queries do not grow with the days."""
    station = station_of(deputy)
    rows = Swap.objects.filter(Q(asker=deputy) | Q(asked=deputy), status=SwapStatus.ASKED)
    swaps = list(rows.select_related("slot__station__unit", "in_return", "asker", "asked").order_by("slot__date"))
    mine = {swap.slot_id: swap for swap in swaps if swap.asker_id == deputy.pk}
    duties = next_duties(deputy, on, limit=AHEAD)
    asked = [swap for swap in swaps if swap.asked_id == deputy.pk and swap.slot.begins > at]
    return MyDays(
        station,
        [MyDuty(duty, mine.get(duty.slot_id), duty.slot.begins <= at) for duty in duties],
        asked,
        _ahead(station, deputy, {duty.slot_id for duty in duties}, at, on) if station else [],
    )


def asked_of(deputy: Deputy, on: date) -> list[Swap]:
    """What other deputies ask and wait for an answer to, the nearest day first."""
    rows = Swap.objects.filter(asked=deputy, status=SwapStatus.ASKED, slot__date__gte=on)
    return list(rows.select_related("slot__station__unit", "asker").order_by("slot__date"))


def _ahead(station: Station, deputy: Deputy, own: set[int], at: datetime, on: date) -> list[Ahead]:
    slots = list(DutySlot.objects.filter(station=station).upcoming(on).exclude(pk__in=own)[:AHEAD])
    said = {one.slot_id: one for one in Absence.objects.filter(deputy=deputy, slot__in=slots).select_related("wish")}
    return [Ahead(slot, said.get(slot.pk)) for slot in slots if slot.begins > at]


@dataclass
class Offer:
    """Somebody who can be asked: to come instead, or for a day of theirs in return. `value` is what the page sends."""

    value: str
    deputy: Deputy
    in_return: DutySlot | None = None

    @property
    def label(self) -> str:
        """“和李秀英对换，换7月16日的”."""
        if self.in_return is None:
            return f"请{self.deputy.name}替我去"
        return f"和{self.deputy.name}对换，我去{cn_short(self.in_return.date)}的"


def offers(duty: SlotDeputy, at: datetime, on: date) -> list[Offer]:
    """Whom the deputy can ask for this day: first those with a day to give in return, then everybody else free.

    Left out: who is on that day, who said they cannot come, and days on which the asker is or cannot come.
    """
    slot = duty.slot
    not_mine = set(slot.slot_deputies.values_list("deputy_id", flat=True))
    not_mine |= set(slot.absences.values_list("deputy_id", flat=True))
    free = {one.pk: one for one in members_of(slot.station, on) if one.pk not in not_mine}
    rows = SlotDeputy.objects.filter(
        deputy__in=free, slot__station=slot.station, slot__status=SlotStatus.PLANNED, slot__date__gte=on
    ).exclude(slot__slot_deputies__deputy=duty.deputy_id)
    rows = rows.exclude(slot__absences__deputy=duty.deputy_id).exclude(slot__published_at=None)
    found = [
        Offer(f"{row.deputy_id}:{row.slot_id}", free[row.deputy_id], row.slot)
        for row in rows.select_related("slot").order_by("slot__date", "id")
        if row.slot.begins > at
    ]
    return [*found, *(Offer(str(pk), one) for pk, one in free.items())]
