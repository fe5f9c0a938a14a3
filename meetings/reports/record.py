"""The record of a sitting as plain values for the capture page. No HTTP here."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import timezone

from meetings.choices import RaisedStatus
from meetings.models import Participant, RaisedOpinion, Sitting
from opinions.choices import OpinionStatus

PAGE = 50  # rows drawn when a record opens, and with each “再看前面”
CHANGES = 200  # rows that one poll brings at most


def speaker_id(participant: Participant) -> str:
    """How the capture page names a participant: by the key given offline, else by number."""
    return str(participant.client_id) if participant.client_id else f"p{participant.pk}"


def person_data(participant: Participant) -> dict[str, Any]:
    """A participant for the speaker picker."""
    person = participant.contributor
    marks = [
        text
        for text, on in (
            ("召集人", participant.is_convener),
            ("重点发言", participant.is_key_speaker),
            ("要求保密", person.secrecy),
        )
        if on
    ]
    about = [person.title or person.get_capacity_display(), *marks]
    return {
        "id": speaker_id(participant),
        "pk": participant.pk,
        "name": person.inside_name,
        "initials": person.initials,
        "about": "，".join(about),
        "key": participant.is_key_speaker,
    }


def row_data(row: RaisedOpinion) -> dict[str, Any]:
    """A row for the capture page; of a deleted one only that it is gone."""
    opinion = row.opinion
    base = {"id": str(opinion.client_id), "order": row.order, "revision": row.revision}
    if row.deleted_at is not None:
        return {**base, "deleted": True}
    said = timezone.localtime(row.said_at)
    return {
        **base,
        "version": opinion.version,
        "text": opinion.original,
        "intent": opinion.intent,
        "topic": opinion.topic_id or 0,
        "speaker": speaker_id(row.participant),
        "said": f"{said.hour}:{said:%M}",
        "recorder": row.recorder_id,
        "fixed": fixed_by(row),
    }


def fixed_by(row: RaisedOpinion) -> str:
    """Why a recorder can no longer change the row: what the page says in place of its buttons; empty while they can."""
    if row.opinion.status != OpinionStatus.WAITING:
        return "settled" if row.opinion.status == OpinionStatus.NOT_ASSIGNED else "merged"
    return str(row.status) if row.status in RaisedStatus.FIXED else ""


def latest_rows(sitting: Sitting, *, before: int | None = None) -> list[dict[str, Any]]:
    """The last rows of the record, newest first; with `before` those ahead of that order."""
    rows = RaisedOpinion.objects.live().filter(sitting=sitting).with_row_data().order_by("-order")
    if before is not None:
        rows = rows.filter(order__lt=before)
    return [row_data(row) for row in rows[:PAGE]]


def changed_rows(sitting: Sitting, after: int) -> list[dict[str, Any]]:
    """What was written, edited or deleted behind revision `after`, oldest change first, bounded."""
    rows = RaisedOpinion.objects.filter(sitting=sitting, revision__gt=after).with_row_data().order_by("revision")
    return [row_data(row) for row in rows[:CHANGES]]


def counts_of(sitting: Sitting) -> list[list[Any]]:
    """How many live rows each speaker has on each topic: [speaker, topic or 0, number]."""
    rows = (
        RaisedOpinion.objects.live()
        .filter(sitting=sitting)
        .order_by()
        .values_list("participant__pk", "participant__client_id", "opinion__topic_id")
        .annotate(number=Count("pk"))
    )
    return [[str(key) if key else f"p{pk}", topic or 0, number] for pk, key, topic, number in rows]
