"""Two processes to begin with: a city's with 秘书长联席会议, a county's without.

Statutory days: 《中华人民共和国各级人民代表大会常务委员会监督法》第十五条 (the report for comment
twenty days ahead, the revised one ten, to the members seven) and Henan's ten days after closing.
The other days are custom and said to be. A place's own copy is made when it is first used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.choices import AuditAction, Role
from accounts.models import Region, User
from common.errors import NotAllowedError, RuleError
from meetings.actions.standard_papers import BODIES
from meetings.choices import ApprovalBody as Body
from meetings.choices import StepKind as Kind
from meetings.choices import StepOwner as Owner
from meetings.models import PaperVersion, ProcessTemplate, TemplateStep

LAW = "《各级人民代表大会常务委员会监督法》第十五条"
HENAN = "《河南省实施〈监督法〉办法》第二十条、第三十条、第四十四条"
ORGANIC = "《地方各级人民代表大会和地方各级人民政府组织法》第五十四条"
CUSTOM = "本地做法，可以改"


def _step(title: str, offset: int, owner: str, basis: str, how: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "offset": offset, "owner": owner, "basis": basis, "how": how, **more}


ASK_PARTY = _step(
    "议题、形式和地点向{place}请示",
    -30,
    Owner.STAFF,
    CUSTOM,
    "请示写明议题、分组形式、点位和参加人员。",
    kind=Kind.APPROVAL,
    body=Body.PARTY,
)
SECRETARIES = _step(
    "秘书长联席会议研究会务",
    -25,
    Owner.OFFICE,
    CUSTOM,
    "定分组名单、召集人、重点发言人和五份会务材料。",
    kind=Kind.APPROVAL,
    body=Body.SECRETARIES,
)
REPORT_FOR_COMMENT = _step(
    "报告送工作机构征求意见",
    -20,
    Owner.OTHER,
    LAW,
    "报告机关在会议举行的二十日前送有关专门委员会或者工作机构征求意见。",
    owner_name="报告机关",
)
CHAIRS = _step(
    "主任会议定议程和会务",
    -15,
    Owner.OFFICE,
    ORGANIC,
    "定会期，拟议程，通过会务方案。",
    kind=Kind.APPROVAL,
    body=Body.CHAIRS,
)
REPORT_AGAIN = _step(
    "修改后的报告送常委会",
    -10,
    Owner.OTHER,
    LAW,
    "报告机关根据意见修改后，在会议举行的十日前送交常委会。",
    owner_name="报告机关",
)
TO_MEMBERS = _step("会议通知和材料发给组成人员", -7, Owner.OFFICE, LAW, "在会议举行的七日前将报告发给组成人员。")
SEE_PLACES = _step(
    "看点位，定会场、座位和网络",
    -5,
    Owner.STAFF,
    CUSTOM,
    "召集人一起看；没有网络的点位备好离线记录。",
    in_workdays=True,
)
PAPERS = _step(
    "发五份会务材料，收签阅", -3, Owner.STAFF, CUSTOM, "发给召集人、工作人员和参会人，没看的提醒一声。",
    in_workdays=True, kind=Kind.PAPERS,
)  # fmt: skip
CHECK_RECORDS = _step("发言记录送本人核对", 3, Owner.STAFF, CUSTOM, "核对签字后编入简报。", in_workdays=True)
REVIEW_OPINION = _step("审议意见经主任会议通过后交办", 10, Owner.OFFICE, HENAN, "会议闭会后十日内交有关机关研究处理。")


@dataclass(frozen=True)
class Example:
    """A process to begin with."""

    name: str
    place: str
    has_secretary: bool
    steps: tuple[dict[str, Any], ...]


COMMON = (REPORT_FOR_COMMENT, CHAIRS, REPORT_AGAIN, TO_MEMBERS, SEE_PLACES, PAPERS, CHECK_RECORDS, REVIEW_OPINION)
EXAMPLES: dict[str, Example] = {
    "city": Example("常委会会议筹备（有秘书长）", "市委", True, (ASK_PARTY, SECRETARIES, *COMMON)),
    "county": Example("常委会会议筹备（没有秘书长）", "县（区）委", False, (ASK_PARTY, *COMMON)),
}


@transaction.atomic
def adopt_example(region: Region, key: str, *, actor: User) -> ProcessTemplate:
    """The place's own copy of an example, with the five papers in their first version; made once.

    Refused outside the actor's place, and where the place has taken its copy out of use.
    """
    if not actor.scopes.covers(region.path, Role.STAFF):
        raise NotAllowedError("您不能为这个地方定流程。")
    example = EXAMPLES[key]
    known = {"region": region, "name": example.name}
    made, is_new = ProcessTemplate.objects.get_or_create(**known, defaults={"has_secretary": example.has_secretary})
    if not made.is_used:
        raise RuleError("这个流程已经停用，请另选一个，或者先恢复使用。", field="process")
    if is_new:
        _fill(made, example, actor)
        audit(actor, AuditAction.CATALOGUE, f"会务流程 {made.pk}", f"{made.name}：用示例建立")
    return made


def _fill(made: ProcessTemplate, example: Example, actor: User) -> None:
    TemplateStep.objects.bulk_create(
        TemplateStep(template=made, order=order, **{**facts, "title": facts["title"].format(place=example.place)})
        for order, facts in enumerate(example.steps, 1)
    )
    PaperVersion.objects.bulk_create(
        PaperVersion(template=made, kind=kind, number=1, body=body, written_by=actor) for kind, body in BODIES.items()
    )
