"""Points computed when they are asked for: rules and counted records in, explained numbers out, nothing stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from accounts.models import Region
from common.text import cn_date
from deputies.choices import DutyKind
from deputies.models import Deputy, DutyRecord, GroupMember, ScoreScheme
from deputies.reports.duties import setting_of
from deputies.scoring import Deed, Points, Rule, Variant, points
from deputies.scoring.points import shown

AVERAGE_FROM = 5  # people: below that an average would tell a neighbour's number


def rules_of(scheme: ScoreScheme) -> tuple[Rule, ...]:
    """The scheme as the pure function reads it, in two queries."""
    return tuple(
        Rule(
            name=row.name,
            kinds=tuple(row.kinds),
            first=row.first,
            each_more=row.each_more,
            cap=row.cap,
            variants=tuple(Variant(v.kind, v.first, v.each_more, v.cap) for v in row.variants.all()),
            is_special=row.is_special,
        )
        for row in scheme.rules.prefetch_related("variants")
    )


def caps_of(rules: Iterable[Rule]) -> tuple[Decimal, Decimal]:
    """The caps of the ordinary items together, and of the special ones."""
    rows = list(rules)
    ordinary = sum((rule.cap for rule in rows if not rule.is_special), Decimal(0))
    return ordinary, sum((rule.cap for rule in rows if rule.is_special), Decimal(0))


def scheme_over(region: Region, year: int) -> ScoreScheme | None:
    """The scheme by which a place counts the year; none while points are off there."""
    setting = setting_of(region)
    if not setting.scoring:
        return None
    return ScoreScheme.objects.in_use(setting.unit_id, year).first()


def deeds_of(deputies: Collection[int], year: int) -> dict[int, list[Deed]]:
    """The counted records of the year for each of `deputies`, in one query."""
    found: dict[int, list[Deed]] = {pk: [] for pk in deputies}
    rows = DutyRecord.objects.counted().of_year(year).filter(deputy_id__in=list(found))
    for pk, deputy, kind, on, title in rows.order_by("on", "pk").values_list("pk", "deputy_id", "kind", "on", "title"):
        found[deputy].append(Deed(pk, kind, on, title))
    return found


def points_of(deputy: Deputy, year: int, rules: Sequence[Rule]) -> Points:
    """The deputy's points of the year."""
    return points(rules, deeds_of([deputy.pk], year)[deputy.pk])


def group_average(deputy: Deputy, year: int, rules: Sequence[Rule]) -> tuple[Decimal, int] | None:
    """The average of the deputy's group and of how many; None below five people. No single number is told."""
    mine = GroupMember.objects.current().filter(deputy=deputy).values("group_id")
    people = Deputy.objects.filter(memberships__group__in=mine, memberships__left_on=None).serving()
    members = list(people.values_list("pk", flat=True))
    if len(members) < AVERAGE_FROM:
        return None
    total = sum((points(rules, deeds).total for deeds in deeds_of(members, year).values()), Decimal(0))
    return (total / len(members)).quantize(Decimal("0.1"), ROUND_HALF_UP), len(members)


@dataclass(frozen=True)
class RuleRow:
    """An item as a page draws it."""

    rule: Any
    kinds: str
    variants: tuple[str, ...]


def rule_rows(scheme: ScoreScheme) -> list[RuleRow]:
    """The items of a scheme with their kinds in words."""
    return [
        RuleRow(
            row,
            "、".join(str(DutyKind(kind).label) for kind in row.kinds),
            tuple(
                f"{DutyKind(v.kind).label}另计：第一次 {shown(v.first)} 分，以后每次 {shown(v.each_more)} 分，"
                f"上限 {shown(v.cap)} 分"
                for v in row.variants.all()
            ),
        )
        for row in scheme.rules.prefetch_related("variants")
    ]


def told(found: Points) -> dict[str, Any]:
    """Points as JSON: what a closed round keeps, and what a page draws."""
    return {
        "items": [
            {
                "name": item.rule.name,
                "cap": shown(item.rule.cap),
                "special": item.rule.is_special,
                "total": shown(item.total),
                "lines": [
                    {
                        "record": line.deed.key,
                        "on": cn_date(line.deed.on),
                        "kind": str(DutyKind(line.deed.kind).label),
                        "title": line.deed.title,
                        "added": shown(line.added),
                        "why": line.why,
                    }
                    for line in item.lines
                ],
            }
            for item in found.items
        ],
        "uncounted": [{"record": deed.key, "title": deed.title} for deed in found.uncounted],
        "ordinary": shown(found.ordinary),
        "special": shown(found.special),
        "total": shown(found.total),
    }


def copy_of(scheme: ScoreScheme) -> dict[str, Any]:
    """The scheme as JSON, for a round's closing."""
    return {
        "name": scheme.name,
        "year": scheme.year,
        "rules": [
            {
                "name": rule.name,
                "kinds": list(rule.kinds),
                "first": shown(rule.first),
                "each_more": shown(rule.each_more),
                "cap": shown(rule.cap),
                "special": rule.is_special,
                "variants": [
                    {"kind": v.kind, "first": shown(v.first), "each_more": shown(v.each_more), "cap": shown(v.cap)}
                    for v in rule.variants
                ],
            }
            for rule in rules_of(scheme)
        ],
    }
