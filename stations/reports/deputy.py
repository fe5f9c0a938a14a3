"""A deputy's own station and reception days."""

from __future__ import annotations

from datetime import date

from accounts.choices import Role
from accounts.models import User
from deputies.models import Deputy, GroupMember
from stations.models import DutySlot, SlotDeputy, Station


def deputy_of(user: User) -> Deputy | None:
    """The deputy who signed in."""
    return Deputy.objects.filter(user_id=user.pk).first() if user.scopes.has(Role.DEPUTY) else None


def station_of(deputy: Deputy) -> Station | None:
    """The station from which the deputy's group works."""
    groups = GroupMember.objects.current().filter(deputy=deputy).values("group_id")
    return Station.objects.with_list_data().filter(groups__group__in=groups).first()


def next_duties(deputy: Deputy, on: date, limit: int = 5) -> list[SlotDeputy]:
    """The deputy's published reception days from `on`, the next one first, each with who else is on duty."""
    slots = DutySlot.objects.upcoming(on).published().order_by()
    rows = SlotDeputy.objects.filter(deputy=deputy, slot__in=slots.values("pk"))
    rows = rows.select_related("slot__station__unit", "deputy").prefetch_related("slot__slot_deputies__deputy")
    return list(rows.order_by("slot__date", "slot__starts_at")[:limit])


def rota_of(station: Station, on: date, limit: int = 8, *, drafts: bool = False) -> list[DutySlot]:
    """The station's next reception days; with `drafts` also those of which nobody was told yet."""
    rows = DutySlot.objects.filter(station=station).upcoming(on).with_list_data()
    return list((rows if drafts else rows.published())[:limit])
