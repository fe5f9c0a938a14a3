"""Invitations to a face-to-face sitting: 还没有通知 → 等答复 → 能参加 | 不能参加; who comes goes onto its list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actions import notify
from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted, cn_short
from deputies.choices import Level
from deputies.models import Deputy, Mandate
from meetings.choices import Attendance, SittingStatus
from meetings.choices import InvitationStatus as S
from meetings.models import Participant, Sitting
from meetings.models.face import FaceInvitation, FaceSitting
from meetings.rules import face as rules
from meetings.workflow.people import check_person
from meetings.workflow.recording import record
from opinions.choices import Capacity
from opinions.models import Contributor

REASON_MAX = 120
CAPACITY_OF = {
    Level.NATION: Capacity.NATION_DEPUTY,
    Level.PROVINCE: Capacity.PROVINCE_DEPUTY,
    Level.CITY: Capacity.CITY_DEPUTY,
    Level.COUNTY: Capacity.COUNTY_DEPUTY,
    Level.TOWNSHIP: Capacity.TOWN_DEPUTY,
}
OPEN = (S.ASKED, S.YES, S.NO)

STEPS: Steps = {
    "send": Step("发出邀请", (S.LISTED,), S.ASKED, rules.keeps_invitations),
    "accept": Step("能参加", OPEN, S.YES, rules.is_asked),
    "decline": Step("不能参加", OPEN, S.NO, rules.is_asked),
    "note_yes": Step("登记能参加", (S.LISTED, *OPEN), S.YES, rules.keeps_invitations),
    "note_no": Step("登记不能参加", (S.LISTED, *OPEN), S.NO, rules.keeps_invitations),
    "seat": Step("列入参会人", (S.LISTED, *OPEN), None, rules.keeps_invitations),
}


# --- who is asked -------------------------------------------------------------------------------
@transaction.atomic
def invite_deputies(face: FaceSitting, deputies: Iterable[Deputy], *, actor: User) -> int:
    """Put deputies on the list, each once, in the highest capacity they now hold; returns how many are new.

    Nobody is told yet: that is `send`. Refused when nobody new was chosen and once the sitting has ended.
    The revision first: it locks the sitting, so that two presses at once ask nobody twice.
    """
    _check_open(face, actor)
    Sitting.objects.raise_revision(face.sitting_id)
    asked = set(face.invitations.exclude(deputy=None).values_list("deputy_id", flat=True))
    fresh = [one for one in deputies if one.pk not in asked]
    if not fresh:
        raise RuleError("没有选新的代表。已经在名单里的不用再选。", field="deputies")
    capacities = _capacities(fresh)
    for deputy in fresh:
        contributor = Contributor.named(
            deputy.name, capacities[deputy.pk], phone=deputy.phone, title=deputy.post, deputy=deputy
        )
        contributor.save()
        FaceInvitation.objects.create(face=face, contributor=contributor, deputy=deputy)
    return len(fresh)


def _capacities(deputies: list[Deputy]) -> dict[int, str]:
    """Of each the capacity of the highest congress they sit in now; without a mandate 县（区）人大代表."""
    order = list(CAPACITY_OF)
    found: dict[int, str] = {one.pk: Capacity.COUNTY_DEPUTY for one in deputies}
    best: dict[int, int] = {}
    held = Mandate.objects.in_force(timezone.localdate()).filter(deputy__in=deputies, level__in=order)
    for deputy_id, level in held.values_list("deputy_id", "level"):
        rank = order.index(Level(level))
        if rank < best.get(deputy_id, len(order)):
            best[deputy_id], found[deputy_id] = rank, CAPACITY_OF[Level(level)]
    return found


@transaction.atomic
def invite_citizen(
    face: FaceSitting,
    *,
    actor: User,
    name: str,
    capacity: str,
    title: str = "",
    phone: str = "",
    secrecy: bool = False,
) -> FaceInvitation:
    """Put a citizen on the list, with what the ledger will know of them once they speak."""
    _check_open(face, actor)
    name, title = check_person(name, capacity, title)
    contributor = Contributor.named(name, capacity, phone=phone, title=title, secrecy=secrecy)
    contributor.save()
    return FaceInvitation.objects.create(face=face, contributor=contributor)


@transaction.atomic
def uninvite(invitation: FaceInvitation, *, actor: User) -> None:
    """Take off the list who was put there by mistake. Refused once they were told, answered or came."""
    if not rules.keeps_invitations(actor, invitation):
        raise NotAllowedError("您可以看邀请名单，但不能修改。")
    if invitation.status != S.LISTED or is_seated(invitation):
        raise RuleError("已经通知、已经答复或者已经列入参会人的，不能从名单里去掉。")
    contributor = invitation.contributor
    invitation.delete()
    contributor.delete()


def _check_open(face: FaceSitting, actor: User) -> None:
    if not rules.may_prepare_face(actor, face):
        raise NotAllowedError("您可以看邀请名单，但不能修改。")
    if face.sitting.status == SittingStatus.ENDED:
        raise RuleError("这场座谈会已经结束，不用再邀请。")


# --- told, and what they say --------------------------------------------------------------------
@transaction.atomic
def send(face: FaceSitting, *, actor: User, at: datetime | None = None) -> int:
    """Tell every deputy on the list who has an account and was not told; returns how many. The rest are telephoned."""
    _check_open(face, actor)
    moment = at or timezone.now()
    rows = face.invitations.with_people().filter(status=S.LISTED, deputy__user__is_active=True)
    told = list(rows)
    if not told:
        raise RuleError("名单里没有还没通知、又有账号的代表。没有账号的人，请打电话邀请，再登记答复。")
    for invitation in told:
        move(STEPS, "send", invitation, actor=actor, record=record, at=moment, told_at=moment)
        transaction.on_commit(partial(_tell, invitation), robust=True)
    return len(told)


def _tell(invitation: FaceInvitation) -> None:
    """One notice to the deputy; sent again it reaches nobody twice."""
    deputy, occasion = invitation.deputy, invitation.face.sitting.occasion
    if deputy is None or deputy.user is None:
        return
    label = f"请您参加{occasion.title}（{cn_short(occasion.held_on)}），请答复能不能参加"
    notify([deputy.user], key=f"face:{invitation.pk}", label=label, url=invitation.get_absolute_url())


def answer(
    invitation: FaceInvitation, *, actor: User, comes: bool, reason: str = "", at: datetime | None = None
) -> FaceInvitation:
    """The deputy's own receipt; may be changed until the sitting begins. 不能参加 needs a reason."""
    return _answer(invitation, "accept" if comes else "decline", actor, reason, at, by_phone=False)


def note_answer(
    invitation: FaceInvitation, *, actor: User, comes: bool, reason: str = "", at: datetime | None = None
) -> FaceInvitation:
    """Staff write down what was said by telephone, of anybody on the list."""
    return _answer(invitation, "note_yes" if comes else "note_no", actor, reason, at, by_phone=True)


def _answer(
    invitation: FaceInvitation, step: str, actor: User, reason: str, at: datetime | None, *, by_phone: bool
) -> FaceInvitation:
    check(STEPS, step, invitation, actor)
    if invitation.face.sitting.status != SittingStatus.READY:
        raise RuleError("座谈会已经开始或者开完了，不用再答复。")
    words = "" if STEPS[step].target == S.YES else _checked_reason(reason)
    moment = at or timezone.now()
    facts: dict[str, Any] = {"reason": words, "answered_at": moment, "by_phone": by_phone}
    move(STEPS, step, invitation, actor=actor, record=record, at=moment, note=words, **facts)
    return invitation


def _checked_reason(reason: str) -> str:
    words = clean_pasted(reason).strip()
    if not words:
        raise RuleError("不能参加的，请写一句原因。", field="reason")
    if len(words) > REASON_MAX:
        raise RuleError(f"原因最多 {REASON_MAX} 个字。", field="reason")
    return words


# --- who comes ----------------------------------------------------------------------------------
def is_seated(invitation: FaceInvitation) -> bool:
    """Whether they stand on the list of the sitting."""
    return Participant.objects.filter(contributor_id=invitation.contributor_id).exists()


def seat_all(face: FaceSitting, *, actor: User, at: datetime | None = None) -> int:
    """Everybody who said they come onto the list of the sitting, each once; returns how many are new there."""
    return _seat(face, face.invitations.with_people().filter(status=S.YES), actor, at)


def seat(invitation: FaceInvitation, *, actor: User, at: datetime | None = None) -> int:
    """One who came, whatever they had said."""
    return _seat(invitation.face, [invitation], actor, at)


@transaction.atomic
def _seat(face: FaceSitting, invitations: Iterable[FaceInvitation], actor: User, at: datetime | None) -> int:
    """The revision first: it locks the sitting, so that two presses at once seat nobody twice."""
    if not rules.may_prepare_face(actor, face):
        raise NotAllowedError("您可以看邀请名单，但不能修改参会人。")
    Sitting.objects.raise_revision(face.sitting_id)
    there = set(face.sitting.participants.values_list("contributor_id", flat=True))
    coming = [one for one in invitations if one.contributor_id not in there]
    if not coming:
        raise RuleError("没有新的人要列入：能参加的都已经在参会人名单里了。")
    last = face.sitting.participants.aggregate(last=Max("order"))["last"] or 0
    for number, invitation in enumerate(coming, start=last + 1):
        move(STEPS, "seat", invitation, actor=actor, record=record, at=at)
        _put(face, invitation, number)
    return len(coming)


def _put(face: FaceSitting, invitation: FaceInvitation, number: int) -> None:
    try:
        Participant.objects.create(
            sitting_id=face.sitting_id,
            contributor_id=invitation.contributor_id,
            attendance=Attendance.INVITED,
            order=number,
        )
    except IntegrityError as error:
        raise RuleError(f"{invitation}已经在参会人名单里了，请刷新页面。") from error
