"""Conveners and key speakers: proposed, then chosen by 秘书长联席会议 with day and paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from common.steps import Step, Steps, move
from common.text import clean_pasted, cn_number
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.choices import AppointmentKind, AppointmentStatus, PlanStatus, Seat
from meetings.models import Appointment, Attendee, Event, GroupPlan, Meeting, Participant, Sitting
from meetings.workflow.publishing import put_duties
from meetings.workflow.recording import record
from opinions.models import Topic

BODY = "秘书长联席会议"
STEPS: Steps = {
    "decide": Step("确定", (AppointmentStatus.PROPOSED,), AppointmentStatus.DECIDED, rules.keeps_plan),
}


def words_of(one: Appointment) -> str:
    """“第二组召集人”, “条例草案重点发言人”."""
    if one.kind == AppointmentKind.CONVENER:
        return f"第{cn_number(one.group or 1)}组召集人"
    return f"{one.topic.short_title if one.topic else ''}重点发言人"


def _record(one: Appointment, **facts: Any) -> Event:
    """The line of history stands with the person: an appointment that is dropped is gone, what happened is not."""
    data = {**dict(facts.pop("data", None) or {}), "what": words_of(one)}
    return record(one.attendee, data=data, **facts)


@transaction.atomic
def appoint(
    meeting: Meeting,
    *,
    actor: User,
    attendee: Attendee,
    group: int | None = None,
    topic: Topic | None = None,
    at: datetime | None = None,
) -> Appointment:
    """Propose a convener of a group, or a key speaker on a topic of the meeting.

    Refused for somebody not on its roll, for a convener who is no member, and twice.
    """
    check_preparer(actor, meeting)
    if attendee.meeting_id != meeting.pk:
        raise RuleError("这个人不在会议名单里。", field="attendee")
    kind = AppointmentKind.CONVENER if group else AppointmentKind.KEY
    if group and attendee.seat != Seat.MEMBER:
        raise RuleError("召集人从常委会组成人员里选。", field="attendee")
    if topic is not None and topic.occasion_id != meeting.occasion_id:
        raise RuleError("这个议题不属于本次会议。", field="topic")
    if not group and topic is None:
        raise RuleError("请选议题。", field="topic")
    try:
        with transaction.atomic():
            made = Appointment.objects.create(meeting=meeting, attendee=attendee, kind=kind, group=group, topic=topic)
    except IntegrityError:
        raise RuleError(f"{attendee}已经拟过了。", field="attendee") from None
    _record(made, step="appoint", target=made.status, actor=actor, at=at or timezone.now())
    return made


@transaction.atomic
def decide(meeting: Meeting, *, actor: User, on: date, paper: str, body: str = BODY, at: datetime | None = None) -> int:
    """Everybody proposed so far is chosen: by whom, on what day, by which paper; returns how many. Where the
    groups stand already, the lists of the sittings are marked at once."""
    check_preparer(actor, meeting)
    paper, body = clean_pasted(paper).strip(), clean_pasted(body).strip()
    moment = at or timezone.now()
    if not paper:
        raise RuleError("请写依据，如会议纪要的文号或名称。", field="paper")
    if on > timezone.localdate(moment):
        raise RuleError("确定日期不能晚于今天。", field="on")
    waiting = list(meeting.appointments.filter(status=AppointmentStatus.PROPOSED).with_row_data())
    if not waiting:
        raise RuleError("没有等着确定的人。")
    data = {"body": body, "on": on.isoformat(), "paper": paper}
    facts: dict[str, Any] = {"body": body, "decided_on": on, "paper": paper}
    for one in waiting:
        move(STEPS, "decide", one, actor=actor, record=_record, at=moment, data=data, **facts)
    _tell_sittings(meeting)
    return len(waiting)


@transaction.atomic
def drop(one: Appointment, *, actor: User, at: datetime | None = None) -> None:
    """Take somebody off the proposal or release who was chosen; their mark on the list goes with it."""
    check_preparer(actor, one.meeting)
    _record(one, step="drop", source=one.status, actor=actor, at=at or timezone.now())
    convener = one.kind == AppointmentKind.CONVENER
    mark = "is_convener" if convener else "is_key_speaker"
    meeting, attendee = one.meeting, one.attendee_id
    one.delete()
    if convener or not meeting.appointments.filter(attendee=attendee, kind=AppointmentKind.KEY).exists():
        rows = Participant.objects.filter(attendee=attendee, sitting__meeting=meeting, **{mark: True})
        for pk in sorted(rows.values_list("sitting_id", flat=True)):
            Sitting.objects.raise_revision(pk)
        rows.update(**{mark: False})


def _tell_sittings(meeting: Meeting) -> None:
    plan = GroupPlan.objects.filter(meeting=meeting, status=PlanStatus.PUBLISHED).first()
    if plan is None:
        return
    for pk in sorted(plan.groups.exclude(sitting=None).values_list("sitting_id", flat=True)):
        Sitting.objects.raise_revision(pk)
    put_duties(plan)
