"""The record of a sitting as a table, and the empty table that an import expects."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from common.xlsx import Column, write_xlsx
from meetings.imports.record import ARTICLE_COLUMN, CAPACITY, EXAMPLE, INTENT, SECRECY, SPEAKER, TEXT, TOPIC
from meetings.models import RaisedOpinion, Sitting
from meetings.reports import Subject, subjects_of


def topic_words(topic: Any) -> tuple[str, str]:
    """Topic and article of an opinion, as the two columns write them."""
    if topic is None:
        return "其他意见", ""
    return (topic.parent.short_title, topic.short_title) if topic.parent else (topic.short_title, "")


COLUMNS = [
    Column("序号", lambda pair: pair[0], 6),
    Column("时间", lambda pair: f"{timezone.localtime(pair[1].said_at):%H:%M}", 8),
    Column(SPEAKER, lambda pair: pair[1].participant.contributor.inside_name, 12),
    Column(CAPACITY, lambda pair: pair[1].participant.contributor.get_capacity_display(), 16),
    Column(SECRECY, lambda pair: "是" if pair[1].participant.contributor.secrecy else "", 10),
    Column(TOPIC, lambda pair: topic_words(pair[1].opinion.topic)[0], 16),
    Column(ARTICLE_COLUMN, lambda pair: topic_words(pair[1].opinion.topic)[1], 12),
    Column(INTENT, lambda pair: pair[1].opinion.get_intent_display(), 10),
    Column(TEXT, lambda pair: pair[1].opinion.original, 70),
    Column("记录人", lambda pair: pair[1].recorder.name if pair[1].recorder else "", 10),
]


def record_table(sitting: Sitting) -> bytes:
    """The live record in the order of speaking, with the columns an import reads back."""
    rows = RaisedOpinion.objects.live().filter(sitting=sitting).with_row_data().order_by("order")
    return write_xlsx(
        COLUMNS, enumerate(rows.iterator(chunk_size=500), 1), title=f"{sitting}意见记录", sheet="意见记录"
    )


def empty_table(sitting: Sitting) -> bytes:
    """A table to fill in, with one example row per topic and the words it takes."""
    columns = [
        Column(SPEAKER, lambda row: row[0], 14),
        Column(CAPACITY, lambda row: row[1], 18),
        Column(SECRECY, lambda row: row[2], 10),
        Column(TOPIC, lambda row: row[3], 18),
        Column(ARTICLE_COLUMN, lambda row: row[4], 14),
        Column(INTENT, lambda row: row[5], 12),
        Column(TEXT, lambda row: row[6], 70),
    ]
    return write_xlsx(columns, [_example(one) for one in subjects_of(sitting)], sheet="意见")


def _example(subject: Subject) -> tuple[str, ...]:
    article = subject.articles[0].topic.short_title if subject.articles else ""
    said = (subject.short_title, article, "提建议", "这是示例行，导入时会跳过。")
    return (f"{EXAMPLE}张三", "县（区）人大代表", "否", *said)
