"""调班 and 来不了: deputies agree among themselves, the station sees it and need do nothing.

Every word is written into the history of the reception day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, move
from deputies.models import Deputy
from stations import rules, tasks
from stations.choices import SlotStatus, SwapStatus
from stations.models import Absence, DutySlot, SlotDeputy, Swap
from stations.workflow.recording import record

W = SwapStatus

STEPS: Steps = {
    "agree": Step("同意调班", (W.ASKED,), W.AGREED, rules.is_asked),
    "decline": Step("不同意", (W.ASKED,), W.DECLINED, rules.is_asked),
    "withdraw": Step("收回", (W.ASKED,), W.WITHDRAWN, rules.is_asker),
    "lapse": Step("作废", (W.ASKED,), W.WITHDRAWN, rules.is_asker, by_system=True, button=False),
}


def _record(swap: Swap, *, step: str, source: str, target: str, data: Any, **facts: Any) -> Any:
    """The swap's line stands in the history of its day, and of the day given in return."""
    told = {**data, "swap": swap.pk, "asker": swap.asker_id, "asked": swap.asked_id}
    for slot in filter(None, (swap.in_return, swap.slot)):
        event = record(slot, step=f"swap_{step}", source=source, target=target, data=told, **facts)
    return event


@transaction.atomic
def ask_swap(
    duty: SlotDeputy,
    *,
    asked: Deputy,
    actor: User,
    in_return: DutySlot | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Swap:
    """Ask another deputy of the station to come instead; with `in_return`, for a day of theirs.

    Refused: for somebody else's day, once a day has begun, a deputy who is no member of the
    station's groups, is on that day already or said they cannot come, and a second request while
    the first waits.
    """
    moment = at or timezone.now()
    swap = Swap(slot=duty.slot, asker=duty.deputy, asked=asked, in_return=in_return, note=note.strip(), asked_at=moment)
    if duty.deputy.user_id != actor.pk:
        raise NotAllowedError("只有排到的代表本人能请人调班。")
    _check_request(swap, moment)
    try:
        with transaction.atomic():
            swap.save(force_insert=True)
    except IntegrityError as error:
        raise RuleError("这一天您已经请了一位，等回话，或者先收回再请别人。") from error
    _record(swap, step="ask", source="", target=swap.status, actor=actor, at=moment, note=swap.note, data={})
    _tell(swap, "asked")
    return swap


def _check_request(swap: Swap, at: datetime) -> None:
    slot, asked, back = swap.slot, swap.asked, swap.in_return
    _check_open(slot, at)
    if asked.pk == swap.asker_id or not _members(slot).filter(pk=asked.pk).exists():
        raise RuleError("请从本站的代表里选一位。", field="choice")
    _check_free(slot, asked)
    if back is None:
        return
    _check_open(back, at)
    if back.station_id != slot.station_id or not back.slot_deputies.filter(deputy=asked).exists():
        raise StaleError(f"{asked.name}那一天的安排刚刚变了，请再看一遍。")
    _check_free(back, swap.asker)


def _members(slot: DutySlot) -> Any:
    groups = slot.station.groups.values("group_id")
    return Deputy.objects.filter(memberships__left_on=None, memberships__group__in=groups)


def _check_open(slot: DutySlot, at: datetime) -> None:
    if slot.status != SlotStatus.PLANNED or slot.published_at is None:
        raise RuleError("这个接待日已经取消或者接待过，不用再调。")
    if at >= slot.begins:
        raise RuleError("接待已经开始，不能再调班。有急事请给联络站打电话。")


def _check_free(slot: DutySlot, deputy: Deputy) -> None:
    if slot.slot_deputies.filter(deputy=deputy).exists():
        raise RuleError(f"{deputy.name}这一天也排上了，请另选一位。", field="choice")
    if slot.absences.filter(deputy=deputy).exists():
        raise RuleError(f"{deputy.name}说过这一天来不了，请另选一位。", field="choice")


@transaction.atomic
def agree_swap(swap: Swap, *, actor: User, at: datetime | None = None) -> Swap:
    """The deputy who was asked comes instead, and says with it that they can come.

    All or nothing: if either day has begun, was cancelled, or its deputies were changed meanwhile,
    nothing is changed and the sentence says so.
    """
    moment = at or timezone.now()
    _hold_days(swap)
    move(STEPS, "agree", swap, actor=actor, record=_record, at=moment, answered_at=moment)
    _change_hands(swap.slot, swap.asker, swap.asked, moment)
    if swap.in_return is not None:
        _change_hands(swap.in_return, swap.asked, swap.asker, moment)
    _tell(swap, "agreed")
    return swap


def _hold_days(swap: Swap) -> None:
    """The days before the swap, as every other verb takes them: in the other order two hands lock each other out."""
    days = [pk for pk in (swap.slot_id, swap.in_return_id) if pk is not None]
    list(DutySlot.objects.select_for_update().filter(pk__in=days).order_by("pk").values_list("pk", flat=True))


def _change_hands(slot: DutySlot, gives: Deputy, takes: Deputy, at: datetime) -> None:
    """`takes` is on duty for `gives`; the day itself is won first, so two hands never change one day."""
    slot.refresh_from_db()
    _check_open(slot, at)
    open_days = DutySlot.objects.filter(pk=slot.pk, status=SlotStatus.PLANNED, version=slot.version)
    given = open_days.update(version=F("version") + 1) and slot.slot_deputies.filter(deputy=gives).delete()[0]
    if not given:
        raise StaleError("这一天的安排刚刚变了，没有调成，请看最新的安排。")
    _check_free(slot, takes)
    SlotDeputy.objects.create(slot=slot, deputy=takes, confirmed_at=at)
    lapse(slot, at=at, askers={gives.pk})


@transaction.atomic
def decline_swap(swap: Swap, *, actor: User, at: datetime | None = None) -> Swap:
    """The deputy who was asked cannot: everything stays as it was."""
    moment = at or timezone.now()
    move(STEPS, "decline", swap, actor=actor, record=_record, at=moment, answered_at=moment)
    _tell(swap, "declined")
    return swap


@transaction.atomic
def withdraw_swap(swap: Swap, *, actor: User, at: datetime | None = None) -> Swap:
    """The deputy who asked takes it back."""
    move(STEPS, "withdraw", swap, actor=actor, record=_record, at=at)
    return swap


def lapse(slot: DutySlot, *, at: datetime, askers: Collection[int] | None = None) -> None:
    """What was asked about a day that changed is void: of these askers, or of everybody; also as the day in return."""
    rows = Swap.objects.filter(status=W.ASKED).select_related("slot", "in_return")
    own = rows.filter(slot=slot) if askers is None else rows.filter(slot=slot, asker__in=askers)
    back = rows.filter(in_return=slot) if askers is None else rows.filter(in_return=slot, asked__in=askers)
    for swap in (*own, *back):
        move(STEPS, "lapse", swap, actor=None, record=_record, at=at)


def _tell(swap: Swap, kind: str) -> None:
    transaction.on_commit(partial(tasks.tell_of_swap.delay, swap.pk, kind), robust=True)


# --- 这天来不了 ------------------------------------------------------------------------------------
@transaction.atomic
def say_absent(
    slot: DutySlot,
    deputy: Deputy,
    *,
    note: str,
    actor: User,
    wish: DutySlot | None = None,
    at: datetime | None = None,
) -> Absence:
    """“这天来不了”, with a word why; who was put on the day is taken off it and the station hears so.

    `wish` is the day they would rather come: the station sees it, and puts them on it or not. Said twice
    it stays as it was. Refused: for somebody else, without a word, once the deputy said they can come
    (then they ask somebody or ring up), once the day has begun, and a wish that is no day to come of
    the station or one on which they are already, or cannot come either.
    """
    moment = at or timezone.now()
    if deputy.user_id != actor.pk or not _members(slot).filter(pk=deputy.pk).exists():
        raise NotAllowedError("只有本站的代表本人能说这天来不了。")
    _check_absence(slot, deputy, note, moment)
    _check_wish(slot, deputy, wish, moment)
    facts = {"note": note.strip(), "wish": wish, "said_at": moment}
    made, is_new = Absence.objects.get_or_create(slot=slot, deputy=deputy, defaults=facts)
    if is_new:
        _take_off(made, actor, moment)
    return made


def _take_off(absence: Absence, actor: User, at: datetime) -> None:
    """Off the day, if put on it; what was asked of others lapses, and the station hears of a published day."""
    slot, deputy = absence.slot, absence.deputy
    was_on = bool(slot.slot_deputies.filter(deputy=deputy, confirmed_at=None).delete()[0])
    data = {"deputy": deputy.pk, "was_on": was_on}
    record(slot, step="absent", actor=actor, at=at, note=absence.words, data=data)
    lapse(slot, at=at, askers={deputy.pk})
    if was_on:
        DutySlot.objects.filter(pk=slot.pk).update(version=F("version") + 1)
    if was_on and slot.published_at is not None:
        transaction.on_commit(partial(tasks.tell_of_absence.delay, absence.pk), robust=True)


def _check_absence(slot: DutySlot, deputy: Deputy, note: str, at: datetime) -> None:
    if not note.strip():
        raise RuleError("请写一句为什么来不了，如“外出开会”。", field="note")
    if slot.status != SlotStatus.PLANNED or at >= slot.begins:
        raise RuleError("这个接待日已经开始、过去或者取消了。")
    if slot.slot_deputies.filter(deputy=deputy, confirmed_at__isnull=False).exists():
        raise RuleError("您说过这天能去。要换人，请点“请人调班”，或者给联络站打电话。", field="note")


def _check_wish(slot: DutySlot, deputy: Deputy, wish: DutySlot | None, at: datetime) -> None:
    if wish is None:
        return
    if wish.pk == slot.pk or wish.station_id != slot.station_id:
        raise RuleError("想改的那天，请在本站别的接待日里选。", field="wish")
    if wish.status != SlotStatus.PLANNED or at >= wish.begins:
        raise RuleError("想改的那天已经开始、过去或者取消了，请另选一天。", field="wish")
    if wish.slot_deputies.filter(deputy=deputy).exists():
        raise RuleError("想改的那天本来就排了您，请另选一天。", field="wish")
    if wish.absences.filter(deputy=deputy).exists():
        raise RuleError("您说过想改的那天也来不了，请另选一天。", field="wish")


@transaction.atomic
def take_back_absence(absence: Absence, *, actor: User, at: datetime | None = None) -> None:
    """“又能来了”: the station may put the deputy on the day again."""
    if absence.deputy.user_id != actor.pk:
        raise NotAllowedError("只有代表本人能改。")
    record(absence.slot, step="present", actor=actor, at=at or timezone.now(), data={"deputy": absence.deputy_id})
    absence.delete()
