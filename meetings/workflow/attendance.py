"""A line of the roll at one 全体会议: 未签到 → 已签到, 请假 or 缺席, each way back open to the staff.

The person's whole meeting is summed up with every step, and whoever is on the list of a sitting is told of
there as well, so that its attendance list prints what the roll says. The line of the person is locked first:
two hands on one line stand in a queue. The same answer sent again changes nothing and writes no second event.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from meetings import rules
from meetings.choices import Attendance, Seat
from meetings.choices import RollStatus as S
from meetings.models import Attendee, Plenary, Presence, Sitting
from meetings.workflow.recording import record

STEPS: Steps = {
    "sign": Step("签到", (S.EXPECTED, S.LEAVE, S.ABSENT), S.PRESENT, rules.keeps_presence_or_self),
    "late": Step("记迟到", (S.EXPECTED, S.LEAVE, S.ABSENT), S.PRESENT, rules.keeps_presence),
    "leave": Step("请假", (S.EXPECTED, S.ABSENT), S.LEAVE, rules.keeps_presence_or_self),
    "come": Step("销假", (S.LEAVE,), S.EXPECTED, rules.keeps_presence_or_self),
    "absent": Step("记缺席", (S.EXPECTED,), S.ABSENT, rules.keeps_presence),
    "undo": Step("撤销", (S.PRESENT, S.ABSENT), S.EXPECTED, rules.keeps_presence),
}
# 回复参加 changes no status: until the door everybody is only expected.
ANSWERS: Steps = {"agree": Step("参加", (S.EXPECTED,), None, rules.keeps_roll_or_self, button=False)}
REASON_MAX = 120
OVER = "会议已经开过了。要改请假情况，请找会务人员。"


def sign(attendee: Attendee, plenary: Plenary | None = None, *, actor: User, at: datetime | None = None) -> Attendee:
    """They are here. Sent twice, the first time stands. By oneself only with the code at the door, which the page
    checks, and late once it has begun; refused for another's line."""
    plenary, moment = plenary or only_of(attendee), at or timezone.now()
    own = rules.is_self(actor, attendee) and not rules.keeps_roll(actor, attendee)
    begins = plenary.begins_at
    late = own and begins is not None and moment > begins
    facts: dict[str, Any] = {"signed_at": moment, "by_self": own, "is_late": late, "reason": ""}
    return _settle(attendee, plenary, "sign", actor=actor, at=moment, **facts)


def late(attendee: Attendee, plenary: Plenary | None = None, *, actor: User, at: datetime | None = None) -> Attendee:
    """They came after it had begun: staff say so, whose tick may follow the person by an hour."""
    moment = at or timezone.now()
    facts: dict[str, Any] = {"signed_at": moment, "by_self": False, "is_late": True, "reason": ""}
    return _settle(attendee, plenary or only_of(attendee), "late", actor=actor, at=moment, **facts)


@transaction.atomic
def leave(
    attendee: Attendee,
    plenaries: Iterable[Plenary] = (),
    *,
    actor: User,
    reason: str,
    at: datetime | None = None,
) -> Attendee:
    """They ask for leave of these 全体会议, of the whole meeting if none is named: then of all that they have not
    signed in to. With a reason; by oneself until the day of each, by staff at any time."""
    reason = clean_pasted(reason).strip()
    if not reason:
        raise RuleError("请写请假事由。", field="reason")
    if len(reason) > REASON_MAX:
        raise RuleError(f"请假事由最多 {REASON_MAX} 个字。", field="reason")
    named = list(plenaries)
    asked = [one for one in named or _all_of(attendee) if _may_answer(one, attendee, actor, at)]
    if not asked or (named and len(asked) < len(named)):
        raise RuleError(OVER)
    if not named:
        signed = set(attendee.presences.filter(status=S.PRESENT).values_list("plenary_id", flat=True))
        asked = [one for one in asked if one.pk not in signed] or asked
    for one in asked:
        _settle(attendee, one, "leave", actor=actor, at=at, note=reason, reason=reason)
    if attendee.status == S.LEAVE:
        Attendee.objects.filter(pk=attendee.pk).update(agreed_at=None)
        attendee.agreed_at = None
    return attendee


@transaction.atomic
def come(
    attendee: Attendee, plenaries: Iterable[Plenary] = (), *, actor: User, at: datetime | None = None
) -> Attendee:
    """They can come after all, to these or to all they are on leave from."""
    moment = at or timezone.now()
    away = [one.plenary for one in attendee.presences.filter(status=S.LEAVE).select_related(*WITH_DAY)]
    asked = [one for one in list(plenaries) or away or _all_of(attendee) if _may_answer(one, attendee, actor, moment)]
    if not asked:
        raise RuleError(OVER)
    for one in asked:
        _settle(attendee, one, "come", actor=actor, at=moment, reason="")
    Attendee.objects.filter(pk=attendee.pk).update(agreed_at=moment)
    attendee.agreed_at = moment
    return attendee


def agree(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """They answer that they will come; said again, nothing changes."""
    moment = at or timezone.now()
    if not any(_may_answer(one, attendee, actor, moment) for one in _all_of(attendee)):
        raise RuleError(OVER)
    with transaction.atomic():
        check(ANSWERS, "agree", attendee, actor)
        if Attendee.objects.filter(pk=attendee.pk, agreed_at=None).update(agreed_at=moment):
            move(ANSWERS, "agree", attendee, actor=actor, record=record, at=moment)
    attendee.refresh_from_db(fields=["agreed_at"])
    return attendee


def absent(attendee: Attendee, plenary: Plenary | None = None, *, actor: User, at: datetime | None = None) -> Attendee:
    """They neither came nor asked for leave."""
    return _settle(attendee, plenary or only_of(attendee), "absent", actor=actor, at=at)


def undo(attendee: Attendee, plenary: Plenary | None = None, *, actor: User, at: datetime | None = None) -> Attendee:
    """Take back a tick put on the wrong line."""
    facts: dict[str, Any] = {"signed_at": None, "by_self": False, "is_late": False}
    return _settle(attendee, plenary or only_of(attendee), "undo", actor=actor, at=at, **facts)


@transaction.atomic
def close(plenary: Plenary, *, actor: User, at: datetime | None = None) -> int:
    """Everybody who has not signed in and is not on leave was absent; returns how many. Refuses before the day."""
    moment = at or timezone.now()
    if timezone.localdate(moment) < plenary.day:
        raise RuleError("会议还没有开，不能记缺席。")
    settled = plenary.presences.exclude(status=S.EXPECTED).values("attendee_id")
    waiting = list(plenary.meeting.attendees.exclude(pk__in=settled).with_row_data().order_by("id"))
    for attendee in waiting:
        absent(attendee, plenary, actor=actor, at=moment)
    return len(waiting)


WITH_DAY = ("plenary__meeting__occasion",)


def _all_of(attendee: Attendee) -> list[Plenary]:
    return list(attendee.meeting.plenaries.select_related("meeting__occasion"))


def only_of(attendee: Attendee) -> Plenary:
    """The one 全体会议 of a meeting that has one; refused where it must be said which."""
    found = _all_of(attendee)
    if len(found) != 1:
        raise RuleError("这次会议有几次全体会议，请先选是哪一次。")
    return found[0]


def _may_answer(plenary: Plenary, attendee: Attendee, actor: User, at: datetime | None) -> bool:
    """Staff at any time; people for themselves until the day is over."""
    return rules.keeps_roll(actor, attendee) or timezone.localdate(at or timezone.now()) <= plenary.day


@transaction.atomic
def _settle(
    attendee: Attendee, plenary: Plenary, step: str, *, actor: User, at: datetime | None, note: str = "", **facts: Any
) -> Attendee:
    """One step at one 全体会议; already there, it is done."""
    Attendee.objects.filter(pk=attendee.pk).update(status=F("status"))  # the lock: the first write
    presence = Presence.objects.get_or_create(attendee=attendee, plenary=plenary)[0]
    presence.attendee, presence.plenary = attendee, plenary
    target = STEPS[step].target
    done = ("sign", "leave", "absent", *(("late",) if presence.is_late else ()))
    if presence.status == target and step in done:
        check({"again": Step(STEPS[step].label, (target,), None, STEPS[step].may)}, "again", presence, actor)
        return attendee
    data = {"plenary": str(plenary)}
    move(STEPS, step, presence, actor=actor, record=record, at=at, note=note, data=data, **facts)
    sum_up(attendee)
    return attendee


def sum_up(attendee: Attendee) -> None:
    """The whole meeting in one word, from what is written of each 全体会议; the lists of the sittings follow."""
    total = attendee.meeting.plenaries.count()
    known = list(attendee.presences.values_list("status", flat=True))
    attendee.status = S.whole([*known, *[S.EXPECTED] * (total - len(known))])
    Attendee.objects.filter(pk=attendee.pk).update(status=attendee.status)
    _tell_sittings(attendee)


def attendance_of(attendee: Attendee) -> str:
    """What stands beside the name on the list of a sitting."""
    if attendee.status in (S.LEAVE, S.ABSENT):
        return str(Attendance(attendee.status))
    return Seat.ATTENDANCE[attendee.seat]


def _tell_sittings(attendee: Attendee) -> None:
    rows = attendee.participants.exclude(attendance=attendance_of(attendee))
    for pk in sorted(rows.values_list("sitting_id", flat=True)):
        Sitting.objects.raise_revision(pk)
    rows.update(attendance=attendance_of(attendee))
