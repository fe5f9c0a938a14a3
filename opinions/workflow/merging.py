"""What every act of 归并 shares: who may, what stands where, the record to undo it by, and the one
rule that ties an opinion's status to its matters.

In no matter: 待归并. In matters that all end in 不交办: 不交办. Otherwise 已归并. An opinion that was
already fed back stays so and can no longer be taken out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import TracebackType

from django.db.models import F

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import move
from opinions import rules
from opinions.choices import Destination, OpinionStatus
from opinions.models import Assignment, Matter, MatterSource, MergeAction, Opinion
from opinions.workflow import opinion as opinion_verbs
from opinions.workflow.recording import record

State = dict[str, list[int]]
_STEP = {
    OpinionStatus.WAITING: "unmerge",
    OpinionStatus.MERGED: "merge",
    OpinionStatus.NOT_ASSIGNED: "decline",
}


def may_change(actor: User, matter: Matter) -> None:
    """Refuse whoever is not staff over the matter's place, and a matter that a list has taken up."""
    if not rules.can_work_matter(actor, matter):
        raise NotAllowedError("您没有“归并”的权限。")
    if Assignment.objects.filter(matter=matter, is_live=True).exists():
        raise RuleError("这个事项已经在交办清单里，不能再改。新的意见请另立事项，进补充清单。")


def may_take_in(actor: User, matter: Matter) -> None:
    """`may_change`, and not a matter that an undo has emptied."""
    may_change(actor, matter)
    if matter.destination == Destination.NONE and not matter.sources.exists():
        raise RuleError("这个事项已经撤回，不能再并入意见。请另立事项。")


def are_in(matter: Matter, opinions: Sequence[Opinion]) -> None:
    """Refuse an empty choice, an opinion that has left the matter, and one already fed back."""
    wanted = {o.pk for o in opinions}
    if not wanted:
        raise RuleError("请先选中意见。")
    found = set(MatterSource.objects.filter(matter=matter, opinion__in=wanted).values_list("opinion_id", flat=True))
    if found != wanted:
        raise StaleError("选中的意见有的已经不在这个事项里，请刷新。")
    if any(o.status == OpinionStatus.FED_BACK for o in opinions):
        raise RuleError("有的意见已经反馈给提出人，不能再移动。")


def touch(matter: Matter) -> None:
    """The matter has changed: a page that shows an older version is stale."""
    Matter.objects.filter(pk=matter.pk).update(version=F("version") + 1)


def settle(opinion_ids: Iterable[int], *, actor: User, at: datetime, note: str = "") -> None:
    """Give each opinion the status its matters call for, with an event where it changes.

    The rows are locked before their matters are read: two hands that take one opinion out of
    its two matters at the same time leave it 待归并, not lost.
    """
    found = Opinion.objects.select_for_update(of=("self",)).select_related("region", "contributor__deputy")
    opinions = list(found.filter(pk__in=list(opinion_ids)).order_by("pk"))
    matters: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = MatterSource.objects.filter(opinion__in=opinions).order_by("matter_id")
    for opinion_id, destination, reason in rows.values_list("opinion_id", "matter__destination", "matter__reason"):
        matters[opinion_id].append((destination, reason))
    for opinion in opinions:
        _settle_one(opinion, matters[opinion.pk], actor=actor, at=at, note=note)


def _settle_one(opinion: Opinion, matters: list[tuple[str, str]], *, actor: User, at: datetime, note: str) -> None:
    wanted, reason = OpinionStatus.WAITING, ""
    if matters:
        declined = all(destination == Destination.NONE for destination, _ in matters)
        wanted = OpinionStatus.NOT_ASSIGNED if declined else OpinionStatus.MERGED
        reason = matters[0][1] if declined else ""
    if opinion.status == wanted or (opinion.status == OpinionStatus.FED_BACK and matters):
        return
    if opinion.status not in _STEP:
        raise StaleError("有的意见后来又办理了，这一步不能再改。")
    note = note or reason
    move(opinion_verbs.STEPS, _STEP[wanted], opinion, actor=actor, record=record, at=at, note=note, reason=reason)


def state_of(matters: Iterable[Matter]) -> State:
    """Which opinions stand in which of `matters`, as a MergeAction stores it."""
    found: State = {str(m.pk): [] for m in matters}
    rows = MatterSource.objects.filter(matter__in=[int(k) for k in found]).order_by("opinion_id")
    for matter_id, opinion_id in rows.values_list("matter_id", "opinion_id"):
        found[str(matter_id)].append(opinion_id)
    return found


class Acting:
    """Write one MergeAction around a block: the state before and after it; nothing if the block fails."""

    def __init__(
        self,
        kind: str,
        label: str,
        *,
        actor: User,
        unit: Unit,
        at: datetime,
        matters: list[Matter],
        opinions: Sequence[Opinion],
    ) -> None:
        self.matters = matters
        self.action = MergeAction(unit=unit, kind=kind, actor=actor, at=at, label=label[:120])
        self.action.before = state_of(matters)
        self.action.statuses = {str(o.pk): o.status for o in opinions}

    def __enter__(self) -> MergeAction:
        return self.action

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.action.after = state_of(self.matters)
            self.action.save(force_insert=True)
