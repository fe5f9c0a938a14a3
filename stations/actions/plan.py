"""The plan of a year: its items written, changed, dropped. What carries an item out is an activity."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import ActivityGroup
from stations import rules
from stations.choices import PlanKind
from stations.models import PlanItem, YearPlan

TWICE = "这个月已经有同样的一项。"
YEARS = (2000, 2100)


def plan_of(
    owner: ActivityGroup | Unit, *, year: int, actor: User | None
) -> YearPlan:
    """The plan of a group, or of a committee or township for its trainings; begun if there is none yet."""
    is_group = isinstance(owner, ActivityGroup)
    may = rules.can_plan_group if is_group else rules.can_plan_unit
    if actor is not None and not may(actor, owner):
        raise NotAllowedError("您没有“定年度计划”的权限。")
    if not YEARS[0] < year < YEARS[1]:
        raise RuleError("年度写四位数，如 2024。", field="year")
    key: dict[str, Any] = {"group" if is_group else "unit": owner, "year": year}
    kind = PlanKind.GROUP if is_group else PlanKind.TRAINING
    plan, _ = YearPlan.objects.get_or_create(**key, defaults={"kind": kind, "created_by": actor})
    return plan


@transaction.atomic
def add_item(
    plan: YearPlan, *, month: int, what: str, who: str = "", how: str = "", actor: User | None
) -> PlanItem:
    """One more thing to do in `month`; the same again in that month is refused."""
    _require(plan, actor)
    facts = _facts(month, what, who, how)
    try:
        with transaction.atomic():
            return PlanItem.objects.create(plan=plan, **facts)
    except IntegrityError as error:
        raise RuleError(TWICE, field="what") from error


@transaction.atomic
def change_item(
    item: PlanItem, *, month: int, what: str, who: str = "", how: str = "", version: int, actor: User
) -> PlanItem:
    """Write it anew. `version` is the one the page showed: if another hand was first, StaleError."""
    _require(item.plan, actor)
    facts = _facts(month, what, who, how)
    rows = PlanItem.objects.filter(pk=item.pk, version=version)
    try:
        with transaction.atomic():
            won = rows.update(**facts, version=version + 1)
    except IntegrityError as error:
        raise RuleError(TWICE, field="what") from error
    if not won:
        raise StaleError("这一项刚被别人改过。请看一下现在的内容，再决定怎样改。")
    item.refresh_from_db()
    return item


def drop_item(item: PlanItem, *, actor: User) -> None:
    """Take it off the plan. Refused once an activity carries it out: then it belongs to the record."""
    _require(item.plan, actor)
    if item.activities.exists():
        raise RuleError("这一项已经安排了活动，不能再去掉。")
    item.delete()


def _require(plan: YearPlan, actor: User | None) -> None:
    if actor is not None and not rules.can_keep_plan(actor, plan):
        raise NotAllowedError("您没有“定年度计划”的权限。")


def _facts(month: int, what: str, who: str, how: str) -> dict[str, Any]:
    if not 1 <= month <= date.max.month:
        raise RuleError("月份写 1 到 12。", field="month")
    if not what.strip():
        raise RuleError("请写做什么。", field="what")
    return {"month": month, "what": what.strip(), "who": who.strip(), "how": how.strip()}
