"""Who hears of a reception day, and in which words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import User
from common.text import cn_date, cn_short
from deputies.models import Deputy
from opinions.actions.addressing import over, station_of
from stations.models import Absence, DutySlot, Swap
from stations.reports.notices import due_on, missing


def _when(slot: DutySlot) -> str:
    return f"{cn_date(slot.date)} {slot.starts_at.hour}:{slot.starts_at:%M} 在{slot.station}"


def _users(deputies: Collection[Deputy]) -> list[User]:
    return [deputy.user for deputy in deputies if deputy.user is not None]


def tell_of_slot(slot_id: int, kind: str, deputy_ids: Collection[int], version: int) -> None:
    """These deputies hear of their day: planned, moved, cancelled, released (no longer on it).

    Once for each `version` of the day: a day that moves twice is told twice.
    """
    slot = DutySlot.objects.select_related("station__unit").get(pk=slot_id)
    label = _said(slot, kind)
    accounts.notify(
        User.objects.filter(pk__in=Deputy.objects.filter(pk__in=deputy_ids).values("user_id")),
        key=f"slot:{slot.pk}:{kind}:{version}",
        label=label,
        url=reverse("stations:my_days"),
        copy_text=f"{label}。",
    )


def _said(slot: DutySlot, kind: str) -> str:
    if kind == "planned":
        return f"请您{_when(slot)}接待选民"
    if kind == "released":
        return f"{_when(slot)}的接待改由别人去，您不用去了"
    last = slot.events.filter(step="cancel" if kind == "cancelled" else "move").order_by("-id").first()
    why = f"（{last.note}）" if last and last.note else ""
    if kind == "cancelled":
        return f"{_when(slot)}的接待日取消了{why}，您不用去"
    return f"接待日改期{why}：改到{_when(slot)}，请您再回话能不能去"


def tell_of_swap(swap_id: int, kind: str) -> None:
    """Who was asked hears the question, who asked the answer; of an agreed swap the station hears too."""
    swap = Swap.objects.select_related("slot__station__unit__region", "in_return", "asker__user", "asked__user").get(
        pk=swap_id
    )
    label = _swap_said(swap, kind)
    _notify(_users([swap.asked if kind == "asked" else swap.asker]), f"swap:{swap.pk}:{kind}", label, "my_days")
    if kind == "agreed":
        who = f"{swap.asker.name}和{swap.asked.name}调了班"
        label = f"{who}，{cn_short(swap.slot.date)}由{swap.asked.name}接待，不用您办什么"
        _tell_station(swap.slot, f"swap:{swap.pk}:station", label)


def _swap_said(swap: Swap, kind: str) -> str:
    back = f"，{cn_short(swap.in_return.date)}换{swap.asker.name}去" if swap.in_return else ""
    if kind == "asked":
        return f"{swap.asker.name}请您{_when(swap.slot)}接待选民{back}，请回话"
    if kind == "agreed":
        return f"{swap.asked.name}同意调班：{_when(swap.slot)}由{swap.asked.name}去{back}"
    return f"{swap.asked.name}{cn_short(swap.slot.date)}也去不了，没有调成，请另请一位"


def tell_of_absence(absence_id: int) -> None:
    """The station hears that somebody on a published day cannot come."""
    absence = Absence.objects.select_related("slot__station__unit__region", "deputy", "wish").get(pk=absence_id)
    label = f"{absence.deputy.name}{cn_short(absence.slot.date)}来不了（{absence.words}），请另排一位"
    _tell_station(absence.slot, f"absence:{absence.pk}", label)


def tell_of_notice(slot_id: int, kind: str) -> None:
    """Once before a notice is due, once when it is late: the station hears what is missing, then the township too."""
    slot = DutySlot.objects.select_related("station__unit__region", "rule").get(pk=slot_id)
    day, due = cn_short(slot.date), cn_short(due_on(slot))
    label = f"{slot.station}{day}接待的公告{'迟了' if kind == 'late' else f'最迟{due}要发'}：{missing(slot)}"
    people = station_of(slot.station.unit)
    if kind == "late":
        people = people | over(slot.station.unit.region.path, Role.TOWNSHIP, exact=True)
    url = reverse("stations:rota")
    accounts.notify(people, key=f"notice:{slot.pk}:{kind}:{slot.date}", label=label, url=url, copy_text=f"{label}。")


def _tell_station(slot: DutySlot, key: str, label: str) -> None:
    url = reverse("stations:slot_assign", args=[slot.pk])
    accounts.notify(station_of(slot.station.unit), key=key, label=label, url=url, copy_text=f"{label}。")


def _notify(people: Any, key: str, label: str, page: str) -> None:
    accounts.notify(people, key=key, label=label, url=reverse(f"stations:{page}"), copy_text=f"{label}。")
