"""Named questions about templates, the steps of a preparation, and papers handed out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from accounts.scopes import any_of
from meetings.choices import ReceiptStatus, StepStatus
from meetings.rules.process import OWNERS

if TYPE_CHECKING:
    from accounts.models import Region, User

MEETING_PATH = "meeting__occasion__unit__region__path"


class TemplateQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> TemplateQuerySet:
        """The committee of the place: staff, office, leaders."""
        return self.filter(user.scopes.in_region("region__path", *Role.COMMITTEE))

    def used_in(self, region: Region) -> TemplateQuerySet:
        """What a new meeting of `region` may start from."""
        return self.filter(region=region, is_used=True).order_by("id")

    def with_numbers(self) -> TemplateQuerySet:
        """With how many steps each has."""
        return self.annotate(number=models.Count("steps"))


class VersionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> VersionQuerySet:
        """Whoever sees the template."""
        return self.filter(user.scopes.in_region("template__region__path", *Role.COMMITTEE))

    def newest(self) -> VersionQuerySet:
        """Of every paper the version with the highest number."""
        twins = self.model.objects.filter(template=models.OuterRef("template"), kind=models.OuterRef("kind"))
        return self.filter(number=models.Subquery(twins.order_by("-number").values("number")[:1]))


class PreparationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PreparationQuerySet:
        """Whoever sees the meeting."""
        return self.filter(user.scopes.in_region(MEETING_PATH, *Role.COMMITTEE))

    def with_place(self) -> PreparationQuerySet:
        """With what the rules and a heading ask."""
        return self.select_related("meeting__occasion__unit__region", "template")


class StepQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> StepQuerySet:
        """Whoever sees the meeting."""
        return self.filter(user.scopes.in_region(f"preparation__{MEETING_PATH}", *Role.COMMITTEE))

    def carried_by(self, user: User) -> StepQuerySet:
        """Those the user may take: staff all of their place, office and leaders what is theirs."""
        path = f"preparation__{MEETING_PATH}"
        own = [user.scopes.in_region(path, role) & Q(owner=owner) for owner, role in OWNERS.items()]
        return self.filter(any_of([user.scopes.in_region(path, Role.STAFF), *own]))

    def waiting(self) -> StepQuerySet:
        return self.filter(status=StepStatus.WAITING)

    def listed(self) -> StepQuerySet:
        """Those of the calendar: what was taken out of it is listed apart."""
        return self.exclude(status=StepStatus.REMOVED)

    def late(self, on: date) -> StepQuerySet:
        """Past their day and not done (the queryset of `MeetingStep.is_late`)."""
        return self.waiting().filter(due_on__lt=on)

    def near(self, on: date, until: date) -> StepQuerySet:
        """Due between the two days (the queryset of `MeetingStep.is_near`)."""
        return self.waiting().filter(due_on__range=(on, until))

    def with_place(self) -> StepQuerySet:
        """With what the rules and a row draw."""
        return self.select_related("preparation__meeting__occasion__unit__region", "owner_unit")


class StepPaperQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> StepPaperQuerySet:
        """Whoever sees the meeting."""
        return self.filter(user.scopes.in_region(f"step__preparation__{MEETING_PATH}", *Role.COMMITTEE))


class ReceiptQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ReceiptQuerySet:
        """The addressee, and the committee of the place."""
        committee = user.scopes.in_region(f"preparation__{MEETING_PATH}", *Role.COMMITTEE)
        return self.filter(committee | Q(user_id=user.pk)) if user.scopes.items else self.none()

    def waiting(self) -> ReceiptQuerySet:
        return self.filter(status=ReceiptStatus.WAITING)

    def with_page_data(self) -> ReceiptQuerySet:
        """With what the page of one paper draws."""
        return self.select_related("paper", "user", "preparation__meeting__occasion__unit__region")
