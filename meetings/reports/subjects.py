"""What stands on the agenda, as pages and capture offer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from meetings.models import AgendaItem, Article, Draft, DraftVersion, Meeting, Sitting
from opinions.models import Opinion, Topic


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


def article_counts(topics: Iterable[int]) -> dict[int, int]:
    """How many opinions were given on each topic, in all sittings."""
    counted = Opinion.objects.counted().filter(topic_id__in=list(topics)).order_by()
    return dict(counted.values_list("topic").annotate(Count("pk")))
