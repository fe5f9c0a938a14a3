"""旁听申请: 待审核 → 通过 or 不通过, never more than there are seats, whoever decides at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common.crypto import keyed_hash
from common.errors import RuleError
from common.steps import Step, Steps, move
from common.text import clean_pasted
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.actions.roll import add_attendee
from meetings.choices import AudienceStatus as S
from meetings.models import AudienceApplication, Event, Meeting, Roll
from opinions.choices import Capacity

ADULT, QUOTA_MAX = 18, 200
STEPS: Steps = {
    "pass": Step("通过", (S.APPLIED,), S.PASSED, rules.keeps_plan),
    "refuse": Step("不通过", (S.APPLIED,), S.REFUSED, rules.keeps_plan),
    "reopen": Step("重新审核", (S.REFUSED,), S.APPLIED, rules.keeps_plan),
}


def _record(application: AudienceApplication, **facts: Any) -> Event:
    return Event.objects.create(application=application, **facts)


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """What an application says of a person."""

    name: str
    gender: str
    born_on: date
    id_number: str
    phone: str
    occupation: str = ""
    address: str = ""
    topic: str = ""


def set_quota(meeting: Meeting, *, actor: User, quota: int) -> Roll:
    """How many may listen; refused below those who were granted a seat already."""
    check_preparer(actor, meeting)
    if not 0 <= quota <= QUOTA_MAX:
        raise RuleError(f"旁听席数填 0 到 {QUOTA_MAX}。", field="quota")
    Roll.objects.get_or_create(meeting=meeting)
    if not Roll.objects.filter(meeting=meeting, audience_taken__lte=quota).update(audience_quota=quota):
        raise RuleError("已经通过的人比这个数多，旁听席数不能再少。", field="quota")
    return Roll.objects.get(meeting=meeting)


@transaction.atomic
def apply_for(
    meeting: Meeting, who: Applicant, *, actor: User, at: datetime | None = None
) -> AudienceApplication:
    """Enter an application. Refused for who is not of age on the day of the meeting, and for the same person twice."""
    check_preparer(actor, meeting)
    moment, day = at or timezone.now(), meeting.occasion.held_on
    age = day.year - who.born_on.year - ((day.month, day.day) < (who.born_on.month, who.born_on.day))
    if age < ADULT:
        raise RuleError(f"开会那天还不满 {ADULT} 周岁，不能旁听。", field="born_on")
    facts = {**vars(who), "id_hash": keyed_hash(who.id_number)}
    try:
        with transaction.atomic():
            made = AudienceApplication.objects.create(meeting=meeting, entered_by=actor, entered_at=moment, **facts)
    except IntegrityError:
        raise RuleError("这个人已经申请过旁听这次会议。", field="id_number") from None
    _record(made, step="apply", target=made.status, actor=actor, at=moment)
    return made


@transaction.atomic
def grant_seat(application: AudienceApplication, *, actor: User, at: datetime | None = None) -> AudienceApplication:
    """They may listen: one seat of the quota is theirs and they stand on the roll. Refused when all seats are given."""
    meeting = application.meeting
    free = Roll.objects.filter(meeting=meeting, audience_taken__lt=F("audience_quota"))
    won = free.update(audience_taken=F("audience_taken") + 1)
    move(STEPS, "pass", application, actor=actor, record=_record, at=at)
    if not won:
        raise RuleError("旁听席已经满了。要再通过，请先增加旁听席数。")
    attendee = add_attendee(
        meeting,
        actor=actor,
        name=application.name,
        capacity=Capacity.CITIZEN_REP,
        title=application.occupation or f"旁听公民（尾号{application.id_number[-4:]}）",
    )
    AudienceApplication.objects.filter(pk=application.pk).update(attendee=attendee)
    application.attendee = attendee
    return application


def refuse(
    application: AudienceApplication, *, actor: User, reason: str, at: datetime | None = None
) -> AudienceApplication:
    """They may not, and are told why."""
    reason = clean_pasted(reason).strip()
    if not reason:
        raise RuleError("请写不通过的理由。", field="reason")
    move(STEPS, "refuse", application, actor=actor, record=_record, at=at, note=reason, reason=reason[:200])
    return application


def reopen(application: AudienceApplication, *, actor: User, at: datetime | None = None) -> AudienceApplication:
    """Look at a refused one again."""
    move(STEPS, "reopen", application, actor=actor, record=_record, at=at, reason="")
    return application
