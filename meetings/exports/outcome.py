"""After the meeting as a table for the committee, as a paper, and opinion by opinion.

Residents stand in them by capacity alone; who asked for secrecy is not named at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from common.documents import render
from common.xlsx import Column, write_xlsx
from meetings.exports.record import topic_words
from meetings.models import Meeting
from meetings.reports.came_back import Came, came_back
from meetings.reports.outcome import CLASSES, STATES, WHOLE, Line, Tally, in_order, outcome_of
from opinions.choices import Destination
from opinions.models import Opinion

CHUNK = 500
PENDING = ("undecided", "waiting", "at_station", "settled")
SUM = "小计"


def _group(line: Line) -> str:
    return line.group or ("" if line.topic == WHOLE else SUM)


def _number(at: int) -> Callable[[tuple[Line, list[int]]], int]:
    return lambda row: row[1][at]


def outcome_xlsx(meeting: Meeting) -> bytes:
    """The table as it stands on the page, with the sums of each topic and of the whole."""
    outcome = outcome_of(meeting)
    columns = [
        Column("议题", lambda row: row[0].topic, 18),
        Column("组别", lambda row: _group(row[0]), 18),
        Column("意见", lambda row: row[0].tally.said, 9),
    ]
    columns += [Column(label, _number(at), 10) for at, label in enumerate(outcome.columns)]
    return write_xlsx(columns, outcome.rows, title=f"{meeting}意见办理情况表", sheet="意见办理情况")


def outcome_docx(meeting: Meeting) -> bytes:
    """The table as a paper on A4 across, its sentence above it; each topic heads its own lines once."""
    outcome = outcome_of(meeting)
    firsts = [rows[0][0] for _, rows in outcome.blocks]
    return render(
        "meeting_outcome.docx",
        {
            "title": f"{meeting.occasion.title}意见办理情况表",
            "summary": outcome.sentence,
            "organ": meeting.occasion.unit.name_on(timezone.localdate()),
            "made_on": timezone.localdate(),
            "items": [{**_printed(line), "first": line in firsts} for line, _ in outcome.rows],
        },
    )


def _printed(line: Line) -> dict[str, Any]:
    tally: Tally = line.tally
    ways = {f"way_{key}": tally.ways[str(key)] or "" for key in Destination.values}
    return {
        "topic": line.topic,
        "group": _group(line) or WHOLE,
        "said": tally.said,
        **ways,
        "pending": sum(tally.ways[key] for key in PENDING) or "",
        **{key: tally.states[key] or "" for key in STATES},
        "classes": "\n".join(f"{label} {tally.classes[key]}" for key, label in CLASSES.items() if tally.classes[key]),
    }


# --- opinion by opinion -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    """An opinion with what came back."""

    number: int
    opinion: Opinion
    came: Came


def outcome_rows_xlsx(meeting: Meeting) -> bytes:
    """Every opinion in the order of topic, article and speaking: who by capacity, where it went, what came back."""
    columns = [
        Column("序号", lambda row: row.number, 6),
        Column("议题", lambda row: topic_words(row.opinion.topic)[0], 16),
        Column("条款", lambda row: topic_words(row.opinion.topic)[1], 10),
        Column("组别", lambda row: str(row.opinion.occasion), 16),
        Column("提出人", lambda row: row.opinion.contributor.outside_name, 16),
        Column("意见建议", lambda row: row.opinion.shared_text, 60),
        Column("去向", lambda row: row.came.went, 18),
        Column("事项", lambda row: "；".join(matter.title for matter in row.came.matters), 26),
        Column("主办单位", lambda row: "、".join(row.came.units), 18),
        Column("办到哪一步", lambda row: row.came.state, 12),
        Column("答复", lambda row: row.came.answer, 12),
        Column("评价", lambda row: row.came.rated, 16),
    ]
    return write_xlsx(columns, _each(meeting), title=f"{meeting}意见办理明细", sheet="意见办理明细")


def _each(meeting: Meeting) -> Iterator[Row]:
    """In chunks, so that a large meeting is never held whole."""
    rows = Opinion.objects.of_occasion(meeting.occasion_id).with_list_data().select_related("topic__parent")
    keys = in_order(rows)
    for start in range(0, len(keys), CHUNK):
        part = rows.in_bulk(keys[start : start + CHUNK])
        came = came_back(list(part.values()))
        for number, pk in enumerate(keys[start : start + CHUNK], start + 1):
            yield Row(number, part[pk], came[pk])
