"""Filling the rota: proposed fairly, adjusted by the station, published to the deputies, looked over for the public."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import move
from stations import rules
from stations.models import DutySlot, SlotDeputy, Station
from stations.reports.filling import draft_of
from stations.seating import fill
from stations.workflow.notice import put_right
from stations.workflow.recording import record, require
from stations.workflow.rota import CHANGED_MEANWHILE, STEPS, put_on_day, tell
from stations.workflow.swap import lapse

CHECKED = (
    ("secrets", "没有国家秘密、工作秘密"),
    ("privacy", "没有个人电话、住址、身份证号"),
    ("facts", "时间、地点、代表姓名和层级都核对过"),
)


@transaction.atomic
def propose_rota(
    station: Station, *, actor: User | None, anew: bool = False, at: datetime | None = None
) -> list[DutySlot]:
    """Put deputies on the days to come that are not published, as evenly over the year as can be.

    Who is on a day already stays; with `anew` these days are emptied first. Returns the days that
    changed; nobody is told before the rota is published. Refuses a station without deputies or days.
    """
    require(rules.can_keep_rule, actor, station, "排轮值")
    moment = at or timezone.now()
    today = timezone.localdate(moment)
    if anew:
        drafts = DutySlot.objects.filter(station=station).drafts(today)
        SlotDeputy.objects.filter(slot__in=drafts.values("pk")).delete()
    draft = draft_of(station, today)
    if not draft.members:
        raise RuleError("本站的小组里还没有可以接待的代表。请选工委先把活动小组编到本站。")
    if not draft.slots:
        raise RuleError("没有要排的接待日。请先生成接待日；已经公布的，请到那一天改安排。")
    wanted: dict[int, list[int]] = {}
    for year, slots in draft.by_year().items():
        wanted |= fill(draft.days(slots), draft.people(year), draft.gap_days)
    return _lay(draft.slots, wanted, actor, moment)


def _lay(
    slots: Sequence[DutySlot], wanted: Mapping[int, Collection[int]], actor: User | None, at: datetime
) -> list[DutySlot]:
    """Make the days agree with `wanted`; one line of history for each that changes."""
    changed = []
    for slot in slots:
        before, after = {row.deputy_id for row in slot.slot_deputies.all()}, set(wanted[slot.pk])
        if before != after:
            data = {"before": sorted(before), "after": sorted(after)}
            move(STEPS, "fill", slot, actor=actor, record=record, at=at, data=data)
            put_on_day(slot, after, before)
            changed.append(slot)
    return changed


@transaction.atomic
def adjust_rota(
    station: Station,
    wanted: Mapping[int, Sequence[int]],
    *,
    versions: Mapping[int, int],
    actor: User,
    at: datetime | None = None,
) -> list[DutySlot]:
    """Keep what the station chose for its unpublished days: slot → deputies. All of it or nothing.

    Refuses a page older than one of the days (`versions`), and deputies who are no members.
    """
    require(rules.can_keep_rule, actor, station, "排轮值")
    moment = at or timezone.now()
    draft = draft_of(station, timezone.localdate(moment))
    slots = [slot for slot in draft.slots if slot.pk in wanted]
    if len(slots) != len(wanted) or any(slot.version != versions.get(slot.pk) for slot in slots):
        raise StaleError(CHANGED_MEANWHILE)
    for slot in slots:
        known = {deputy.pk for deputy in draft.members} | {row.deputy_id for row in slot.slot_deputies.all()}
        if set(wanted[slot.pk]) - known:
            raise RuleError("有一位代表不在本站的小组里，请刷新页面再选。")
    return _lay(slots, wanted, actor, moment)


@transaction.atomic
def publish_rota(slots: Iterable[DutySlot], *, actor: User | None, at: datetime | None = None) -> list[DutySlot]:
    """Tell the deputies of these days that they are on duty; days without anybody, and those over, stay drafts.

    Published twice tells nobody twice. Refuses days none of which can be published.
    """
    moment, found = at or timezone.now(), list(slots)
    _all_may(rules.can_keep_rota, found, actor, "公布轮值")
    done = []
    for slot in found:
        on_duty = list(slot.slot_deputies.values_list("deputy_id", flat=True))
        if not on_duty or slot.published_at is not None or slot.date < timezone.localdate(moment):
            continue
        published: dict[str, Any] = {"published_at": moment, "published_by": actor}
        move(STEPS, "publish", slot, actor=actor, record=record, at=moment, **published)
        lapse(slot, at=moment)
        tell(slot, "planned", on_duty)
        done.append(slot)
    if not done:
        raise RuleError("没有可以公布的接待日：还没排代表的，先排好再公布；公布过的不用再公布。")
    return done


@transaction.atomic
def clear_notices(
    slots: Iterable[DutySlot],
    *,
    actor: User | None,
    checked: Collection[str] = (),
    at: datetime | None = None,
) -> list[DutySlot]:
    """保密审查: a second person has looked over what the public will read of these days.

    Needs every point of `CHECKED` from a person. Refuses whoever published the rota, and days that
    are not published; days looked over already are left as they are.
    """
    moment, found = at or timezone.now(), list(slots)
    if actor is not None and any(slot.published_by_id == actor.pk for slot in found):
        raise NotAllowedError("轮值是您公布的，公告要由另一位同志审核。")
    _all_may(rules.can_clear_notice, found, actor, "审核公告")
    if actor is not None and set(checked) != {code for code, _ in CHECKED}:
        raise RuleError("每一条都核对过、勾上，才能审核通过。", field="checked")
    done = []
    for slot in found:
        if slot.published_at is None or slot.cleared_at is not None:
            continue
        cleared: dict[str, Any] = {"cleared_at": moment, "cleared_by": actor}
        move(STEPS, "clear", slot, actor=actor, record=record, at=moment, data={"checked": sorted(checked)}, **cleared)
        put_right(slot, actor=actor, at=moment)
        done.append(slot)
    if not done:
        raise RuleError("没有等审核的公告。先公布轮值，再审核公告。")
    return done


def _all_may(may: Callable[[Any, Any], bool], slots: Iterable[DutySlot], actor: User | None, what: str) -> None:
    """Refuse a person who may not do this with every one of the days."""
    for slot in slots:
        require(may, actor, slot, what)
