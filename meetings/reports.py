"""Reads that aggregate, and the record as plain values for the capture page. No HTTP here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, Value, When
from django.utils import timezone

from meetings.models import AgendaItem, Article, Draft, DraftVersion, Meeting, Participant, RaisedOpinion, Sitting
from opinions.choices import Destination, OpinionStatus
from opinions.models import Opinion, Topic

PAGE = 50  # rows drawn when a record opens, and with each “再看前面”
CHANGES = 200  # rows that one poll brings at most


# --- what stands on the agenda ------------------------------------------------------------------
@dataclass
class Subject:
    """A topic as capture offers it: a tab, with the articles of its newest draft."""

    pk: int
    title: str
    short_title: str
    draft: Draft | None = None
    version: DraftVersion | None = None
    articles: list[Article] = field(default_factory=list)
    item: AgendaItem | None = None


def subjects_of(sitting: Sitting) -> list[Subject]:
    """The topics of the sitting and of its meeting, in their order."""
    return _subjects([pk for pk in (sitting.occasion.parent_id, sitting.occasion_id) if pk])


def agenda_of(meeting: Meeting) -> list[Subject]:
    """The agenda with its drafts, newest version of each."""
    subjects = _subjects([meeting.occasion_id])
    items = {item.topic_id: item for item in meeting.agenda.select_related("report_unit", "topic")}
    for subject in subjects:
        subject.item = items.get(subject.pk)
    return sorted(subjects, key=lambda one: one.item.order if one.item else one.pk)


def _subjects(occasions: list[int]) -> list[Subject]:
    topics = Topic.objects.filter(occasion_id__in=occasions)
    subjects = {one.pk: Subject(one.pk, one.title, one.short_title) for one in topics.filter(parent=None)}
    versions = DraftVersion.objects.filter(draft__topic__in=topics).select_related("draft__topic")
    newest: dict[int, DraftVersion] = {}
    for version in versions.order_by("dated", "id"):
        newest[version.draft_id] = version
    for version in newest.values():
        topic = version.draft.topic
        subject = subjects.get(topic.pk) or subjects.get(topic.parent_id or 0)
        if subject is not None:
            subject.draft, subject.version = version.draft, version
    by_version = {one.version.pk: one for one in subjects.values() if one.version}
    for article in Article.objects.filter(version__in=by_version).select_related("topic"):
        by_version[article.version_id].articles.append(article)
    return list(subjects.values())


# --- the record ---------------------------------------------------------------------------------
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
        "fixed": opinion.status != OpinionStatus.WAITING,
    }


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


# --- sums ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Way:
    """One line of the sum of a meeting's opinions: where so many of them went."""

    key: str
    label: str
    count: int


OTHER_LINES = (
    ("waiting", "待归并"),
    ("undecided", "已归并，去向未定"),
    ("at_station", "站内办理"),
    ("settled", "当场办结"),
)


def ways_of(meeting: Meeting) -> list[Way]:
    """Every opinion of the meeting exactly once: under the first of its destinations, or under where it waits."""
    rank = Case(
        *[When(matters__destination=value, then=Value(number)) for number, value in enumerate(Destination.values)],
        default=None,
        output_field=IntegerField(),
    )
    rows = Opinion.objects.of_occasion(meeting.occasion_id).annotate(first=Min(rank)).values_list("status", "first")
    sums: dict[str, int] = {}
    for status, first in rows.order_by():
        sums[_line(status, first)] = sums.get(_line(status, first), 0) + 1
    lines = [*Destination.choices, *OTHER_LINES]
    return [Way(key, str(label), sums[key]) for key, label in lines if sums.get(key)]


def _line(status: str, first: int | None) -> str:
    if status in {OpinionStatus.WAITING, OpinionStatus.AT_STATION, OpinionStatus.SETTLED}:
        return str(status)
    if first is not None:
        return str(Destination.values[first])
    return Destination.NONE if status == OpinionStatus.NOT_ASSIGNED else "undecided"


def numbers_of(sittings: Iterable[Sitting]) -> dict[int, tuple[int, int]]:
    """For each sitting: how many people are on its list, and how many opinions were recorded."""
    pks = [sitting.pk for sitting in sittings]
    people = dict(Participant.objects.filter(sitting__in=pks).order_by().values_list("sitting").annotate(Count("pk")))
    live = RaisedOpinion.objects.live().filter(sitting__in=pks).order_by()
    rows = dict(live.values_list("sitting").annotate(Count("pk")))
    return {pk: (people.get(pk, 0), rows.get(pk, 0)) for pk in pks}


def count_by_meeting(meetings: Iterable[Meeting]) -> dict[int, int]:
    """How many opinions each meeting's sittings have recorded."""
    live = RaisedOpinion.objects.live().filter(sitting__meeting__in=list(meetings)).order_by()
    return dict(live.values_list("sitting__meeting").annotate(Count("pk")))


def article_counts(topics: Iterable[int]) -> dict[int, int]:
    """How many opinions were given on each topic, in all sittings."""
    counted = Opinion.objects.counted().filter(Q(topic_id__in=list(topics))).order_by()
    return dict(counted.values_list("topic").annotate(Count("pk")))


def conveners_of(sittings: Iterable[Sitting]) -> dict[int, str]:
    """The conveners of each sitting, by name."""
    rows = Participant.objects.filter(sitting__in=list(sittings), is_convener=True).select_related("contributor")
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row.sitting_id, []).append(row.contributor.inside_name)
    return {pk: "、".join(known) for pk, known in names.items()}
