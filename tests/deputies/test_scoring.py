"""Points by rules: never above a cap, never less for one deed more, the same in any order, each one explained."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deputies.choices import DutyKind
from deputies.scoring import EXAMPLE, FORM, Deed, Rule, Variant, points

KINDS = ("congress", "bill", "cosign", "report", "report_oral", "reception", "inspection", "survey", "media", "other", "activity")
D = Decimal
DAY = date(2024, 1, 1)


def deeds(*kinds):
    return [Deed(n, kind, DAY + timedelta(days=n), f"第{n}件") for n, kind in enumerate(kinds)]


tenths = st.integers(0, 200).map(lambda n: D(n) / 10)
listed = st.lists(st.sampled_from(KINDS), max_size=30)


@st.composite
def rule(draw):
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=5, unique=True))
    cap = draw(tenths) + 1
    variant = Variant(kinds[0], draw(tenths), draw(tenths), draw(tenths) + 1)
    return Rule("项目", tuple(kinds[1:]), draw(tenths), draw(tenths), cap, (variant,), draw(st.booleans()))


@given(st.lists(rule(), max_size=4), listed)
@settings(max_examples=150, deadline=None)
def test_no_item_is_above_its_cap_nor_a_variant_above_its_own(rules, kinds):
    for item in points(rules, deeds(*kinds)).items:
        assert D(0) <= item.total <= item.rule.cap
        for variant in item.rule.variants:
            assert sum(line.added for line in item.lines if line.deed.kind == variant.kind) <= variant.cap


@given(st.lists(rule(), max_size=4), listed, st.sampled_from(KINDS), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_one_deed_more_never_takes_points_away(rules, kinds, more, day):
    before = deeds(*kinds)
    after = [*before, Deed(99, more, DAY + timedelta(days=day), "又一件")]
    assert points(rules, after).total >= points(rules, before).total


@given(st.lists(rule(), max_size=4), listed, st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_changes_nothing(rules, kinds, chance):
    given_in, mixed = deeds(*kinds), deeds(*kinds)
    chance.shuffle(mixed)
    assert points(rules, mixed) == points(rules, given_in)


@given(st.lists(rule(), max_size=4), listed)
@settings(max_examples=100, deadline=None)
def test_every_deed_is_told_once_and_the_lines_are_the_sum(rules, kinds):
    found = points(rules, deeds(*kinds))
    told = [line.deed.key for item in found.items for line in item.lines] + [deed.key for deed in found.uncounted]
    assert sorted(told) == list(range(len(kinds)))
    assert found.total == found.ordinary + found.special == sum((i.total for i in found.items), D(0))


@pytest.mark.parametrize(
    ("kinds", "total"),
    [
        (("congress",) * 3, 15),
        (("reception",) * 3, 8),
        (("reception",) * 9, 12),
        (("inspection", "survey", "law_check"), 8),
        (("bill", "cosign"), 7),
        (("bill", "bill", "bill", "cosign"), 10),
        (("cosign",) * 9, 4),
        (("report", "report_oral"), 5),
        (("report",) * 3, 3),
        (("media", "other", "commission", "supervised"), 5),
        (("activity",), 0),
    ],
)
def test_the_example_counts_as_its_table(kinds, total):
    assert points(EXAMPLE, deeds(*kinds)).total == total


def test_the_example_adds_up_to_a_hundred_and_every_item_can_be_reached():
    assert sum(rule.cap for rule in EXAMPLE if not rule.is_special) == 100
    assert [rule.cap for rule in EXAMPLE if rule.is_special] == [5]
    named = [kind for rule in EXAMPLE for kind in (*rule.kinds, *(one.kind for one in rule.variants))]
    assert len(named) == len(set(named))
    everything = points(EXAMPLE, deeds(*(kind for kind in DutyKind.values for _ in range(20))))
    assert (everything.ordinary, everything.special) == (100, 5)
    assert sum(most for *_, most in FORM) == 100


def test_each_point_says_its_rule_and_its_cap():
    item = next(i for i in points(EXAMPLE, deeds(*["reception"] * 6)).items if i.lines)
    assert [str(line.added) for line in item.lines] == ["4", "2", "2", "2", "2", "0"]
    assert item.lines[0].why == "第 1 次，按规则 4 分"
    assert item.lines[5].why == "第 6 次，按规则 2 分；“接待选民”上限 12 分，这次记 0 分"
    cosigned = next(i for i in points(EXAMPLE, deeds(*["cosign"] * 5)).items if i.lines)
    assert cosigned.lines[4].why == "第 5 次，按规则 1 分；上限 4 分，这次记 0 分"
