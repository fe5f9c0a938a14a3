"""梳理归并: opinions into matters, out again, moved, split, undone; and where a matter goes.

Opinions in = opinions out: a merge never loses one, an undo restores exactly what was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import move
from opinions import rules
from opinions.choices import Destination, MergeKind, OpinionStatus, UnitRole, Visibility
from opinions.models import (
    Assignment,
    Category,
    HandlingRule,
    Matter,
    MatterSource,
    MatterUnit,
    MergeAction,
    Occasion,
    Opinion,
)
from opinions.workflow import opinion as opinion_verbs
from opinions.workflow.recording import record

State = dict[str, list[int]]


@transaction.atomic
def merge(
    opinions: Sequence[Opinion],
    *,
    actor: User,
    unit: Unit,
    rule: HandlingRule,
    matter: Matter | None = None,
    title: str = "",
    occasion: Occasion | None = None,
    at: datetime | None = None,
) -> Matter:
    """Put `opinions` into `matter`, or into a new one named `title`; returns the matter.

    An opinion may be in several matters. Refused for a matter already in a list, for opinions
    that are not on the board, and for an empty choice.
    """
    moment = at or timezone.now()
    if not opinions:
        raise RuleError("请先选中要归并的意见。")
    target = matter or _new_matter(actor=actor, unit=unit, rule=rule, title=title, occasion=occasion, at=moment)
    _may_change(actor, target)
    with _acting(actor, unit, MergeKind.MERGE, f"{len(opinions)} 条意见归入“{target.title}”", [target], opinions) as act:
        if matter is None:
            act.made = [target.pk]
        for opinion in opinions:
            _put_in(target, opinion, actor=actor, at=moment)
    return target


@transaction.atomic
def split(
    matter: Matter, opinions: Sequence[Opinion], *, actor: User, title: str, at: datetime | None = None
) -> Matter:
    """Take `opinions` out of `matter` into a new one of the same unit, rule and occasion."""
    moment = at or timezone.now()
    _may_change(actor, matter)
    _are_in(matter, opinions)
    fresh = _new_matter(
        actor=actor, unit=matter.unit, rule=matter.rule, title=title, occasion=matter.occasion, at=moment
    )
    label = f"从“{matter.title}”拆出 {len(opinions)} 条"
    with _acting(actor, matter.unit, MergeKind.SPLIT, label, [matter, fresh], opinions) as act:
        act.made = [fresh.pk]
        MatterSource.objects.filter(matter=matter, opinion__in=opinions).delete()
        MatterSource.objects.bulk_create([MatterSource(matter=fresh, opinion=o) for o in opinions])
        _touch(matter)
    return fresh


@transaction.atomic
def move_to(
    opinion: Opinion, *, source: Matter, target: Matter, actor: User, at: datetime | None = None
) -> Matter:
    """Move one opinion from `source` to `target`."""
    moment = at or timezone.now()
    _may_change(actor, source)
    _may_change(actor, target)
    _are_in(source, [opinion])
    label = f"1 条从“{source.title}”移到“{target.title}”"
    with _acting(actor, target.unit, MergeKind.MOVE, label, [source, target], [opinion]):
        MatterSource.objects.filter(matter=source, opinion=opinion).delete()
        MatterSource.objects.get_or_create(matter=target, opinion=opinion)
        _touch(source)
        record(target, step="merge", actor=actor, at=moment, data={"opinion": opinion.pk})
        _touch(target)
    return target


@transaction.atomic
def take_out(
    matter: Matter, opinions: Sequence[Opinion], *, actor: User, at: datetime | None = None
) -> None:
    """Take `opinions` out; one that is in no other matter is 待归并 again."""
    moment = at or timezone.now()
    _may_change(actor, matter)
    _are_in(matter, opinions)
    label = f"从“{matter.title}”移出 {len(opinions)} 条"
    with _acting(actor, matter.unit, MergeKind.MOVE, label, [matter], opinions):
        MatterSource.objects.filter(matter=matter, opinion__in=opinions).delete()
        _touch(matter)
        for opinion in opinions:
            _back_to_waiting(opinion, actor=actor, at=moment)


@transaction.atomic
def decline(
    opinions: Sequence[Opinion],
    *,
    actor: User,
    unit: Unit,
    rule: HandlingRule,
    reason: str,
    title: str = "",
    occasion: Occasion | None = None,
    at: datetime | None = None,
) -> Matter:
    """不交办 on the board: a matter with that destination and the reason, in the same verb."""
    reason = reason.strip()
    if not reason:
        raise RuleError("不交办要写明理由。", field="reason")
    if not opinions:
        raise RuleError("请先选中意见。")
    moment = at or timezone.now()
    matter = _new_matter(
        actor=actor, unit=unit, rule=rule, title=title or opinions[0].brief, occasion=occasion, at=moment
    )
    with _acting(actor, unit, MergeKind.DECLINE, f"{len(opinions)} 条不交办", [matter], opinions) as act:
        act.made = [matter.pk]
        Matter.objects.filter(pk=matter.pk).update(destination=Destination.NONE, reason=reason)
        for opinion in opinions:
            MatterSource.objects.create(matter=matter, opinion=opinion)
            move(
                opinion_verbs.STEPS, "decline", opinion, actor=actor, record=record, at=moment, note=reason, reason=reason
            )
    matter.refresh_from_db()
    return matter


@transaction.atomic
def undo(action: MergeAction, *, actor: User, at: datetime | None = None) -> None:
    """Restore what was before `action`, while nothing later touched the same matters or opinions."""
    moment = at or timezone.now()
    matters = {m.pk: m for m in Matter.objects.filter(pk__in=[int(k) for k in action.after]).select_related("unit__region")}
    for matter in matters.values():
        _may_change(actor, matter)
    if _state(matters.values()) != action.after or len(matters) != len(action.after):
        raise StaleError("这一步之后又有改动，不能直接撤回。请先撤回后面的改动。")
    won = MergeAction.objects.filter(pk=action.pk, undone_at=None).update(undone_at=moment)
    if not won:
        raise StaleError("这一步已经撤回过了。")
    for key, wanted in action.before.items():
        _restore(matters[int(key)], wanted)
    opinions = {o.pk: o for o in Opinion.objects.filter(pk__in=[int(k) for k in action.statuses]).select_related("region", "contributor__deputy")}
    for key, status in action.statuses.items():
        _restore_status(opinions[int(key)], status, actor=actor, at=moment)
    for pk in action.made:
        record(matters[pk], step="undo", actor=actor, at=moment, note="撤回归并，事项作废")
        Matter.objects.filter(pk=pk).update(destination=Destination.NONE, reason="归并时撤回")


@transaction.atomic
def decide(
    matter: Matter,
    *,
    actor: User,
    version: int,
    title: str,
    wording: str,
    demand: str,
    destination: str,
    category: Category | None,
    reason: str = "",
    leads: Iterable[Unit] = (),
    cos: Iterable[Unit] = (),
    rule: HandlingRule | None = None,
    at: datetime | None = None,
) -> Matter:
    """Give the matter its wording, category, destination and units.

    交办 needs a lead that may lead (一府一委两院, vertical units, public-service enterprises, never a
    party body), wording and demand; 不交办 needs a reason. StaleError if another hand was first.
    """
    _may_change(actor, matter)
    leads, cos = list(leads), list(cos)
    _check_decision(title, wording, destination, reason, leads, cos)
    won = Matter.objects.filter(pk=matter.pk, version=version).update(
        title=title.strip(),
        wording=wording.strip(),
        demand=demand.strip(),
        destination=destination,
        category=category,
        reason=reason.strip(),
        rule=rule or matter.rule,
        version=F("version") + 1,
    )
    if not won:
        raise StaleError("这个事项刚被别人改过。请看一下现在的内容，再决定怎样改。")
    MatterUnit.objects.filter(matter=matter).delete()
    MatterUnit.objects.bulk_create(
        [MatterUnit(matter=matter, unit=u, role=UnitRole.LEAD) for u in leads]
        + [MatterUnit(matter=matter, unit=u, role=UnitRole.CO) for u in cos]
    )
    matter.refresh_from_db()
    matter.save(update_fields=["search_terms"])  # update() above does not refresh the search index
    record(matter, step="decide", actor=actor, at=at or timezone.now(), target=destination[:16])
    return matter


def _check_decision(
    title: str, wording: str, destination: str, reason: str, leads: list[Unit], cos: list[Unit]
) -> None:
    if not title.strip():
        raise RuleError("请写事项名称。", field="title")
    if destination == Destination.NONE and not reason.strip():
        raise RuleError("不交办要写明理由。", field="reason")
    if destination != Destination.ASSIGN:
        return
    if not wording.strip():
        raise RuleError("交办的事项要写意见建议内容。", field="wording")
    if not leads:
        raise RuleError("交办的事项要定主办单位。", field="leads")
    wrong = next((u for u in [*leads, *cos] if not u.may_lead), None)
    if wrong is not None:
        raise RuleError(
            f"{wrong.name}不能承办交办事项。涉及党委部门职责的，去向请选“报告市委（党委）”。", field="leads"
        )
    if {u.pk for u in leads} & {u.pk for u in cos}:
        raise RuleError("同一个单位不能既主办又协办。", field="cos")


# --- inside -------------------------------------------------------------------------------------
def _new_matter(
    *, actor: User, unit: Unit, rule: HandlingRule, title: str, occasion: Occasion | None, at: datetime
) -> Matter:
    title = title.strip()
    if not title:
        raise RuleError("请给这个事项起个名称。", field="title")
    matter = Matter(unit=unit, rule=rule, title=title[:80], occasion=occasion, created_at=at)
    if not rules.can_work_matter(actor, matter):
        raise NotAllowedError("您没有“归并”的权限。")
    matter.save(force_insert=True)
    record(matter, step="create", actor=actor, at=at)
    return matter


def _may_change(actor: User, matter: Matter) -> None:
    if not rules.can_work_matter(actor, matter):
        raise NotAllowedError("您没有“归并”的权限。")
    if Assignment.objects.filter(matter=matter, is_live=True).exists():
        raise RuleError("这个事项已经在交办清单里，不能再改。新的意见请另立事项，进补充清单。")


def _are_in(matter: Matter, opinions: Sequence[Opinion]) -> None:
    wanted = {o.pk for o in opinions}
    if not wanted:
        raise RuleError("请先选中意见。")
    found = set(MatterSource.objects.filter(matter=matter, opinion__in=wanted).values_list("opinion_id", flat=True))
    if found != wanted:
        raise StaleError("选中的意见有的已经不在这个事项里，请刷新。")


def _put_in(matter: Matter, opinion: Opinion, *, actor: User, at: datetime) -> None:
    """Write first: the pair is unique, the status is won by compare-and-set."""
    if opinion.visibility == Visibility.WITHDRAWN:
        raise RuleError("有的意见已被记录人删除，不能归并。请刷新。")
    _, new = MatterSource.objects.get_or_create(matter=matter, opinion=opinion)
    if opinion.status == OpinionStatus.WAITING:
        move(opinion_verbs.STEPS, "merge", opinion, actor=actor, record=record, at=at, data={"matter": matter.pk})
    elif opinion.status == OpinionStatus.MERGED:
        if new:
            record(opinion, step="merge", actor=actor, at=at, source="merged", target="merged", data={"matter": matter.pk})
    else:
        raise RuleError(f"“{opinion.brief}”现在是“{opinion.get_status_display()}”，不能归并。")
    if new:
        _touch(matter)


def _back_to_waiting(opinion: Opinion, *, actor: User, at: datetime) -> None:
    if not opinion.sources.exists() and opinion.status in (OpinionStatus.MERGED, OpinionStatus.NOT_ASSIGNED):
        move(opinion_verbs.STEPS, "unmerge", opinion, actor=actor, record=record, at=at, reason="")


def _restore(matter: Matter, wanted: list[int]) -> None:
    MatterSource.objects.filter(matter=matter).exclude(opinion_id__in=wanted).delete()
    have = set(MatterSource.objects.filter(matter=matter).values_list("opinion_id", flat=True))
    MatterSource.objects.bulk_create([MatterSource(matter=matter, opinion_id=pk) for pk in wanted if pk not in have])
    _touch(matter)


def _restore_status(opinion: Opinion, status: str, *, actor: User, at: datetime) -> None:
    if opinion.status == status:
        return
    if status == OpinionStatus.WAITING:
        move(opinion_verbs.STEPS, "unmerge", opinion, actor=actor, record=record, at=at, note="撤回归并", reason="")
    elif status == OpinionStatus.MERGED and opinion.status == OpinionStatus.WAITING:
        move(opinion_verbs.STEPS, "merge", opinion, actor=actor, record=record, at=at, note="撤回移出")
    else:
        raise StaleError("有的意见后来又办理了，不能直接撤回。")


def _touch(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(version=F("version") + 1)


def _state(matters: Iterable[Matter]) -> State:
    found: State = {str(m.pk): [] for m in matters}
    rows = MatterSource.objects.filter(matter__in=[int(k) for k in found]).order_by("opinion_id")
    for matter_id, opinion_id in rows.values_list("matter_id", "opinion_id"):
        found[str(matter_id)].append(opinion_id)
    return found


class _acting:  # noqa: N801 - reads as the block it opens
    """Write one MergeAction around a block: the state before and after it."""

    def __init__(
        self, actor: User, unit: Unit, kind: str, label: str, matters: list[Matter], opinions: Sequence[Opinion]
    ) -> None:
        self.matters = matters
        self.action = MergeAction(unit=unit, kind=kind, actor=actor, label=label[:120])
        self.action.before = _state(matters)
        self.action.statuses = {str(o.pk): o.status for o in opinions}

    def __enter__(self) -> MergeAction:
        return self.action

    def __exit__(self, kind: Any, *_rest: Any) -> None:
        if kind is None:
            self.action.after = _state(self.matters)
            self.action.save(force_insert=True)
