"""A round as a workbook for the committee, in official order: never sorted by a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.xlsx import Column, write_xlsx
from deputies.choices import BatchStatus, Rater
from deputies.models import ScoreBatch, ScoreSheet
from deputies.reports import deeds_of, rules_of, told
from deputies.scoring import points


@dataclass(frozen=True)
class SheetLine:
    """A sheet with its computed points."""

    sheet: ScoreSheet
    points: dict[str, Any]

    def total(self, rater: str) -> Any:
        """What this rater gave; nothing while it is missing."""
        return next((r.total for r in self.sheet.ratings.all() if r.rater == rater and r.superseded_at is None), "")


def _rater(rater: Rater) -> Column:
    return Column(str(rater.label), lambda line: line.total(rater), 14)


COLUMNS = (
    Column("乡镇（街道）", lambda line: line.sheet.deputy.home_region.name, 16),
    Column("姓名", lambda line: line.sheet.deputy.name, 10),
    Column("单位和职务", lambda line: line.sheet.deputy.post, 30),
    Column("状态", lambda line: line.sheet.get_status_display(), 9),
    *(_rater(rater) for rater in Rater),
    Column("履职记录计分", lambda line: line.points["ordinary"], 13),
    Column("另计", lambda line: line.points["special"], 8),
)


def sheets(batch: ScoreBatch) -> tuple[bytes, int]:
    """The workbook, and how many people stand in it. A closed round gives what was frozen."""
    rows = list(
        ScoreSheet.objects.filter(batch=batch)
        .select_related("deputy__home_region")
        .prefetch_related("ratings")
        .order_by("deputy__home_region__order", "deputy__home_region__code", "deputy_id")
    )
    return write_xlsx(COLUMNS, _lines(batch, rows), title=str(batch), sheet="年度评定"), len(rows)


def _lines(batch: ScoreBatch, rows: list[ScoreSheet]) -> list[SheetLine]:
    if batch.status == BatchStatus.CLOSED:
        return [SheetLine(sheet, sheet.result) for sheet in rows]
    scheme, deeds = rules_of(batch.scheme), deeds_of([sheet.deputy_id for sheet in rows], batch.year)
    return [SheetLine(sheet, told(points(scheme, deeds[sheet.deputy_id]))) for sheet in rows]
