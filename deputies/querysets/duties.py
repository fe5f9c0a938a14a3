"""Named questions about the file of duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from deputies.choices import DutyStatus, GroupRole

if TYPE_CHECKING:
    from accounts.models import User

OVERSEERS = (*Role.COMMITTEE, Role.TOWNSHIP)


class DutyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> DutyQuerySet:
        """The deputy's own file; committee and township over their place; the station of the place; and a
        group's leader what waits for the group. Fellow deputies see none of it."""
        scopes = user.scopes
        over = scopes.in_region("deputy__home_region__path", *OVERSEERS)
        station = Q(deputy__home_region__units__in=scopes.units(*Role.STATION))
        own = Q(deputy__user_id=user.pk)
        return self.filter(pk__in=self.filter(over | station | own | led_by(user)).values("pk"))

    def counted(self) -> DutyQuerySet:
        """What is in the file for good: not waiting, not under objection, not taken back."""
        return self.filter(status=DutyStatus.COUNTED)

    def shown(self) -> DutyQuerySet:
        """What a page of the file lists: all but what was taken back."""
        return self.exclude(status=DutyStatus.WITHDRAWN)

    def of_year(self, year: int) -> DutyQuerySet:
        return self.filter(on__year=year)

    def waiting_for(self, user: User) -> DutyQuerySet:
        """What this user may audit, and objections they may decide."""
        staff = user.scopes.in_region("deputy__home_region__path", Role.STAFF)
        mine = Q(status=DutyStatus.OBJECTED, entered_by_id=user.pk) & ~Q(deputy__user_id=user.pk)
        to_staff = staff & Q(status__in=(DutyStatus.WAITING, DutyStatus.OBJECTED))
        return self.filter(pk__in=self.filter(to_staff | mine | led_by(user)).values("pk"))

    def with_list_data(self) -> DutyQuerySet:
        return self.select_related("deputy__home_region", "entered_by", "objection")


def led_by(user: User) -> Q:
    """Records that wait for the leader of the deputy's group, when the user leads it and is somebody else."""
    mine = "deputy__memberships__group__members__"
    led = Q(
        status=DutyStatus.GROUP,
        deputy__memberships__left_on=None,
        **{f"{mine}deputy__user_id": user.pk, f"{mine}left_on": None, f"{mine}role": GroupRole.LEADER},
    )
    return led & ~Q(deputy__user_id=user.pk)


class SettingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SettingQuerySet:
        """The committee's own staff."""
        return self.filter(unit__region__path__in=user.scopes.paths(Role.STAFF))

    def over(self, path: str) -> SettingQuerySet:
        """Settings of the committees over the place at `path`, the nearest first."""
        ids = [int(part) for part in path.split("/") if part]
        return self.filter(unit__region_id__in=ids).order_by("-unit__region__path")
