"""The rows of the live record: written, corrected, deleted; once each, whatever the network does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.text import untabled
from deputies.actions import record_duty_of, withdraw_duty
from deputies.choices import DutyKind
from meetings import rules
from meetings.choices import RaisedStatus, SittingStatus
from meetings.models import BriefingItem, Participant, RaisedOpinion, Sitting
from meetings.workflow.placing import place_of
from opinions.choices import Intent
from opinions.models import Channel, Opinion, Topic
from opinions.workflow import opinion as opinions
from opinions.workflow.opinion import Correction, Heard, Said

LONG_BEFORE = timedelta(days=2)  # no sitting is recorded so long before its day
MAX_AHEAD = timedelta(minutes=2)  # a recorder's clock may be wrong; nothing is said in the future


def duty_key(sitting_id: int, deputy_id: int) -> str:
    """Under which a deputy's speaking at a sitting is recorded once."""
    return f"sitting:{sitting_id}:{deputy_id}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row as a recorder typed it.

    The speaker is named by pk, or by the key under which a recorder added them offline. The same
    `client_id` is the same row, however often it is sent.
    """

    original: str
    intent: str = Intent.SUGGEST
    participant_id: int | None = None
    participant_key: UUID | None = None
    topic_id: int | None = None
    said_at: datetime | None = None
    client_id: UUID = field(default_factory=uuid4)


def capture(sitting_id: int, entry: Entry, *, actor: User, at: datetime | None = None) -> RaisedOpinion:
    """Write down what somebody said at a sitting, and return the row; sent again, the row already there.

    Raises Sitting.DoesNotExist for a sitting the actor cannot see; refuses who may not record, a
    sitting that has not begun, one that has ended unless `said_at` lies before its end, and a
    speaker or topic of another sitting.
    """
    desk = Sitting.objects.visible_to(actor).desk(entry).get(pk=sitting_id)
    if not rules.may_record(actor, desk):
        raise NotAllowedError("您可以看这场会议的记录，但不能记录意见。")
    if desk.twin is not None:
        return RaisedOpinion.objects.select_related("opinion").get(pk=desk.twin)
    moment = at or timezone.now()
    said_at = _said_at(desk, entry, moment)
    check_open(desk, said_at)
    check_entry(desk, entry)
    try:
        return _insert(desk, entry, actor=actor, said_at=said_at, at=moment)
    except IntegrityError:  # the same row sent twice at once: the other request was first
        found = RaisedOpinion.objects.filter(opinion__client_id=entry.client_id).select_related("opinion").first()
        if found is None:
            raise
        return found


def _said_at(desk: Any, entry: Entry, moment: datetime) -> datetime:
    """When it was said as far as that can be: a laptop whose clock stood in another year does not know,
    and then it is the moment it arrived, or the end of the sitting where that lies before."""
    said = min(entry.said_at or moment, moment + MAX_AHEAD)
    if timezone.localdate(said) < desk.occasion.held_on - LONG_BEFORE:
        return min(moment, desk.ended_at or moment)
    return said


def check_open(sitting: Sitting, said: datetime) -> None:
    """Refuse before the beginning and, for what was said later, after the end."""
    if sitting.status == SittingStatus.READY:
        raise RuleError("这场会议还没有开始记录，请先点“开始记录”。")
    if sitting.status == SittingStatus.ENDED and (sitting.ended_at is None or said > sitting.ended_at):
        raise RuleError("这场会议已经结束记录。要补记，请先点“继续记录”，再存这一条。")


def check_entry(desk: Any, entry: Entry) -> None:
    """Refuse a speaker or topic of another sitting, an unknown kind of opinion, and no words."""
    if desk.speaker_pk is None:
        raise RuleError("这个发言人不在本场名单里，请重新选发言人。", field="participant")
    if entry.topic_id and not desk.topic_fits:
        raise RuleError("这个议题或条款不属于本次会议，请重新选。", field="topic")
    if entry.intent not in Intent.values:
        raise RuleError("请选意见类型。", field="intent")
    opinions.check_text(untabled(entry.original))


@transaction.atomic
def _insert(desk: Any, entry: Entry, *, actor: User, said_at: datetime, at: datetime) -> RaisedOpinion:
    revision, status = Sitting.objects.raise_revision(desk.pk)
    if status != desk.status:
        raise StaleError("这场会议的状态刚刚变了，请再存一次。")
    topic = Topic(pk=entry.topic_id) if entry.topic_id else None
    said = Said(untabled(entry.original), intent=entry.intent, topic=topic)
    opinion = opinions.register(said, _heard(desk), actor=actor, client_id=entry.client_id, at=at)
    deputy_id = desk.speaker.contributor.deputy_id
    if deputy_id and not desk.duty_known:
        _record_duty(desk, deputy_id, actor)
    return RaisedOpinion.objects.create(
        sitting_id=desk.pk,
        participant=desk.speaker,
        opinion=opinion,
        order=place_of(desk.pk, said_at),
        revision=revision,
        said_at=said_at,
        recorder=actor,
    )


def _heard(desk: Any) -> Heard:
    occasion = desk.occasion
    return Heard(
        contributor=desk.speaker.contributor,
        channel=Channel(pk=desk.channel_pk),
        unit=occasion.unit,
        region=occasion.region,
        heard_on=occasion.held_on,
        occasion=occasion,
    )


def _record_duty(sitting: Sitting, deputy_id: int, actor: User) -> None:
    where = sitting.occasion.parent
    title = f"{where.short_title}{sitting.occasion.short_title}" if where else sitting.occasion.short_title
    record_duty_of(
        deputy_id,
        kind=DutyKind.SITTING,
        on=sitting.occasion.held_on,
        title=f"{title}发言",
        source_key=duty_key(sitting.pk, deputy_id),
        entered_by=actor,
    )


def _settle_duty(sitting: Sitting, deputy_id: int | None, actor: User) -> None:
    """The deputy's record stands while a row of theirs does."""
    if deputy_id is None:
        return
    if RaisedOpinion.objects.live().filter(sitting=sitting, participant__contributor__deputy_id=deputy_id).exists():
        _record_duty(sitting, deputy_id, actor)
    else:
        withdraw_duty(duty_key(sitting.pk, deputy_id))


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is corrected in a row; what is None stays, `off_topic` takes it off its topic."""

    original: str | None = None
    intent: str | None = None
    topic_id: int | None = None
    off_topic: bool = False
    speaker: Participant | None = None


@transaction.atomic
def edit_row(
    row: RaisedOpinion, change: Change, *, actor: User, version: int, at: datetime | None = None
) -> RaisedOpinion:
    """Correct a row until it is merged.

    Another hand was first: StaleError, nothing written. The same change sent again is no change.
    """
    check_row(row, actor)
    correction = _correction(row, change)
    revision, _ = Sitting.objects.raise_revision(row.sitting_id)
    check_unconfirmed(row, change.speaker)
    row.opinion = Opinion.objects.select_related("contributor", "region", "topic").get(pk=row.opinion_id)
    if row.opinion.version != version and _already_so(row, change):
        return row
    opinions.edit_original(row.opinion, correction, actor=actor, version=version, at=at)
    _mark(row, revision, participant=change.speaker or row.participant, actor=actor)
    return row


def _correction(row: RaisedOpinion, change: Change) -> Correction:
    """The change in the ledger's words; refuses a topic or speaker of another sitting."""
    topic = own_topic(row.sitting, change.topic_id) if change.topic_id else None
    speaker = change.speaker
    if speaker is not None and speaker.sitting_id != row.sitting_id:
        raise RuleError("这个发言人不在本场名单里，请重新选发言人。", field="participant")
    if change.intent is not None and change.intent not in Intent.values:
        raise RuleError("请选意见类型。", field="intent")
    return Correction(
        original=None if change.original is None else untabled(change.original),
        intent=change.intent,
        topic=topic,
        off_topic=change.off_topic,
        contributor=speaker.contributor if speaker else None,
    )


def change_speaker(
    row: RaisedOpinion, *, actor: User, version: int, speaker: Participant, at: datetime | None = None
) -> RaisedOpinion:
    """Put a row under the name of whoever really said it."""
    return edit_row(row, Change(speaker=speaker), actor=actor, version=version, at=at)


def check_row(row: RaisedOpinion, actor: User) -> None:
    if not rules.may_record(actor, row.sitting):
        raise NotAllowedError("您可以看这场会议的记录，但不能修改。")
    if row.deleted_at is not None:
        raise StaleError("这一条已经被删除了，没有再改。需要的话，请把文字重新记一条。")


def check_unconfirmed(row: RaisedOpinion, speaker: Participant | None = None) -> None:
    """Refuse to touch what its speaker has agreed to, and to give to another what is out with its speaker.

    Called once the sitting is locked, so that no confirmation slips in between.
    """
    row.refresh_from_db(fields=["status"])
    if row.status in RaisedStatus.FIXED:
        raise RuleError("这一条发言人已经核对，文字不再改。确实要改的，请先在“发言核对”里撤销核对。")
    if speaker is not None and speaker.pk != row.participant_id and row.status == RaisedStatus.SENT:
        raise RuleError("这一条正在请发言人核对。要改发言人，请先在“发言核对”里撤回。", field="participant")


def own_topic(sitting: Sitting, topic_id: int) -> Topic:
    """The topic, if it belongs to the sitting or its meeting."""
    places = [sitting.occasion_id, sitting.occasion.parent_id]
    found: Topic | None = Topic.objects.filter(pk=topic_id, occasion_id__in=[pk for pk in places if pk]).first()
    if found is None:
        raise RuleError("这个议题或条款不属于本次会议，请重新选。", field="topic")
    return found


def _already_so(row: RaisedOpinion, change: Change) -> bool:
    """Whether the row already says what is asked for: an edit whose answer got lost comes again."""
    opinion = row.opinion
    same = [
        change.original is None or untabled(change.original) == opinion.original,
        change.intent is None or change.intent == opinion.intent,
        not change.topic_id or change.topic_id == opinion.topic_id,
        not change.off_topic or opinion.topic_id is None,
        change.speaker is None or change.speaker.pk == row.participant_id,
    ]
    return all(same)


def _mark(row: RaisedOpinion, revision: int, *, participant: Participant, actor: User) -> None:
    """Note the change on the row; whoever gained or lost their last row has their duty settled."""
    before = row.participant.contributor.deputy_id
    row.participant, row.revision = participant, revision
    row.save(update_fields=["participant", "revision"])
    after = participant.contributor.deputy_id
    if before != after:
        _settle_duty(row.sitting, before, actor)
        _settle_duty(row.sitting, after, actor)


@transaction.atomic
def delete_row(row: RaisedOpinion, *, actor: User, at: datetime | None = None) -> RaisedOpinion:
    """Take a row out of the record until it is merged; it stays stored, seen by nobody, counted nowhere.

    Deleting a deleted row again changes nothing.
    """
    if row.deleted_at is not None:
        return row
    check_row(row, actor)
    moment = at or timezone.now()
    revision, _ = Sitting.objects.raise_revision(row.sitting_id)
    row.opinion = Opinion.objects.select_related("contributor", "region").get(pk=row.opinion_id)
    row.refresh_from_db(fields=["deleted_at"])
    if row.deleted_at is not None:
        return row
    check_unconfirmed(row)
    if BriefingItem.objects.filter(raised=row, is_live=True).exists():
        raise RuleError("这一条已经选进简报。请先在简报里移出，再删除。")
    opinions.withdraw(row.opinion, actor=actor, at=moment)
    row.revision, row.deleted_at = revision, moment
    row.save(update_fields=["revision", "deleted_at"])
    _settle_duty(row.sitting, row.participant.contributor.deputy_id, actor)
    return row
