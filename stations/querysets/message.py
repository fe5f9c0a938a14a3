"""Named questions about residents' messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.choices import Role
from accounts.scopes import any_of
from deputies.models import Mandate
from opinions.querysets import in_hand_of
from stations.choices import MessageStatus
from stations.querysets.reception import _unsealed

if TYPE_CHECKING:
    from accounts.models import User


class MessageQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> MessageQuerySet:
        """Committee: its subtree. Station and township: theirs, never the sealed. A deputy: what was
        sent to them, once let in, while a mandate is in force."""
        filters = [_unsealed(user.scopes, "station__", "visibility")]
        if user.scopes.has(Role.DEPUTY):
            filters.append(_sent_to(user))
        return self.filter(any_of(filters))

    def with_list_data(self) -> MessageQuerySet:
        """Everything a row and its rules read, in one query."""
        return self.select_related(
            "station__unit__region",
            "station__reports_to",
            "station__township_office",
            "deputy",
            "contributor__deputy",
            "opinion__holder",
            "opinion__unit__region",
            "opinion__region",
            "opinion__contributor__deputy",
            "opinion__occasion",
            "opinion__channel",
            "opinion__category",
        )

    def waiting(self) -> MessageQuerySet:
        """Somebody inside has the ball: to be let in, or to be answered by whoever it was sent to."""
        return self.filter(status__in=(MessageStatus.HELD, MessageStatus.OPEN))

    def waiting_for(self, user: User) -> MessageQuerySet:
        """What waits for the reader: a deputy's own, a station's, staff what the county has alone, and
        a township what it was passed."""
        scopes = user.scopes
        at_station = Q(station__unit_id__in=scopes.units(*Role.STATION), visibility="normal")
        sealed = Q(visibility="sealed") & scopes.in_region("station__unit__region__path", Role.STAFF)
        mine = [self.waiting().filter(any_of([at_station, sealed])).values("pk")]
        if scopes.has(Role.DEPUTY):
            mine.append(self.filter(_sent_to(user), status=MessageStatus.OPEN).values("pk"))
        if scopes.has(Role.TOWNSHIP):
            passed = Q(status=MessageStatus.PASSED, opinion__status="at_station", visibility="normal")
            mine.append(self.filter(passed & in_hand_of(user, "opinion__")).values("pk"))
        return self.filter(any_of(Q(pk__in=rows) for rows in mine))

    def due_until(self, last: date) -> MessageQuerySet:
        """With a day to keep, on `last` or before."""
        return self.filter(status__in=MessageStatus.WAITING, due_on__lte=last)

    def done_before(self, last: date) -> MessageQuerySet:
        """Nobody has the ball, nothing has happened since `last`, and there is something personal left."""
        events = self.model._meta.get_field("events").related_model.objects  # noqa: SLF001 - no import upward
        later = events.filter(message=OuterRef("pk"), at__date__gt=last)
        personal = ~Q(contributor__phone_hash="") | ~Q(contributor__name="") | Q(files__isnull=False)
        done = self.exclude(status__in=MessageStatus.WAITING).filter(personal, ~Exists(later), sent_at__date__lte=last)
        return self.filter(pk__in=done.values("pk"))


def _sent_to(user: User) -> Q:
    serving = Mandate.objects.in_force(timezone.localdate()).filter(deputy=OuterRef("deputy_id"))
    let_in = ~Q(status__in=MessageStatus.OUTSIDE)
    return Q(deputy__user_id=user.pk, visibility="normal") & let_in & Q(Exists(serving))
