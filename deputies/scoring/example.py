"""An example to copy: the 100 points that a county-level city (汝州) counts with, and the form for its raters."""

from __future__ import annotations

from decimal import Decimal

from deputies.choices import DutyKind as K
from deputies.scoring.points import Rule, Variant

D = Decimal
EXAMPLE_NAME = "代表履职量化计分办法（示例）"


def _rule(name: str, kinds: tuple[str, ...], first: int, each_more: int, cap: int, *variants: Variant) -> Rule:
    return Rule(name, kinds, D(first), D(each_more), D(cap), variants)


EXAMPLE: tuple[Rule, ...] = (
    _rule("出席人代会", (K.CONGRESS,), 15, 0, 15),
    _rule("参加其他会议", (K.MEETING, K.SITTING), 3, 1, 5),
    _rule("参加学习培训", (K.TRAINING,), 3, 1, 5),
    _rule("提出议案、建议", (K.BILL,), 6, 2, 10, Variant(K.COSIGN, D(1), D(1), D(4))),
    _rule("开展专题调研", (K.RESEARCH,), 4, 1, 6),
    _rule("视察、调研、执法检查", (K.INSPECTION, K.SURVEY, K.LAW_CHECK), 6, 1, 10),
    _rule("接待选民", (K.RECEPTION,), 4, 2, 12),
    _rule("化解矛盾纠纷", (K.MEDIATION,), 5, 1, 8),
    _rule("扶弱济困", (K.RELIEF,), 5, 1, 8),
    _rule("办好事、实事", (K.GOOD_DEED,), 5, 1, 8),
    _rule("公益慈善", (K.CHARITY,), 5, 1, 8),
    _rule("向选民述职", (K.REPORT,), 3, 0, 5, Variant(K.REPORT_ORAL, D(3), D(0), D(3))),
    Rule(
        "其他",
        (K.OTHER,),
        D(1),
        D(1),
        D(5),
        (
            Variant(K.MEDIA, D(2), D(1), D(5)),
            Variant(K.COMMISSION, D(2), D(1), D(5)),
            Variant(K.SUPERVISED, D(3), D(1), D(5)),
        ),
        is_special=True,
    ),
)

# What the raters mark: a key, the part, the words, the highest mark. A committee sets its own numbers.
FORM: tuple[tuple[str, str, str, int], ...] = (
    ("congress", "会议期间", "参加人代会", 15),
    ("speaking", "会议期间", "审议发言", 15),
    ("bills", "会议期间", "提出议案建议", 20),
    ("attending", "闭会期间", "列席会议及其他活动", 10),
    ("inspecting", "闭会期间", "视察、调研、执法检查", 15),
    ("group", "闭会期间", "代表小组活动", 10),
    ("voters", "闭会期间", "与原选举单位和群众联系", 15),
)
