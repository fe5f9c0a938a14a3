"""月台账: the form of a county set by its staff, and a month handed in by its station, once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.models import Unit, User
from common.errors import RuleError, StaleError
from common.files import XLSX
from common.text import cn_date
from common.xlsx import write_xlsx
from stations.models import LedgerLayout, MonthlyReport, Station
from stations.reports.figures import of_station
from stations.reports.ledger import BY_KEY, COLUMNS_MAX, Entry, Layout
from stations.reports.monthly import facts_of, layout_of, own_entries, span_of
from stations.rules.ledger import can_hand_in, can_set_layout
from stations.workflow.recording import record, require

HEADING_MAX, TITLE_MAX = 20, 80
WIDTHS = range(4, 61)
MARKS = {"{年}", "{月}", "{地方}"}
LATE = "台账格式刚被别人改过，请看一下现在的，再决定怎样改。"


def workbook(layout: Layout, entries: Sequence[Entry], *, place: str, month: date) -> bytes:
    """The ledger as .xlsx in the county's own form; whatever a visitor said is text and never a formula."""
    return write_xlsx(
        layout.columns, entries, title=layout.headed(place, month), sheet=f"{month.year}年{month.month}月"
    )


@transaction.atomic
def hand_in(station: Station, month: date, *, actor: User, at: datetime | None = None) -> MonthlyReport:
    """报送: the month as it stands is frozen with its file and figures, once. Nothing at all is a report too.

    Refuses a month that is not over and one handed in before. What is put right later shows as 更正.
    """
    require(can_hand_in, actor, station, "报送台账")
    moment, span = at or timezone.now(), span_of(month.replace(day=1))
    today = timezone.localdate(moment)
    if span.until >= today:
        raise RuleError(f"{month.year}年{month.month}月还没有过完，{cn_date(span.until)}以后再报送。", field="month")
    entries = own_entries(station, span.since, today)
    data = workbook(layout_of(station.reports_to), entries, place=station.unit.name, month=span.since)
    facts = {"figures": of_station(actor, station, span), "rows": facts_of(entries)}
    try:
        with transaction.atomic():
            made = MonthlyReport.objects.create(
                station=station,
                month=span.since,
                handed_in_at=moment,
                handed_in_by=actor,
                **facts,
                **_file(data, f"{station.unit.short_name}{month.year}年{month.month}月台账.xlsx"),
            )
    except IntegrityError as error:
        raise RuleError("这个月的台账已经报送过，不用再报。后来改的，页面上按更正列着。", field="month") from error
    kept = {"month": span.since.isoformat(), "report": made.pk, "rows": len(entries)}
    record(station, step="hand_in", actor=actor, at=moment, data=kept)
    return made


def _file(data: bytes, name: str) -> dict[str, Any]:
    digest = hashlib.sha256(data).hexdigest()
    return {
        "file": ContentFile(data, name=name),
        "name": name,
        "content_type": XLSX,
        "size": len(data),
        "sha256": digest,
    }


@transaction.atomic
def set_layout(
    unit: Unit, *, title: str, columns: Sequence[dict[str, Any]], version: int, actor: User, at: datetime | None = None
) -> LedgerLayout:
    """Set the form of the office `unit`; months handed in before keep theirs.

    `version` is the one the page showed, 0 where there was none. Refuses no column, more than 24, a
    column twice or without a heading, a width other than 4 to 60, and a mark in the title that is none.
    """
    require(can_set_layout, actor, unit, "设台账格式")
    _check(title, columns)
    facts = {"title": title.strip(), "columns": list(columns), "updated_at": at or timezone.now(), "updated_by": actor}
    rows = LedgerLayout.objects.filter(unit=unit)
    if version:
        if not rows.filter(version=version).update(**facts, version=version + 1):
            raise StaleError(LATE)
    else:
        _create(unit, facts)
    accounts.audit(actor, AuditAction.CATALOGUE, f"{unit}台账格式", f"{len(columns)} 列")
    return rows.get()


def _create(unit: Unit, facts: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            LedgerLayout.objects.create(unit=unit, **facts)
    except IntegrityError as error:
        raise StaleError(LATE) from error


def _check(title: str, columns: Sequence[dict[str, Any]]) -> None:
    if not title.strip() or len(title) > TITLE_MAX:
        raise RuleError(f"请写表题，最多 {TITLE_MAX} 个字。", field="title")
    if wrong := set(re.findall(r"\{[^{}]*\}?", title)) - MARKS:
        raise RuleError(f"表题里只能用 {{年}}、{{月}}、{{地方}}，不认识 {min(wrong)}。", field="title")
    if not columns:
        raise RuleError("至少要选一列。")
    if len(columns) > COLUMNS_MAX:
        raise RuleError(f"最多 {COLUMNS_MAX} 列，现在选了 {len(columns)} 列，A4 纸放不下。")
    keys = [one["key"] for one in columns]
    if len(set(keys)) != len(keys) or not set(keys) <= set(BY_KEY):
        raise RuleError("有一列选了两次，或者不认识，请刷新页面再改。")
    for one in columns:
        word = BY_KEY[one["key"]].word or "空列"
        if not 1 <= len(one["heading"].strip()) <= HEADING_MAX:
            raise RuleError(f"“{word}”这一列要写列名，最多 {HEADING_MAX} 个字。", field=f"heading_{one['key']}")
        if one["width"] not in WIDTHS:
            raise RuleError(f"“{word}”这一列的宽度写 4 到 60。", field=f"width_{one['key']}")
