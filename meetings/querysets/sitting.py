"""Named questions about sittings and who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections, models
from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from accounts.choices import Role
from deputies.models import DutyRecord
from meetings.choices import SittingKind
from opinions.models import Channel, Topic

if TYPE_CHECKING:
    from accounts.models import User
    from meetings.workflow import Entry


class SittingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SittingQuerySet:
        """The committee whose unit holds the sitting, wherever it sits."""
        return self.filter(user.scopes.in_region("occasion__unit__region__path", *Role.COMMITTEE))

    def with_place(self) -> SittingQuerySet:
        """With what the rules ask and a heading draws."""
        return self.select_related(
            *("occasion__unit__region", "occasion__region", "occasion__parent", "meeting__occasion"),
            *("face__series__occasion", "face__topic"),
        )

    def desk(self, entry: Entry) -> SittingQuerySet:
        """Everything the recording of one row must know, in one query.

        `speaker` (where `speaker_pk` is not None) is the participant by pk or by the key a recorder gave offline;
        `topic_fits` whether the topic belongs to this sitting or its meeting; `channel_pk` the
        channel of this kind of sitting; `twin` the row already saved under the entry's `client_id`;
        `duty_known` whether the speaker's duty record is written.
        """
        by_key = Q(participants__client_id=entry.participant_key)
        who = Q(participants__pk=entry.participant_id) if entry.participant_id else by_key
        occasions = Q(occasion=OuterRef("occasion")) | Q(occasion=OuterRef("occasion__parent"))
        rows = self.model._meta.get_field("raised").related_model.objects  # noqa: SLF001 - models import this module
        channel = Case(When(kind=SittingKind.GROUP, then=Value("sitting")), default=Value("forum"))
        duty = Concat(Value("sitting:"), Cast("pk", CharField()), Value(":"), Cast("speaker_deputy", CharField()))
        return self.annotate(
            speaker=FilteredRelation("participants", condition=who),
            speaker_pk=F("speaker__pk"),
            speaker_deputy=F("speaker__contributor__deputy_id"),
            topic_fits=Exists(Topic.objects.filter(occasions, pk=entry.topic_id or 0)),
            channel_code=channel,
            channel_pk=Subquery(Channel.objects.filter(code=OuterRef("channel_code")).values("pk")[:1]),
            twin=Subquery(rows.filter(opinion__client_id=entry.client_id).values("pk")[:1]),
            duty_key=duty,
            duty_known=Exists(DutyRecord.objects.filter(source_key=OuterRef("duty_key"))),
        ).select_related("occasion__unit__region", "occasion__region", "occasion__parent", "speaker__contributor")

    def raise_revision(self, pk: int) -> tuple[int, str]:
        """Count the sitting's revision up and return it with the status now in the row.

        Must be the first write of a transaction: it locks the sitting, so revisions are given
        and committed in one order. `RETURNING` keeps it one statement on both databases.
        """
        model = self.model._meta.db_table  # noqa: SLF001
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"UPDATE {model} SET revision = revision + 1 WHERE id = %s RETURNING revision, status",  # noqa: S608
                [pk],
            )
            revision, status = cursor.fetchone()
        return revision, status


class ParticipantQuerySet(models.QuerySet[Any]):
    def with_names(self) -> ParticipantQuerySet:
        return self.select_related("contributor__deputy")

    def own_of(self, user: User) -> ParticipantQuerySet:
        """The user's own lines on the lists of group sittings: by account, or by the register for a deputy."""
        own = Q(attendee__user=user.pk) | Q(attendee__deputy__user=user.pk) | Q(contributor__deputy__user=user.pk)
        return self.filter(own, sitting__kind=SittingKind.GROUP)

    def named_in(self, sitting: Any) -> ParticipantQuerySet:
        """Who sits there, in the order of the list; nobody who asked for secrecy, nobody without a name."""
        rows = self.filter(sitting=sitting).exclude(contributor__secrecy=True).exclude(contributor__name="")
        return rows.select_related("contributor").order_by("order", "id")

    def with_page_data(self) -> ParticipantQuerySet:
        """With what the page of one's own group draws."""
        return self.select_related("sitting__occasion__parent", "sitting__meeting__occasion")
