"""A line of the roll: 未签到 → 已签到, 请假 or 缺席, each way back open to the staff.

Whoever is on the list of a sitting is told of there as well, so that its attendance list prints what
the roll says. The same answer sent again changes nothing and writes no second event.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from meetings import rules
from meetings.choices import Attendance, Seat
from meetings.choices import RollStatus as S
from meetings.models import Attendee, Event, Meeting, Sitting

STEPS: Steps = {
    "sign": Step("签到", (S.EXPECTED, S.LEAVE, S.ABSENT), S.PRESENT, rules.keeps_roll_or_self),
    "leave": Step("请假", (S.EXPECTED, S.ABSENT), S.LEAVE, rules.keeps_roll_or_self),
    "come": Step("销假", (S.LEAVE,), S.EXPECTED, rules.keeps_roll_or_self),
    "absent": Step("记缺席", (S.EXPECTED,), S.ABSENT, rules.keeps_roll),
    "undo": Step("撤销", (S.PRESENT, S.ABSENT), S.EXPECTED, rules.keeps_roll),
    # 回复参加 changes no status: until the door everybody is only expected.
    "agree": Step("参加", (S.EXPECTED,), None, rules.keeps_roll_or_self, button=False),
}
REASON_MAX = 120


def record(attendee: Attendee, **facts: Any) -> Event:
    """Append one event to the history of a line of the roll."""
    return Event.objects.create(attendee=attendee, **facts)


def sign(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """They are here. Sent twice, the first time stands. By oneself only with the code at the door,
    which the page checks; refused for another's line."""
    moment = at or timezone.now()
    own = rules.is_self(actor, attendee) and not rules.keeps_roll(actor, attendee)
    return _settle(attendee, "sign", S.PRESENT, actor=actor, at=moment, signed_at=moment, by_self=own, reason="")


def leave(attendee: Attendee, *, actor: User, reason: str, at: datetime | None = None) -> Attendee:
    """They ask for leave, with a reason. By oneself until the day of the meeting, by staff at any time."""
    reason = clean_pasted(reason).strip()
    if not reason:
        raise RuleError("请写请假事由。", field="reason")
    if len(reason) > REASON_MAX:
        raise RuleError(f"请假事由最多 {REASON_MAX} 个字。", field="reason")
    _check_day(attendee, actor, at)
    return _settle(attendee, "leave", S.LEAVE, actor=actor, at=at, note=reason, reason=reason, agreed_at=None)


def come(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """They can come after all."""
    _check_day(attendee, actor, at)
    moment = at or timezone.now()
    return _settle(attendee, "come", S.EXPECTED, actor=actor, at=moment, reason="", agreed_at=moment)


def agree(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """They answer that they will come; said again, nothing changes."""
    moment = at or timezone.now()
    _check_day(attendee, actor, moment)
    with transaction.atomic():
        check(STEPS, "agree", attendee, actor)
        if Attendee.objects.filter(pk=attendee.pk, agreed_at=None).update(agreed_at=moment):
            move(STEPS, "agree", attendee, actor=actor, record=record, at=moment)
    attendee.refresh_from_db(fields=["agreed_at"])
    return attendee


def absent(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """They neither came nor asked for leave."""
    return _settle(attendee, "absent", S.ABSENT, actor=actor, at=at)


def undo(attendee: Attendee, *, actor: User, at: datetime | None = None) -> Attendee:
    """Take back a tick put on the wrong line."""
    return _settle(attendee, "undo", S.EXPECTED, actor=actor, at=at, signed_at=None, by_self=False)


@transaction.atomic
def close(meeting: Meeting, *, actor: User, at: datetime | None = None) -> int:
    """Everybody who has not signed in and is not on leave was absent; returns how many. Refuses before the day."""
    moment = at or timezone.now()
    if timezone.localdate(moment) < meeting.occasion.held_on:
        raise RuleError("会议还没有开，不能记缺席。")
    waiting = list(meeting.attendees.filter(status=S.EXPECTED).with_row_data())
    for attendee in waiting:
        absent(attendee, actor=actor, at=moment)
    return len(waiting)


def _check_day(attendee: Attendee, actor: User, at: datetime | None) -> None:
    day = timezone.localdate(at or timezone.now())
    if not rules.keeps_roll(actor, attendee) and not attendee.may_answer_on(day):
        raise RuleError("会议已经开过了。要改请假情况，请找会务人员。")


def _settle(
    attendee: Attendee, step: str, target: str, *, actor: User, at: datetime | None, note: str = "", **facts: Any
) -> Attendee:
    """One step; already there or won by a twin of the same request, it is done."""
    attendee.refresh_from_db(fields=["status"])
    if attendee.status == target and step in ("sign", "leave", "absent"):
        check({"again": Step(STEPS[step].label, (target,), None, STEPS[step].may)}, "again", attendee, actor)
        return attendee
    try:
        with transaction.atomic():
            move(STEPS, step, attendee, actor=actor, record=record, at=at, note=note, **facts)
            _tell_sittings(attendee)
    except StaleError:
        attendee.refresh_from_db()
        if attendee.status != target:
            raise
    return attendee


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
