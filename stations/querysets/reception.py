"""Named questions about stations, rota, receptions and visits. `visible_to` is the one home of who
sees what; `rules.can_view_*` say the same of one row, and a parity test holds them together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.scopes import any_of
from opinions.choices import Destination, OpinionStatus, UndertakingStatus, Visibility
from opinions.models import MatterSource
from opinions.querysets import in_hand_of
from stations.choices import SlotStatus

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.scopes import Scopes

OVERSEERS = (*Role.COMMITTEE, Role.TOWNSHIP)
ELSEWHERE = tuple(set(Destination.values) - {Destination.ASSIGN})
ANSWERED = (UndertakingStatus.RATING, UndertakingStatus.ASSESSING, UndertakingStatus.CLOSED)


def _at(scopes: Scopes, station: str) -> Q:
    """Rows of a station that is one's own or lies in one's place; `station` is the path to it, `__` at its end."""
    return scopes.in_region(f"{station}unit__region__path", *OVERSEERS) | Q(
        **{f"{station}unit_id__in": scopes.units(*Role.STATION)}
    )


def _unsealed(scopes: Scopes, station: str, visibility: str) -> Q:
    """As `_at`; what is sealed only for the committee."""
    committee = scopes.in_region(f"{station}unit__region__path", *Role.COMMITTEE)
    others = scopes.in_region(f"{station}unit__region__path", Role.TOWNSHIP) | Q(
        **{f"{station}unit_id__in": scopes.units(*Role.STATION)}
    )
    return committee | (others & Q(**{visibility: Visibility.NORMAL}))


class StationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> StationQuerySet:
        """Committee and townships: their subtree; staff: their own; a deputy: the station of their group."""
        scopes = user.scopes
        filters = [_at(scopes, "")]
        if scopes.has(Role.DEPUTY):
            filters.append(Q(groups__group__members__deputy__user_id=user.pk, groups__group__members__left_on=None))
        return self.filter(pk__in=self.filter(any_of(filters)).values("pk"))

    def with_list_data(self) -> StationQuerySet:
        """Everything a row of the list draws, in one query."""
        return self.select_related("unit__region", "reports_to", "township_office")

    def staffed_by(self, user: User) -> StationQuerySet:
        """The stations of which `user` is head or liaison officer: those they may record at."""
        return self.filter(unit_id__in=user.scopes.units(*Role.STATION))


class StaffQuerySet(models.QuerySet[Any]):
    def current(self) -> StaffQuerySet:
        return self.filter(ended_on=None)

    def current_on(self, day: date) -> StaffQuerySet:
        """Those whose post had not ended before `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day))


class DayRuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> DayRuleQuerySet:
        """As what is only planned (`rules.can_see_rota`): the station's own people, and who oversees it."""
        return self.filter(_at(user.scopes, "station__"))


class SlotQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SlotQuerySet:
        """As the station; and, once it is published, the deputies on duty."""
        scopes = user.scopes
        filters = [_at(scopes, "station__")]
        if scopes.has(Role.DEPUTY):
            filters.append(Q(slot_deputies__deputy__user_id=user.pk, published_at__isnull=False))
        return self.filter(pk__in=self.filter(any_of(filters)).values("pk"))

    def upcoming(self, on: date) -> SlotQuerySet:
        """Planned for `on` or later, the next one first."""
        return self.filter(date__gte=on, status=SlotStatus.PLANNED).order_by("date", "starts_at")

    def published(self) -> SlotQuerySet:
        """Those whose deputies were told."""
        return self.filter(published_at__isnull=False)

    def clearable_by(self, user: User, on: date) -> SlotQuerySet:
        """Published days to come whose notice waits for 保密审查 and `user` may pass (the queryset of
        `rules.can_clear_notice`): at their station or in their place, and not published by themselves."""
        rows = self.upcoming(on).published().filter(_at(user.scopes, "station__"), cleared_at=None)
        return rows.exclude(published_by=user.pk)

    def drafts(self, on: date) -> SlotQuerySet:
        """Days to come of which nobody was told yet, the next one first."""
        return self.upcoming(on).filter(published_at=None)

    def with_list_data(self) -> SlotQuerySet:
        """The station and the deputies on duty, in two queries."""
        return self.select_related("station__unit__region").prefetch_related("slot_deputies__deputy")


class ReceptionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ReceptionQuerySet:
        """Committee and townships: their subtree; stations: their own."""
        return self.filter(_at(user.scopes, "station__"))

    def with_list_data(self) -> ReceptionQuerySet:
        """The station and the deputies, in two queries."""
        return self.select_related("station__unit__region", "occasion", "recorder").prefetch_related("deputies")


class VisitQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """As the reception; a sealed visit is the committee's alone."""
        return self.filter(_unsealed(user.scopes, "reception__station__", "visibility"))

    def with_list_data(self) -> VisitQuerySet:
        """Who came, and where and when, in one query."""
        return self.select_related(
            "contributor", "reception__station__unit__region", "reception__station__township_office", "entered_by"
        )


class ItemQuerySet(models.QuerySet[Any]):
    """What visits brought into the ledger."""

    def visible_to(self, user: User) -> ItemQuerySet:
        """As the visit, and never an opinion deleted while it was written down."""
        return self.filter(_unsealed(user.scopes, "visit__reception__station__", "opinion__visibility")).exclude(
            opinion__visibility=Visibility.WITHDRAWN
        )

    def with_list_data(self) -> ItemQuerySet:
        """Everything a row and its life line draw, in one query."""
        return self.select_related(
            "opinion__contributor__deputy",
            "opinion__occasion",
            "opinion__unit__region",
            "opinion__region",
            "opinion__holder",
            "opinion__category",
            "opinion__channel",
            "visit__reception__station__unit__region",
            "visit__reception__station__township_office",
        )

    def at_station(self) -> ItemQuerySet:
        """站内办理, the nearest day first in `order_by("opinion__due_on")`."""
        return self.filter(opinion__status=OpinionStatus.AT_STATION)

    def in_hand_of(self, user: User) -> ItemQuerySet:
        """What the reader's own unit handles: a station what it kept, a township what was passed to it."""
        return self.filter(in_hand_of(user, "opinion__"))

    def overdue(self, on: date) -> ItemQuerySet:
        """站内办理 past its day (the queryset of `rules.is_overdue`)."""
        return self.at_station().filter(opinion__due_on__lt=on)

    def due_until(self, on: date, last: date) -> ItemQuerySet:
        """站内办理 that falls due from `on` to `last`."""
        return self.at_station().filter(opinion__due_on__range=(on, last))

    def untold(self) -> ItemQuerySet:
        """Settled, sent elsewhere or answered, and the person who spoke not told yet."""
        # One EXISTS for both ends: of two, PostgreSQL hashes each over the whole ledger (93 ms instead of 9).
        gone_elsewhere = Q(matter__destination__in=ELSEWHERE)
        answered = Q(matter__assignments__is_live=True, matter__assignments__undertakings__status__in=ANSWERED)
        outcome = Exists(MatterSource.objects.filter(gone_elsewhere | answered, opinion=OuterRef("opinion_id")))
        here = Q(opinion__status__in=(OpinionStatus.SETTLED, OpinionStatus.NOT_ASSIGNED))
        return self.filter(here | (Q(opinion__status=OpinionStatus.MERGED) & outcome))
