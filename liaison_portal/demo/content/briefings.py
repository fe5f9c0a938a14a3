"""Who confirmed how, and what the two 简报 say around the speeches. Names are those of `people`."""

from dataclasses import dataclass, field
from typing import Any

# On a phone; some wrote a sentence more.
CONFIRMED: dict[str, str] = {
    "a02": "这一条请法制委在修改时重点研究。",
    "a03": "建议表述再准确一些。",
    "a09": "",
    "a14": "",
}
# Printed before they had read it; they did afterwards, in other words: a 更正 is proposed.
AFTERWARDS = ("a11", "这件事我后来又问了，物业也愿意配合。")
SIGNED: tuple[str, ...] = ("b02", "b03", "b09", "b16")  # on paper
OUT: tuple[str, ...] = ("c09", "c02", "c16")  # asked these days; the first has an account


@dataclass(frozen=True)
class CoverRow:
    """A 简报: what stands around the speeches, and of whom they are."""

    speakers: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict)


_ROUND = {
    "supplied_by": "会议简报组",
    "report_to": "市委，省人大常委会",
    "send_to": "常委会主任、副主任、秘书长，市人民政府、市监察委员会、市中级人民法院、市人民检察院",
    "issue_to": "常委会委员，列席人员，市人大各专门委员会、常委会各工作机构",
    "copies": 70,
}
COVERS = (
    CoverRow(
        ("a02", "a03", "a09", "a14", "a11"),
        {
            "title": "第一组分组审议和民意征集座谈会发言摘要",
            "note": "会议期间，第一组在华龙区就地分组审议条例草案和决定草案，邀请基层代表、网格员和群众参加。现将发言摘要印发，供修改时参考。",
            **_ROUND,
        },
    ),
    CoverRow(("b02", "b03", "b09", "b16"), {"title": "第二组分组审议和民意征集座谈会发言摘要", **_ROUND}),
    CoverRow((), {"title": "第三组分组审议和民意征集座谈会发言摘要", **_ROUND}),
)
