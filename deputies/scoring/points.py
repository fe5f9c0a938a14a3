"""The function `points`, what goes in, and what comes out: every number with the record and rule it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Variant:
    """A kind with points of its own inside an item."""

    kind: str
    first: Decimal
    each_more: Decimal
    cap: Decimal


@dataclass(frozen=True)
class Rule:
    """An item. Its `kinds` are counted together; its variants apart; all of it never above `cap`."""

    name: str
    kinds: tuple[str, ...]
    first: Decimal
    each_more: Decimal
    cap: Decimal
    variants: tuple[Variant, ...] = ()
    is_special: bool = False


@dataclass(frozen=True)
class Deed:
    """A counted record: only these are given in."""

    key: int
    kind: str
    on: date
    title: str = ""


@dataclass(frozen=True)
class Line:
    """What one record adds, and why so much."""

    deed: Deed
    added: Decimal
    why: str


@dataclass(frozen=True)
class Item:
    """What one rule gives: its records one by one, and their sum."""

    rule: Rule
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.added for line in self.lines), ZERO)


@dataclass(frozen=True)
class Points:
    """The ordinary items and the special ones; a record that no rule counts adds nothing and is listed."""

    items: tuple[Item, ...]
    uncounted: tuple[Deed, ...] = field(default=())

    @property
    def ordinary(self) -> Decimal:
        return sum((item.total for item in self.items if not item.rule.is_special), ZERO)

    @property
    def special(self) -> Decimal:
        return sum((item.total for item in self.items if item.rule.is_special), ZERO)

    @property
    def total(self) -> Decimal:
        return self.ordinary + self.special


def points(rules: Sequence[Rule], deeds: Iterable[Deed]) -> Points:
    """The points of `deeds` by `rules`, record by record in the order of their days.

    Each rule's total is at most its cap; one deed more never lowers it; the order of `deeds` does
    not matter. A kind that stands in two rules is counted by the first of them alone.
    """
    ordered = sorted(deeds, key=lambda deed: (deed.on, deed.key))
    taken: set[str] = set()
    items = []
    for rule in rules:
        mine = {*rule.kinds, *(one.kind for one in rule.variants)} - taken
        items.append(_item(rule, [deed for deed in ordered if deed.kind in mine]))
        taken |= mine
    return Points(tuple(items), tuple(deed for deed in ordered if deed.kind not in taken))


def _item(rule: Rule, deeds: Sequence[Deed]) -> Item:
    """Walk the days; what a record would add is cut at the variant's cap and at the item's."""
    variants = {one.kind: one for one in rule.variants}
    whole = Variant("", rule.first, rule.each_more, rule.cap)
    times: dict[str, int] = {}
    sums: dict[str, Decimal] = {}
    total, lines = ZERO, []
    for deed in deeds:
        way = variants.get(deed.kind, whole)
        times[way.kind] = times.get(way.kind, 0) + 1
        offered = way.first if times[way.kind] == 1 else way.each_more
        had = sums.get(way.kind, ZERO)
        added = min(offered, way.cap - had, rule.cap - total)
        sums[way.kind], total = had + added, total + added
        lines.append(Line(deed, added, _why(offered, added, times[way.kind], rule, way)))
    return Item(rule, tuple(lines))


def _why(offered: Decimal, added: Decimal, time: int, rule: Rule, way: Variant) -> str:
    """第 2 次，加 1 分; and where a cap cut it, which cap."""
    said = f"第 {time} 次，按规则 {shown(offered)} 分"
    if added == offered:
        return said
    cap = f"上限 {shown(way.cap)} 分" if way.kind and way.cap < rule.cap else f"“{rule.name}”上限 {shown(rule.cap)} 分"
    return f"{said}；{cap}，这次记 {shown(added)} 分"


def shown(value: Decimal) -> str:
    """A number of points without an idle zero: 6, 2.5."""
    return f"{value.normalize():f}" if value else "0"
