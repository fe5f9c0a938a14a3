"""Sentences and names that several papers share; every limit from the rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.calendar import Calendar
from accounts.models import Unit
from opinions import limits
from opinions.models import AssignmentList, HandlingRule
from opinions.workflow.opening import answer_limit, co_limit

PLATFORM = "人大代表联络工作平台"


class Limits:
    """The answer's last day of an item, before issue in words (自交办之日起3个月内), afterwards as a date."""

    def __init__(self, issued_on: date | None) -> None:
        self.issued_on = issued_on
        self.calendar = Calendar.load() if issued_on else None

    def answer(self, rule: HandlingRule, *, co: bool = False) -> str:
        """办理时限 as the list prints it."""
        if self.issued_on is None or self.calendar is None:
            return f"{rule.get_starts_on_display()}{self.length(rule, co=co)}内"
        day = (co_limit if co else answer_limit)(rule, self.issued_on, self.calendar)
        return f"{day.year}年{day.month}月{day.day}日"

    @staticmethod
    def length(rule: HandlingRule, *, co: bool = False) -> str:
        """3个月."""
        return limits.span(rule.answer_wd, rule.co_months if co and rule.co_months else rule.answer_months)


def duties(rules: Iterable[HandlingRule]) -> list[dict[str, Any]]:
    """签收, 办理, 答复 for the rules of a list, each rule once."""
    found = list({rule.pk: rule for rule in rules}.values())
    several = len(found) > 1
    accept = [line for rule in found for line in _accepting(rule, several=several)]
    handle = ["涉及两个以上单位的事项，主办单位负总责，协办单位应当及时将协办意见送主办单位。"]
    handle.append("答复应当逐条回应来源意见，由主要负责人签发后报送；未能解决的，请说明原因和下一步安排。")
    answer = [line for rule in found for line in _answering(rule, several=several)]
    parts = (("按时签收", accept), ("认真办理", handle), ("按期答复", answer))
    return [{"heading": heading, "paragraphs": lines} for heading, lines in parts if lines]


def _accepting(rule: HandlingRule, *, several: bool) -> list[str]:
    head = f"{rule.name}事项，" if several else ""
    lines = []
    if rule.accept_wd:
        lines.append(f"{head}请各承办单位自交办之日起{rule.accept_wd}个工作日内在{PLATFORM}签收。")
    if rule.send_back_wd:
        lines.append(
            f"{head}认为不属于本单位职责的，请自交办之日起{rule.send_back_wd}个工作日内说明理由，申请退办。"
        )
    return lines


def _answering(rule: HandlingRule, *, several: bool) -> list[str]:
    head = f"{rule.name}事项，" if several else ""
    line = f"{head}请{rule.get_starts_on_display()}{Limits.length(rule)}内书面答复。"
    if rule.co_months:
        line += f"协办单位请自交办之日起{rule.co_months}个月内提出协办意见。"
    if rule.answer_max_months:
        line += (
            "确需延期的，请在期限届满前提出申请，说明原因和预计办结时间，"
            f"最长不超过自交办之日起{rule.answer_max_months}个月。"
        )
    return [line]


def contact_of(paper: AssignmentList) -> dict[str, str]:
    """Whom to call: the drafter, and the office's telephone, never a private one."""
    name = paper.drafted_by.name if paper.drafted_by else ""
    return {"contact": name or paper.unit.contact, "contact_phone": paper.unit.phone}


def cited(paper: AssignmentList) -> str:
    """《…交办清单》（濮人常办〔2024〕10号）."""
    return f"《{paper.title}》（{paper.shown_number}）"


def name_of(unit: Unit, day: date | None) -> str:
    """The unit's full name as it was on `day`."""
    return unit.name_on(day) if day else unit.name
