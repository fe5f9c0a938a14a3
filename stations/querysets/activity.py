"""Named questions about activities, invitations, questions asked at them, plans and pins."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Prefetch, Q

from accounts.choices import Role
from accounts.scopes import any_of
from deputies.choices import GroupRole
from stations.choices import ActivityStatus, Attendance, InquiryStatus

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.scopes import Scopes

OVERSEERS = (*Role.COMMITTEE, Role.TOWNSHIP)
LEADS = (GroupRole.LEADER, GroupRole.DEPUTY_LEADER)


def _organised_or_held(scopes: Scopes, activity: str = "") -> list[Q]:
    """Organised in the reader's place or by their own station, or held at such a station."""
    return [
        scopes.in_region(f"{activity}organiser__region__path", *OVERSEERS),
        scopes.in_region(f"{activity}station__unit__region__path", *OVERSEERS),
        Q(**{f"{activity}organiser_id__in": scopes.units(*Role.STATION)}),
        Q(**{f"{activity}station__unit_id__in": scopes.units(*Role.STATION)}),
    ]


class ActivityQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ActivityQuerySet:
        """Committee and townships: their subtree; stations: their own; whoever is invited and the group's
        members, once the invitations went out; its leaders before."""
        filters = _organised_or_held(user.scopes)
        told = ~Q(status=ActivityStatus.PLANNED)
        member = Q(group__members__deputy__user_id=user.pk, group__members__left_on=None)
        filters += [
            told & (Q(invitations__deputy__user_id=user.pk) | Q(invitations__staff__user_id=user.pk)),
            member & (told | Q(group__members__role__in=LEADS)),
        ]
        return self.filter(pk__in=self.filter(any_of(filters)).order_by().values("pk"))

    def with_list_data(self) -> ActivityQuerySet:
        """Everything a row of the list and the head of the page draw, in one query."""
        return self.select_related(
            "organiser__region", "station__unit__region", "group__region", "occasion", "item__plan", "created_by"
        )

    def ahead(self, on: date) -> ActivityQuerySet:
        """Planned or told of, on `on` or later."""
        return self.filter(status__in=ActivityStatus.AHEAD, held_on__gte=on)

    def done(self) -> ActivityQuerySet:
        return self.filter(status__in=ActivityStatus.DONE)

    def unfinished(self, on: date) -> ActivityQuerySet:
        """The day has come and nobody has said whether it was held; or held and not filed."""
        return self.filter(Q(status__in=ActivityStatus.AHEAD, held_on__lte=on) | Q(status=ActivityStatus.HELD))


class InvitationQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> InvitationQuerySet:
        """The invitations of the person who signed in that went out."""
        mine = Q(deputy__user_id=user.pk) | Q(staff__user_id=user.pk)
        return self.filter(mine, told_at__isnull=False).exclude(activity__status=ActivityStatus.PLANNED)

    def waiting(self, on: date) -> InvitationQuerySet:
        """To which nothing was said yet, and the day is still to come."""
        return self.filter(answer="", activity__status=ActivityStatus.NOTIFIED, activity__held_on__gte=on)

    def with_person(self) -> InvitationQuerySet:
        """Who it is, in one query."""
        return self.select_related("deputy", "contact", "staff__station__unit")

    def with_activity(self) -> InvitationQuerySet:
        return self.select_related("activity__organiser", "activity__station__unit", "activity__group")

    def counts(self) -> dict[str, int]:
        """How many were asked, said yes or no, came, are on leave or stayed away; one query."""
        return self.aggregate(
            asked=Count("pk"),
            yes=Count("pk", filter=Q(answer="yes")),
            no=Count("pk", filter=Q(answer="no")),
            silent=Count("pk", filter=Q(answer="")),
            present=Count("pk", filter=Q(attendance=Attendance.PRESENT)),
            leave=Count("pk", filter=Q(attendance=Attendance.LEAVE)),
            absent=Count("pk", filter=Q(attendance=Attendance.ABSENT)),
        )


class InquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> InquiryQuerySet:
        """Who sees the activity by office, the leaders of its group, and the unit that follows the promise
        up. Who was there reads them on the page of the activity."""
        scopes = user.scopes
        own = scopes.units(*Role.STATION, Role.STAFF, Role.TOWNSHIP)
        led = "activity__group__members__"
        leads = {f"{led}deputy__user_id": user.pk, f"{led}left_on": None, f"{led}role__in": LEADS}
        filters = [*_organised_or_held(scopes, "activity__"), Q(follower_id__in=own), Q(**leads)]
        return self.filter(pk__in=self.filter(any_of(filters)).order_by().values("pk"))

    def with_list_data(self) -> InquiryQuerySet:
        """Everything a row and its opinion's life line draw, in one query."""
        return self.select_related(
            "contributor__deputy",
            "unit",
            "follower",
            "activity__organiser__region",
            "activity__station__unit__region",
            "activity__group",
            "activity__occasion",
        )

    def promised(self) -> InquiryQuerySet:
        return self.filter(status=InquiryStatus.PROMISED)

    def followed_by(self, user: User) -> InquiryQuerySet:
        """Promises that the reader's own unit follows up."""
        return self.promised().filter(follower_id__in=user.scopes.units(*Role.STATION, Role.STAFF, Role.TOWNSHIP))


class PlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PlanQuerySet:
        """Committee and townships: their subtree; stations: the groups of their place; members: their group's."""
        scopes = user.scopes
        filters = [
            scopes.in_region("group__region__path", *OVERSEERS),
            scopes.in_region("unit__region__path", *OVERSEERS),
            Q(group__region__units__in=scopes.units(*Role.STATION)),
            Q(group__members__deputy__user_id=user.pk, group__members__left_on=None),
        ]
        return self.filter(pk__in=self.filter(any_of(filters)).order_by().values("pk"))

    def with_items(self) -> PlanQuerySet:
        """Owner, items, and the activities that carry them out, in three queries."""
        item = self.model._meta.get_field("items").related_model  # noqa: SLF001 - no import upward
        rows = item.objects.prefetch_related("activities")
        return self.select_related("group__region", "unit__region").prefetch_related(Prefetch("items", rows))


class RuleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> RuleQuerySet:
        """Staff of the place for which the rule is kept."""
        return self.filter(user.scopes.in_region("region__path", Role.STAFF))


class PinQuerySet(models.QuerySet[Any]):
    def current(self, on: date) -> PinQuerySet:
        """Not taken down, and its last day not over."""
        return self.filter(removed_at=None, until__gte=on)

    def with_target(self) -> PinQuerySet:
        return self.select_related("activity", "reception").prefetch_related("reception__deputies")
