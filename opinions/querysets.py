"""Named questions of the ledger. `visible_to` is the one home of who sees what; `rules.can_view_*`
say the same of one row, and a parity test holds them together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.choices import Role, UnitKind
from accounts.scopes import any_of
from opinions.choices import Destination, ListStatus, OpinionStatus, UndertakingStatus, UnitRole, Visibility

if TYPE_CHECKING:
    from accounts.models import User


def in_hand_of(user: User, opinion: str = "") -> Q:
    """Opinions that the reader's own unit handles at the place, with `opinion` the path to them, `__` at
    its end. The queryset's twin of `rules.has_in_hand`."""
    scopes = user.scopes
    towns = [one.region_id for one in scopes.items if one.role == Role.TOWNSHIP]

    def of(unit: str) -> Q:
        town = Q(**{f"{opinion}{unit}__kind": UnitKind.TOWN_CONGRESS})
        station = ~town & Q(**{f"{opinion}{unit}__in": scopes.units(*Role.STATION)})
        return station | (town & Q(**{f"{opinion}{unit}__region__in": towns}))

    nobody = Q(**{f"{opinion}holder": None})
    return (~nobody & of("holder")) | (nobody & of("unit"))


class OccasionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> OccasionQuerySet:
        """Committee and townships: their subtree; stations: their own days."""
        scopes = user.scopes
        return self.filter(
            scopes.in_region("region__path", *Role.COMMITTEE, Role.TOWNSHIP)
            | Q(unit_id__in=scopes.units(*Role.STATION))
        )


class OpinionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> OpinionQuerySet:
        """Committee: its subtree. Township and station: their own, never the sealed. Deputy: what
        they said. An agency sees no opinion row; it reads `shared_text` on its undertaking's page."""
        scopes = user.scopes
        filters = []
        if scopes.paths(*Role.COMMITTEE):
            filters.append(scopes.in_region("region__path", *Role.COMMITTEE))
        open_rows = Q(visibility=Visibility.NORMAL)
        if scopes.paths(Role.TOWNSHIP):
            filters.append(open_rows & scopes.in_region("region__path", Role.TOWNSHIP))
        if units := scopes.units(*Role.STATION):
            filters.append(open_rows & Q(unit_id__in=units))
        if scopes.has(Role.DEPUTY):
            filters.append(Q(contributor__deputy__user_id=user.pk))
        return self.counted().filter(any_of(filters))

    def counted(self) -> OpinionQuerySet:
        """Every opinion that counts: not those deleted while being written down."""
        return self.exclude(visibility=Visibility.WITHDRAWN)

    def with_list_data(self) -> OpinionQuerySet:
        """Everything a row of a list draws, in one query."""
        return self.select_related("contributor", "topic", "occasion", "channel", "unit", "region", "category")

    def waiting(self) -> OpinionQuerySet:
        return self.counted().filter(status=OpinionStatus.WAITING)

    def of_occasion(self, occasion_id: int) -> OpinionQuerySet:
        """Heard at the occasion or at a part of it (a meeting and its sittings).

        The occasions are asked for first, so that the index on opinions leads to their rows alone.
        """
        occasions = self.model._meta.get_field("occasion").related_model.objects  # noqa: SLF001 - no import upward
        return self.counted().filter(
            occasion_id__in=occasions.filter(Q(pk=occasion_id) | Q(parent_id=occasion_id)).order_by().values("pk")
        )

    def on_topic(self, topic_id: int) -> OpinionQuerySet:
        """On an item of the agenda or an article of its draft."""
        return self.filter(Q(topic_id=topic_id) | Q(topic__parent_id=topic_id))

    def off_topics(self, topic_ids: Iterable[int]) -> OpinionQuerySet:
        """On none of these items, nor on an article of theirs."""
        known = list(topic_ids)
        on = Q(topic_id__in=known) | Q(topic__parent_id__in=known, topic__parent_id__isnull=False)
        return self.filter(Q(topic=None) | ~on)

    def behind(self, rating: Any) -> OpinionQuerySet:
        """What the rater said that the reply answers."""
        matter_id = rating.reply.undertaking.assignment.matter_id
        return self.counted().filter(contributor_id=rating.contributor_id, matters=matter_id)

    def station_overdue(self, on: date) -> OpinionQuerySet:
        """站内办理 past its day."""
        return self.filter(status=OpinionStatus.AT_STATION, due_on__lt=on)


class MatterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> MatterQuerySet:
        """The committee of the subtree alone."""
        return self.filter(user.scopes.in_region("unit__region__path", *Role.COMMITTEE))

    def on_board(self) -> MatterQuerySet:
        """With what a card of the board draws."""
        return self.select_related("rule", "category", "occasion").prefetch_related("matter_units__unit")

    def listable(self) -> MatterQuerySet:
        """Destination 交办, with opinions, in no list in force: what a new list may take up."""
        live = self.model._meta.get_field("assignments").related_model.objects.filter(  # noqa: SLF001 - no import upward
            matter=OuterRef("pk"), is_live=True
        )
        return self.filter(destination=Destination.ASSIGN, sources__isnull=False).filter(~Exists(live)).distinct()


class AssignmentListQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AssignmentListQuerySet:
        """The committee of the issuing unit's place. Agencies see their undertakings, not the list."""
        return self.filter(user.scopes.in_region("unit__region__path", *Role.COMMITTEE))

    def issued(self) -> AssignmentListQuerySet:
        return self.filter(status=ListStatus.ISSUED)


class AssignmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> AssignmentQuerySet:
        return self.filter(user.scopes.in_region("list__unit__region__path", *Role.COMMITTEE))


class UndertakingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> UndertakingQuerySet:
        """Committee: its lists'. A unit's clerk and head: the unit's. A dispatcher: what passed
        through their office. Nobody else, whatever they raised."""
        scopes = user.scopes
        filters = []
        if scopes.paths(*Role.COMMITTEE):
            filters.append(scopes.in_region("assignment__list__unit__region__path", *Role.COMMITTEE))
        if units := scopes.units(*Role.AGENCY):
            filters.append(Q(unit_id__in=units))
        if units := scopes.units(Role.DISPATCHER):
            filters.append(Q(unit_id__in=units) | Q(parent__unit_id__in=units))
        return self.filter(any_of(filters))

    def with_list_data(self) -> UndertakingQuerySet:
        """Everything a row of a list draws, in one query."""
        return self.select_related("assignment__list__unit__region", "assignment__rule", "unit", "parent__unit")

    def in_force(self) -> UndertakingQuerySet:
        return self.exclude(status__in=UndertakingStatus.GONE)

    def leads(self) -> UndertakingQuerySet:
        return self.filter(role=UnitRole.LEAD).in_force()

    def overdue(self, on: date) -> UndertakingQuerySet:
        """超期: the ball is with the unit and its day is past (the queryset of `is_overdue`)."""
        return self.filter(status__in=UndertakingStatus.WITH_UNIT, clock_on__lt=on)

    def due_between(self, first: date, last: date) -> UndertakingQuerySet:
        return self.filter(status__in=UndertakingStatus.WITH_UNIT, clock_on__range=(first, last))

    def rating_over(self, on: date) -> UndertakingQuerySet:
        """待评价 whose window is past."""
        return self.filter(status=UndertakingStatus.RATING, rating_due__lt=on)


class RatingQuerySet(models.QuerySet[Any]):
    def asked_of(self, user: User) -> RatingQuerySet:
        """The replies that this deputy was asked to rate; what others said stays with the committee."""
        return self.filter(contributor__deputy__user_id=user.pk)

    def waiting(self) -> RatingQuerySet:
        """Not given yet, and the window is open; the first to end first."""
        open_ones = self.filter(rated_at=None, reply__undertaking__status=UndertakingStatus.RATING)
        return open_ones.order_by("reply__undertaking__rating_due", "id")

    def given(self) -> RatingQuerySet:
        """Given, the latest first."""
        return self.exclude(rated_at=None).order_by("-rated_at")

    def by_opinion(self, opinions: Iterable[Any]) -> dict[int, int]:
        """Which of these ratings answers which of these opinions of the rater, by ids."""
        said = "reply__undertaking__assignment__matter__opinions"
        own = {f"{said}__in": opinions, f"{said}__contributor_id": F("contributor_id")}
        return dict(self.filter(**own).values_list(said, "pk"))

    def with_item(self) -> RatingQuerySet:
        """With the item and the unit whose reply it is."""
        return self.select_related("reply__undertaking__assignment", "reply__undertaking__unit")
