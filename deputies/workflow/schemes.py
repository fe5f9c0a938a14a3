"""计分办法: copied from an example or from another year, edited as a draft, put in use for one year.

拟定中 → 使用中 → 已停用;  the one in use steps back when another is put in use for the same year
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from deputies import rules
from deputies.choices import DutyKind, SchemeStatus
from deputies.models import ScoreRule, ScoreScheme, ScoreVariant
from deputies.reports import rules_of, setting_for
from deputies.scoring import EXAMPLE, EXAMPLE_NAME, Rule, Variant
from deputies.workflow.recording import record as write

S = SchemeStatus

STEPS: Steps = {
    "edit": Step("修改", (S.DRAFT,), None, rules.keeps_scheme),
    "activate": Step("启用", (S.DRAFT,), S.ACTIVE, rules.keeps_scheme),
    "retire": Step("停用", (S.DRAFT, S.ACTIVE), S.RETIRED, rules.keeps_scheme),
}


@dataclass(frozen=True)
class RuleFacts:
    """What staff enter of one item."""

    name: str
    kinds: tuple[str, ...]
    first: Decimal
    each_more: Decimal
    cap: Decimal
    is_special: bool = False
    variants: tuple[Variant, ...] = ()


@transaction.atomic
def draft_scheme(
    unit: Unit, *, year: int, actor: User, source: ScoreScheme | None = None, at: datetime | None = None
) -> ScoreScheme:
    """A draft for `year` with the rules of `source`, or of the example. Refused while points are off."""
    if not rules.keeps_unit(actor, unit):
        raise NotAllowedError("只有本级选工委工作人员能拟计分办法。")
    if not setting_for(unit).scoring:
        raise RuleError("还没有打开量化计分。")
    name = f"{year}年{EXAMPLE_NAME if source is None else '代表履职量化计分办法'}"
    made = ScoreScheme.objects.create(unit=unit, year=year, name=name)
    for order, rule in enumerate(EXAMPLE if source is None else rules_of(source), start=1):
        _write_rule(made, order, rule)
    data = {"source": source.pk if source else "example"}
    write(made, step="draft", actor=actor, at=at or timezone.now(), target=made.status, data=data)
    return made


def _write_rule(scheme: ScoreScheme, order: int, rule: Rule | RuleFacts) -> ScoreRule:
    numbers = {"first": rule.first, "each_more": rule.each_more, "cap": rule.cap}
    made = ScoreRule.objects.create(
        scheme=scheme, order=order, name=rule.name, kinds=list(rule.kinds), is_special=rule.is_special, **numbers
    )
    _write_variants(made, rule.variants)
    return made


def _write_variants(rule: ScoreRule, variants: Sequence[Variant]) -> None:
    ScoreVariant.objects.bulk_create(
        ScoreVariant(rule=rule, kind=one.kind, first=one.first, each_more=one.each_more, cap=one.cap)
        for one in variants
    )


@transaction.atomic
def keep_rule(
    scheme: ScoreScheme, facts: RuleFacts, *, actor: User, rule: ScoreRule | None = None, at: datetime | None = None
) -> ScoreRule:
    """Write an item of a draft, new or in place of `rule`. A kind is counted in one item alone."""
    check(STEPS, "edit", scheme, actor)
    _check_facts(scheme, facts, rule)
    order = rule.order if rule else (scheme.rules.count() + 1)
    if rule is not None:
        rule.variants.all().delete()
        rule.delete()
    try:
        with transaction.atomic():
            made = _write_rule(scheme, order, facts)
    except IntegrityError as error:
        raise RuleError("这份办法里已经有这个项目。", field="name") from error
    move(STEPS, "edit", scheme, actor=actor, record=write, at=at, note=f"项目“{facts.name}”")
    return made


def _check_facts(scheme: ScoreScheme, facts: RuleFacts, rule: ScoreRule | None) -> None:
    mine = [*facts.kinds, *(one.kind for one in facts.variants)]
    if not mine:
        raise RuleError("请至少选一个类别。", field="kinds")
    if len(set(mine)) != len(mine):
        raise RuleError("同一个类别只能在一处计分：合并计算的，就不要再另行计分。", field="kinds")
    counted: list[RuleFacts | Variant] = [facts, *facts.variants]
    for one in counted:
        if one.cap <= 0 or one.first > one.cap:
            raise RuleError("上限要大于 0，第一次的分数不能超过上限。", field="cap")
    if any(one.cap > facts.cap for one in facts.variants):
        raise RuleError("另行计分的上限不能超过这个项目的上限。", field="cap")
    others = scheme.rules.exclude(pk=rule.pk) if rule else scheme.rules.all()
    for other in others.prefetch_related("variants"):
        taken = {*other.kinds, *(one.kind for one in other.variants.all())} & set(mine)
        if taken:
            label = DutyKind(min(taken)).label
            raise RuleError(f"“{label}”已经在项目“{other.name}”里计分，一个类别只能在一个项目里。", field="kinds")


@transaction.atomic
def drop_rule(rule: ScoreRule, *, actor: User, at: datetime | None = None) -> None:
    """Take an item out of a draft."""
    move(STEPS, "edit", rule.scheme, actor=actor, record=write, at=at, note=f"删去项目“{rule.name}”")
    rule.variants.all().delete()
    rule.delete()


@transaction.atomic
def activate(scheme: ScoreScheme, *, actor: User, at: datetime | None = None) -> ScoreScheme:
    """Put the draft in use for its year; the one in use before steps back. Refuses one without items."""
    moment = at or timezone.now()
    check(STEPS, "activate", scheme, actor)
    if not scheme.rules.exists():
        raise RuleError("还没有计分项目，不能启用。")
    for old in ScoreScheme.objects.in_use(scheme.unit_id, scheme.year).select_related("unit__region"):
        move(STEPS, "retire", old, actor=actor, record=write, at=moment, note=f"由“{scheme.name}”代替")
    try:
        with transaction.atomic():
            move(STEPS, "activate", scheme, actor=actor, record=write, at=moment)
    except IntegrityError:
        raise StaleError("刚刚有人启用了另一份办法，请刷新页面看最新情况。") from None
    return scheme


def retire(scheme: ScoreScheme, *, actor: User, at: datetime | None = None) -> None:
    """Put it away; rounds that used it keep their copy."""
    move(STEPS, "retire", scheme, actor=actor, record=write, at=at)
