"""Writes that prepare a meeting: the meeting itself, its agenda, drafts by article, sittings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Max

from accounts.models import Region, Unit, User
from common.errors import NotAllowedError, RuleError
from common.text import cn_number
from meetings import rules
from meetings.choices import DraftStage, SittingKind, SittingStatus
from meetings.models import AgendaItem, Article, Draft, DraftVersion, Meeting, Sitting
from opinions.choices import OccasionKind
from opinions.models import Occasion, Topic

KIND_OF_OCCASION = {
    SittingKind.GROUP: OccasionKind.SITTING,
    SittingKind.FORUM: OccasionKind.FORUM,
    SittingKind.CONSULTATION: OccasionKind.CONSULTATION,
}


@dataclass(frozen=True)
class ArticleText:
    """One article of a pasted draft."""

    number: int
    name: str  # 第九条, as the draft writes it
    caption: str
    chapter: str
    text: str


def check_preparer(actor: User, meeting: Meeting) -> None:
    if not rules.may_prepare(actor, meeting):
        raise NotAllowedError("您可以看这次会议，但不能修改它的安排。")


# --- the meeting --------------------------------------------------------------------------------
@transaction.atomic
def create_meeting(
    *,
    actor: User,
    unit: Unit,
    title: str,
    short_title: str,
    term: int,
    number: int,
    held_on: date,
    ends_on: date | None = None,
    place: str = "",
) -> Meeting:
    """A meeting of the committee whose `unit` keeps its opinions. Refused outside the actor's place."""
    if not actor.scopes.covers(unit.region.path, "staff"):
        raise NotAllowedError("您不能为这个单位建会议。")
    occasion = Occasion.objects.create(
        kind=OccasionKind.MEETING,
        title=title,
        short_title=short_title,
        held_on=held_on,
        place=place,
        unit=unit,
        region=unit.region,
    )
    return Meeting.objects.create(occasion=occasion, term=term, number=number, ends_on=ends_on)


@transaction.atomic
def edit_meeting(
    meeting: Meeting,
    *,
    actor: User,
    title: str,
    short_title: str,
    term: int,
    number: int,
    held_on: date,
    ends_on: date | None = None,
    place: str = "",
) -> Meeting:
    """Correct a meeting's facts; opinions already recorded keep the day on which they were heard."""
    check_preparer(actor, meeting)
    occasion = meeting.occasion
    occasion.title, occasion.short_title, occasion.held_on, occasion.place = title, short_title, held_on, place
    occasion.save(update_fields=["title", "short_title", "held_on", "place"])
    meeting.term, meeting.number, meeting.ends_on = term, number, ends_on
    meeting.save(update_fields=["term", "number", "ends_on"])
    return meeting


# --- the agenda ---------------------------------------------------------------------------------
@transaction.atomic
def add_agenda_item(
    meeting: Meeting, *, actor: User, title: str, short_title: str, report_unit: Unit | None = None
) -> AgendaItem:
    """Put an item at the end of the agenda; opinions point to its topic."""
    check_preparer(actor, meeting)
    order = (meeting.agenda.aggregate(last=Max("order"))["last"] or 0) + 1
    topic = Topic.objects.create(occasion=meeting.occasion, title=title, short_title=short_title, order=order)
    return AgendaItem.objects.create(meeting=meeting, topic=topic, report_unit=report_unit, order=order)


@transaction.atomic
def edit_agenda_item(
    item: AgendaItem, *, actor: User, title: str, short_title: str, report_unit: Unit | None = None
) -> AgendaItem:
    """Correct an item's wording; its opinions stay with it."""
    check_preparer(actor, item.meeting)
    item.topic.title, item.topic.short_title = title, short_title
    item.topic.save(update_fields=["title", "short_title"])
    item.report_unit = report_unit
    item.save(update_fields=["report_unit"])
    return item


@transaction.atomic
def remove_agenda_item(item: AgendaItem, *, actor: User) -> None:
    """Take an item off the agenda. Refused once there is a draft or an opinion on it."""
    check_preparer(actor, item.meeting)
    topic = item.topic
    if topic.opinions.exists() or topic.parts.exists() or Draft.objects.filter(topic=topic).exists():
        raise RuleError("这个议题已经有草案或意见，不能删除。可以改名称。")
    item.delete()
    topic.delete()


# --- drafts -------------------------------------------------------------------------------------
@transaction.atomic
def add_draft(
    item: AgendaItem,
    *,
    actor: User,
    title: str,
    short_title: str,
    articles: Iterable[ArticleText],
    dated: date,
    stage: str = DraftStage.DRAFT,
) -> DraftVersion:
    """Store a draft of an agenda item by article; a second text is a new version, the old one stays.

    Each article gets its own topic below the item's, so that an opinion can point to it.
    """
    check_preparer(actor, item.meeting)
    rows = list(articles)
    if not rows:
        raise RuleError("没有找到“第一条”这样的条文，请看一下粘贴的内容。", field="text")
    if len({row.number for row in rows}) < len(rows):
        raise RuleError("有两条的条号相同，请先在文稿里改好。", field="text")
    draft, _ = Draft.objects.update_or_create(topic=item.topic, defaults={"title": title, "short_title": short_title})
    version = DraftVersion.objects.create(draft=draft, stage=stage, dated=dated)
    for row in rows:
        _add_article(version, item.topic, row)
    return version


def _add_article(version: DraftVersion, parent: Topic, row: ArticleText) -> Article:
    topic = Topic.objects.create(
        occasion=parent.occasion, parent=parent, title=row.name, short_title=row.name, order=row.number
    )
    return Article.objects.create(
        version=version, topic=topic, number=row.number, caption=row.caption, chapter=row.chapter, text=row.text
    )


# --- sittings -----------------------------------------------------------------------------------
def sitting_title(kind: str, label: str) -> str:
    """`分组会议（第二组）`."""
    name = str(SittingKind(kind).label)
    return f"{name}（{label}）" if label else name


@transaction.atomic
def create_sitting(
    *,
    actor: User,
    unit: Unit,
    held_on: date,
    region: Region,
    meeting: Meeting | None = None,
    kind: str = SittingKind.GROUP,
    label: str = "",
    place: str = "",
    starts_at: time | None = None,
) -> Sitting:
    """A group sitting of a meeting, or a forum or consultation of its own."""
    if not actor.scopes.covers(unit.region.path, "staff"):
        raise NotAllowedError("您不能为这个单位安排会议。")
    title = sitting_title(kind, label)
    occasion = Occasion.objects.create(
        kind=KIND_OF_OCCASION[SittingKind(kind)],
        title=title,
        short_title=title,
        held_on=held_on,
        place=place,
        unit=unit,
        region=region,
        parent=meeting.occasion if meeting else None,
    )
    return Sitting.objects.create(meeting=meeting, occasion=occasion, kind=kind, label=label, starts_at=starts_at)


@transaction.atomic
def edit_sitting(
    sitting: Sitting,
    *,
    actor: User,
    held_on: date,
    region: Region,
    kind: str,
    label: str = "",
    place: str = "",
    starts_at: time | None = None,
) -> Sitting:
    """Correct where and when a sitting is held. Day and place of an ended one are fixed."""
    if not rules.may_record(actor, sitting):
        raise NotAllowedError("您可以看这场会议，但不能修改它的安排。")
    if sitting.status == SittingStatus.ENDED:
        raise RuleError("这场会议已经结束，安排不能再改。")
    title = sitting_title(kind, label)
    occasion = sitting.occasion
    occasion.kind, occasion.title, occasion.short_title = KIND_OF_OCCASION[SittingKind(kind)], title, title
    occasion.held_on, occasion.place, occasion.region = held_on, place, region
    occasion.save(update_fields=["kind", "title", "short_title", "held_on", "place", "region"])
    sitting.kind, sitting.label, sitting.starts_at = kind, label, starts_at
    sitting.save(update_fields=["kind", "label", "starts_at"])
    return sitting


def next_label(meeting: Meeting) -> str:
    """`第三组` when two groups are there: what a new sitting is most likely called."""
    groups = meeting.sittings.filter(kind=SittingKind.GROUP).count()
    return f"第{cn_number(groups + 1)}组"
