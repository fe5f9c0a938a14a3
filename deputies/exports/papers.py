"""履职登记表 and the draft of a 述职报告, from the counted records up to a day; edited in Word afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.documents import break_title, render
from common.text import cn_date, cn_short
from deputies.choices import DutyKind, DutyPart
from deputies.models import Deputy, DutyRecord
from deputies.reports import congress_over, group_of, mandates_of

FORM, REPORT = "duty_form.docx", "duty_report.docx"
SENTENCES = 12  # a report tells the latest of each part; the form lists all
MOST = 500
HEADINGS: dict[str, str] = {
    DutyPart.MEETINGS: "参加会议",
    DutyPart.INSPECTIONS: "视察和调研",
    DutyPart.TRAININGS: "学习培训",
    DutyPart.GROUP: "小组活动和联系群众",
    DutyPart.PROPOSALS: "提出议案和建议",
    DutyPart.REPORTS: "向选民述职",
    DutyPart.HONOURS: "其他",
}
STILL_TO_SAY = ("存在的不足和下一步打算", "（请本人补充）")
# The deputy's own business: rated replies stand in the ledger, not in a report to the electors.
NOT_TOLD = (DutyKind.RATING,)


@dataclass(frozen=True)
class Filed:
    """A part of the file up to the day."""

    part: DutyPart
    records: list[DutyRecord]

    @property
    def counts(self) -> list[str]:
        found = Counter(one.kind for one in self.records)
        return [f"{DutyKind(kind).label} {found[kind]} 次" for kind in DutyPart.KINDS[self.part.value] if found[kind]]


def filed_until(deputy: Deputy, year: int, until: date) -> list[Filed]:
    """The counted records of the year up to and with `until`, in the parts of the file; one query."""
    rows = DutyRecord.objects.counted().of_year(year).filter(deputy=deputy, on__lte=until).order_by("on", "pk")[:MOST]
    by_kind: dict[str, list[DutyRecord]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return [Filed(part, _of_kinds(by_kind, DutyPart.KINDS[part.value])) for part in DutyPart]


def _of_kinds(by_kind: dict[str, list[DutyRecord]], kinds: tuple[str, ...]) -> list[DutyRecord]:
    found = [row for kind in kinds for row in by_kind.get(kind, [])]
    return sorted(found, key=lambda row: (row.on, row.pk))


def form_of(deputy: Deputy, year: int, until: date) -> dict[str, Any]:
    """What stands on the form; figures up to `until` alone."""
    parts = filed_until(deputy, year, until)
    records = [(part, row) for part in parts for row in part.records]
    mandates = mandates_of(deputy)
    keeper = congress_over(deputy.home_region)
    return {
        "year": str(year),
        "until": until,
        "name": deputy.name,
        "gender": deputy.get_gender_display(),
        "post": deputy.post,
        "home": deputy.home_region.name,
        "group": str(group_of(deputy) or "没有编组"),
        "constituency": "、".join(dict.fromkeys(one.constituency for one in mandates if one.constituency)),
        "mandates": [f"{one}（{one.get_status_display()}）" for one in mandates],
        "sums": [{"name": str(part.part.label), "text": "，".join(part.counts) or "无"} for part in parts],
        "items": [
            {"no": number, "on": row.on, "kind": str(row.get_kind_display()), "content": row.title}
            for number, (_, row) in enumerate(records, start=1)
        ],
        "keeper": keeper.name if keeper else "",
    }


def report_of(deputy: Deputy, year: int, until: date) -> dict[str, Any]:
    """The draft in sentences; parts in which nothing was done are not in it."""
    parts = filed_until(deputy, year, until)
    told = [(part, [row for row in part.records if row.kind not in NOT_TOLD]) for part in parts]
    mandates = [str(one) for one in mandates_of(deputy) if one.ended_on is None]
    who = f"我是{'、'.join(mandates)}{deputy.name}。" if mandates else f"我是{deputy.name}。"
    opening = f"{who}现将{year}年1月1日至{cn_short(until)}的履职情况报告如下，请予评议。"
    written = [_told(Filed(part.part, rows)) for part, rows in told if rows]
    return {
        "title_lines": break_title(f"{year}年度履职情况报告"),
        "salutation": "各位选民",
        "opening": [opening],
        "parts": [*written, {"heading": STILL_TO_SAY[0], "paragraphs": [STILL_TO_SAY[1]]}],
        "closing": [f"以上数字取自履职档案，截至{cn_date(until)}。"],
        "name": deputy.name,
        "until": until,
    }


def _told(part: Filed) -> dict[str, Any]:
    """The numbers in a sentence, then what was done, day by day; beyond a dozen the earliest are summed up."""
    latest = part.records[-SENTENCES:]
    days = [f"{cn_short(row.on)}，{row.title.rstrip('。')}。" for row in latest]
    more = len(part.records) - len(latest)
    rest = [f"此前还有 {more} 次，见履职登记表。"] if more else []
    numbers = "，".join(part.counts).replace(" ", "")
    return {"heading": HEADINGS[part.part.value], "paragraphs": [f"{numbers}。", *days, *rest]}


def duty_form(deputy: Deputy, year: int, until: date) -> bytes:
    """履职登记表 as .docx."""
    return render(FORM, form_of(deputy, year, until))


def duty_report(deputy: Deputy, year: int, until: date) -> bytes:
    """The draft of the 述职报告 as .docx."""
    return render(REPORT, report_of(deputy, year, until))
