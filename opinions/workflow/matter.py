"""梳理归并: opinions into matters, out again, moved, split, undone.

Opinions in = opinions out: a merge never loses one, an undo restores exactly what was before.
Where a matter goes is in `decision`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError, StaleError
from opinions import rules
from opinions.choices import Destination, MergeKind, OpinionStatus, Visibility
from opinions.models import (
    Event,
    HandlingRule,
    Matter,
    MatterSource,
    MergeAction,
    Occasion,
    Opinion,
)
from opinions.workflow.merging import Acting, are_in, may_change, may_take_in, settle, state_of, touch
from opinions.workflow.recording import record


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
    if matter is not None:
        may_take_in(actor, matter)
    target = matter or _new_matter(actor=actor, unit=unit, rule=rule, title=title, occasion=occasion, at=moment)
    label = f"{len(opinions)} 条意见归入“{target.title}”"
    with Acting(MergeKind.MERGE, label, actor=actor, unit=unit, at=moment, matters=[target], opinions=opinions) as act:
        if matter is None:
            act.made = [target.pk]
        _put_all_in(target, opinions, actor=actor, at=moment)
    return target


@transaction.atomic
def split(
    matter: Matter, opinions: Sequence[Opinion], *, actor: User, title: str, at: datetime | None = None
) -> Matter:
    """Take `opinions` out of `matter` into a new one of the same unit, rule and occasion."""
    moment = at or timezone.now()
    may_change(actor, matter)
    are_in(matter, opinions)
    fresh = _new_matter(
        actor=actor, unit=matter.unit, rule=matter.rule, title=title, occasion=matter.occasion, at=moment
    )
    label = f"从“{matter.title}”拆出 {len(opinions)} 条"
    with Acting(
        MergeKind.SPLIT, label, actor=actor, unit=matter.unit, at=moment, matters=[matter, fresh], opinions=opinions
    ) as act:
        act.made = [fresh.pk]
        MatterSource.objects.filter(matter=matter, opinion__in=opinions).delete()
        MatterSource.objects.bulk_create([MatterSource(matter=fresh, opinion=o) for o in opinions])
        touch(matter)
        settle([o.pk for o in opinions], actor=actor, at=moment)
    return fresh


@transaction.atomic
def move_to(
    opinions: Sequence[Opinion], *, source: Matter, target: Matter, actor: User, at: datetime | None = None
) -> Matter:
    """Move `opinions` from `source` to `target`."""
    moment = at or timezone.now()
    if source.pk == target.pk:
        raise RuleError("意见已经在这个事项里。请选另一个事项。", field="target")
    may_change(actor, source)
    may_take_in(actor, target)
    are_in(source, opinions)
    label = f"{len(opinions)} 条从“{source.title}”移到“{target.title}”"
    both = [source, target]
    with Acting(MergeKind.MOVE, label, actor=actor, unit=target.unit, at=moment, matters=both, opinions=opinions):
        MatterSource.objects.filter(matter=source, opinion__in=opinions).delete()
        for opinion in opinions:
            MatterSource.objects.get_or_create(matter=target, opinion=opinion)
        record(target, step="merge", actor=actor, at=moment, data={"opinions": [o.pk for o in opinions]})
        touch(source)
        touch(target)
        settle([o.pk for o in opinions], actor=actor, at=moment)
    return target


@transaction.atomic
def take_out(matter: Matter, opinions: Sequence[Opinion], *, actor: User, at: datetime | None = None) -> None:
    """Take `opinions` out; one that is in no other matter is 待归并 again."""
    moment = at or timezone.now()
    may_change(actor, matter)
    are_in(matter, opinions)
    label = f"从“{matter.title}”移出 {len(opinions)} 条"
    with Acting(MergeKind.MOVE, label, actor=actor, unit=matter.unit, at=moment, matters=[matter], opinions=opinions):
        MatterSource.objects.filter(matter=matter, opinion__in=opinions).delete()
        touch(matter)
        settle([o.pk for o in opinions], actor=actor, at=moment)


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
    _may_decline(opinions, reason)
    moment = at or timezone.now()
    title = title or opinions[0].brief
    matter = _new_matter(actor=actor, unit=unit, rule=rule, title=title, occasion=occasion, at=moment)
    label = f"{len(opinions)} 条不交办"
    with Acting(
        MergeKind.DECLINE, label, actor=actor, unit=unit, at=moment, matters=[matter], opinions=opinions
    ) as act:
        act.made = [matter.pk]
        Matter.objects.filter(pk=matter.pk).update(destination=Destination.NONE, reason=reason.strip())
        MatterSource.objects.bulk_create([MatterSource(matter=matter, opinion=o) for o in opinions])
        settle([o.pk for o in opinions], actor=actor, at=moment)
    matter.refresh_from_db()
    return matter


def _may_decline(opinions: Sequence[Opinion], reason: str) -> None:
    if not reason.strip():
        raise RuleError("不交办要写明理由。", field="reason")
    if not opinions:
        raise RuleError("请先选中意见。")
    if any(o.status != OpinionStatus.WAITING or o.visibility == Visibility.WITHDRAWN for o in opinions):
        raise RuleError("只有待归并的意见能定为不交办。已归并的，请到它的事项里改去向。")


@transaction.atomic
def undo(action: MergeAction, *, actor: User, at: datetime | None = None) -> None:
    """Restore what was before `action`, while nothing later touched the same matters or opinions.

    A matter that the act made stays, empty and 不交办, so that its history is kept.
    """
    moment = at or timezone.now()
    matters = {m.pk: m for m in _matters_of(action)}
    for matter in matters.values():
        may_change(actor, matter)
    won = MergeAction.objects.filter(pk=action.pk, undone_at=None).update(undone_at=moment)
    if not won:
        raise StaleError("这一步已经撤回过了。")
    _may_undo(action, matters)
    for key, wanted in action.before.items():
        _restore(matters[int(key)], wanted)
    for pk in action.made:
        record(matters[pk], step="undo", actor=actor, at=moment, note="撤回归并，事项作废")
        Matter.objects.filter(pk=pk).update(destination=Destination.NONE, reason="归并时撤回")
    settle([int(key) for key in action.statuses], actor=actor, at=moment, note="撤回归并")


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


def _put_all_in(matter: Matter, opinions: Sequence[Opinion], *, actor: User, at: datetime) -> None:
    ordered = sorted(opinions, key=lambda o: o.pk)  # one order of locks for all
    added = [_put_in(matter, opinion, actor=actor, at=at) for opinion in ordered]
    if any(added):
        touch(matter)
    settle([o.pk for o in opinions], actor=actor, at=at)


def _put_in(matter: Matter, opinion: Opinion, *, actor: User, at: datetime) -> bool:
    """Write first: the pair is unique. What the page showed must still hold for the opinion. Whether it is new."""
    if opinion.visibility == Visibility.WITHDRAWN:
        raise RuleError("有的意见已被记录人删除，不能归并。请刷新。")
    if opinion.status not in (OpinionStatus.WAITING, OpinionStatus.MERGED):
        raise RuleError(f"“{opinion.brief}”现在是“{opinion.get_status_display()}”，不能归并。")
    _, new = MatterSource.objects.get_or_create(matter=matter, opinion=opinion)
    same = Opinion.objects.select_for_update().filter(pk=opinion.pk, version=opinion.version)
    if same.values_list("pk", flat=True).first() is None:
        raise StaleError("刚刚有人先处理了其中一条意见，请刷新页面看最新情况。")
    if new:
        data = {"matter": matter.pk}
        if opinion.status == OpinionStatus.MERGED:
            record(opinion, step="merge", actor=actor, at=at, source="merged", target="merged", data=data)
    return new


def _matters_of(action: MergeAction) -> Iterable[Matter]:
    return Matter.objects.filter(pk__in=[int(key) for key in action.after]).select_related("unit__region")


def _may_undo(action: MergeAction, matters: dict[int, Matter]) -> None:
    if len(matters) != len(action.after) or state_of(matters.values()) != action.after:
        raise StaleError("这一步之后又有改动，不能直接撤回。请先撤回后面的改动。")
    if Event.objects.filter(matter__in=action.made, step="decide").exists():
        raise StaleError("这个事项后来定了去向，不能直接撤回。请到事项里移出意见。")
    back = {pk for wanted in action.before.values() for pk in wanted}
    if Opinion.objects.filter(pk__in=back, visibility=Visibility.WITHDRAWN).exists():
        raise StaleError("有的意见后来被记录人删除，这一步不能再撤回。")


def _restore(matter: Matter, wanted: list[int]) -> None:
    MatterSource.objects.filter(matter=matter).exclude(opinion_id__in=wanted).delete()
    have = set(MatterSource.objects.filter(matter=matter).values_list("opinion_id", flat=True))
    MatterSource.objects.bulk_create([MatterSource(matter=matter, opinion_id=pk) for pk in wanted if pk not in have])
    touch(matter)
