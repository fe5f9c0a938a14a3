"""Named questions about briefings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from meetings.choices import BriefingStatus

if TYPE_CHECKING:
    from accounts.models import User


class BriefingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> BriefingQuerySet:
        """The committee of the printing unit's place."""
        return self.filter(user.scopes.in_region("unit__region__path", *Role.COMMITTEE))

    def with_place(self) -> BriefingQuerySet:
        """With what the rules ask and a heading draws."""
        return self.select_related("unit__region", "meeting__occasion", "sitting__occasion__parent", "edited_by")

    def turn_of(self, user: User) -> BriefingQuerySet:
        """Those that wait for a step of the user's: to check, to sign, to issue. Nobody checks their own."""
        scopes, path = user.scopes, "unit__region__path"
        others = ~Q(edited_by=user.pk)
        unsigned = Q(signed_by="")
        checks = scopes.in_region(path, Role.OFFICE) & Q(status=BriefingStatus.CHECKING) & others
        signs = scopes.in_region(path, Role.LEADER) & Q(status=BriefingStatus.SIGNING) & unsigned & others
        issues = scopes.in_region(path, Role.STAFF) & Q(status=BriefingStatus.SIGNING) & ~unsigned
        return self.filter(checks | signs | issues)


class BriefingItemQuerySet(models.QuerySet[Any]):
    def to_correct(self) -> BriefingItemQuerySet:
        """Printed without their speaker having read them, in an issue in force, confirmed since, not settled."""
        printed = self.filter(is_live=True, reviewed=False, briefing__status=BriefingStatus.ISSUED)
        return printed.filter(raised__confirmation__isnull=False).exclude(errata__is_live=True)

    def kept_by(self, user: User) -> BriefingItemQuerySet:
        """Of issues that the user edits."""
        return self.filter(user.scopes.in_region("briefing__unit__region__path", Role.STAFF))

    def with_print_data(self) -> BriefingItemQuerySet:
        """With what its speech prints, in one query."""
        speech = ("participant__contributor", "confirmation", "opinion", "sitting__occasion__unit__region")
        return self.select_related("briefing__unit__region", *(f"raised__{name}" for name in speech))


class ErratumQuerySet(models.QuerySet[Any]):
    def with_print_data(self) -> ErratumQuerySet:
        """With what it prints: the old issue, who spoke, what they agreed to."""
        speech = ("participant__contributor", "confirmation", "opinion", "sitting")
        return self.select_related("item__briefing", *(f"item__raised__{name}" for name in speech)).order_by(
            "item__briefing__year", "item__briefing__number", "item__order", "id"
        )
