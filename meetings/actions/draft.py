"""A draft of an agenda item, stored by article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from common.errors import RuleError
from meetings.actions.meeting import check_preparer
from meetings.choices import DraftStage
from meetings.models import AgendaItem, Article, Draft, DraftVersion
from opinions.models import Topic


@dataclass(frozen=True)
class ArticleText:
    """One article of a pasted draft."""

    number: int
    name: str  # 第九条, as the draft writes it
    caption: str
    chapter: str
    text: str


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
