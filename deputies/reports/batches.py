"""Reads of a round: how far it is, what a sheet holds, what happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from deputies import rules
from deputies.choices import BatchStatus, Rater, SheetStatus
from deputies.models import ScoreBatch, ScoreRating, ScoreSheet
from deputies.reports.scoring import points_of, rules_of, told

SAID = {
    "open": ("play-circle", "开始评定"),
    "tell": ("megaphone", "告诉代表，开始申诉期"),
    "close": ("lock", "结束并定稿"),
    "cancel": ("x-circle", "撤销这一批"),
}


@dataclass(frozen=True)
class BatchCounts:
    """How many sheets, how many whole, how many appeals wait."""

    people: int
    done: int
    waiting: int

    @property
    def unrated(self) -> int:
        """How many are 没评齐."""
        return self.people - self.done


def batch_counts(batch: ScoreBatch) -> BatchCounts:
    """Numbers of sheets; no number of points."""
    sheets = ScoreSheet.objects.filter(batch=batch)
    waiting = sheets.filter(appeal__outcome="").count()
    return BatchCounts(sheets.count(), sheets.filter(status=SheetStatus.DONE).count(), waiting)


def _unrated(data: dict[str, Any]) -> str:
    """With how many sheets without a result a round was closed."""
    return f"{data['unrated']} 人没评齐，不作结果" if data.get("unrated") else ""


def batch_history(batch: ScoreBatch) -> list[dict[str, Any]]:
    """Who did what with the round, the newest first."""
    return [
        {
            "icon": SAID[event.step][0],
            "tone": "neutral",
            "text": f"{event.actor.name if event.actor else '系统'}：{SAID[event.step][1]}",
            "note": event.note or _unrated(event.data),
            "time": event.at,
        }
        for event in batch.events.select_related("actor").order_by("-at", "-id")
    ]


def raters_left(sheet: ScoreSheet, user: Any) -> list[str]:
    """As whom the user has still to mark the sheet, in words; staff are asked for their own alone."""
    if sheet.status != SheetStatus.OPEN or sheet.batch.status not in (BatchStatus.RATING, BatchStatus.APPEALS):
        return []
    given = {one.rater for one in sheet.ratings.all() if one.superseded_at is None}
    asked = rules.raters_of(user, sheet)
    asked = [Rater.COMMITTEE] if len(asked) == len(Rater) else asked
    return [str(Rater(one).label) for one in asked if one not in given]


@dataclass(frozen=True)
class MarkRow:
    """A rater's line: its marks in the order of the columns, or that it is still missing."""

    label: str
    rating: ScoreRating | None
    marks: tuple[int, ...]


def marks_of(sheet: ScoreSheet, only: Collection[str] | None) -> list[MarkRow]:
    """The lines of the form; of `only` these raters, all where it is None."""
    given = {one.rater: one for one in sheet.ratings.all() if one.superseded_at is None}
    keys = [column["key"] for column in sheet.batch.columns]
    return [
        MarkRow(
            str(rater.label),
            given.get(rater),
            tuple(given[rater].marks[key] for key in keys) if rater in given else (),
        )
        for rater in Rater
        if only is None or rater in only
    ]


def points_of_sheet(sheet: ScoreSheet) -> dict[str, Any]:
    """The computed points: frozen in a closed round, else as the records stand now."""
    if sheet.batch.status == BatchStatus.CLOSED:
        return dict(sheet.result)
    return told(points_of(sheet.deputy, sheet.batch.year, rules_of(sheet.batch.scheme)))
