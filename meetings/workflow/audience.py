"""旁听申请: 待审核 → 通过 or 不通过, never more than there are seats, whoever decides at once.

A seat that was granted can be taken back; citizens apply by themselves while a notice is public.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.actions.roll import add_attendee, remove_attendee
from meetings.choices import AudienceStatus as S
from meetings.models import Attendee, AudienceApplication, AudienceNotice, Meeting, Roll
from meetings.workflow.recording import record
from opinions.choices import Capacity
from stations.choices import HeldWhy
from stations.workflow.message import hash_pin, new_code, pin_of
from stations.workflow.resident import by_code

ADULT, QUOTA_MAX = 18, 200
STEPS: Steps = {
    "pass": Step("通过", (S.APPLIED,), S.PASSED, rules.keeps_plan),
    "refuse": Step("不通过", (S.APPLIED,), S.REFUSED, rules.keeps_plan),
    "revoke": Step("收回旁听席", (S.PASSED,), S.REVOKED, rules.keeps_plan),
    "reopen": Step("重新审核", (S.REFUSED, S.REVOKED), S.APPLIED, rules.keeps_plan),
}


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """What an application says of a person."""

    name: str
    gender: str
    born_on: date
    phone: str
    id_number: str = ""
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
    try:
        return _stored(meeting, who, actor=actor, moment=at or timezone.now())
    except IntegrityError:
        raise RuleError("这个人已经申请过旁听这次会议。", field="id_number") from None


@transaction.atomic
def _stored(
    meeting: Meeting, who: Applicant, *, actor: User | None, moment: datetime, **facts: Any
) -> AudienceApplication:
    day = meeting.occasion.held_on
    age = day.year - who.born_on.year - ((day.month, day.day) < (who.born_on.month, who.born_on.day))
    if age < ADULT:
        raise RuleError(f"开会那天还不满 {ADULT} 周岁，不能旁听。", field="born_on")
    facts |= {**vars(who), "id_hash": keyed_hash(who.id_number or f"audience {who.name} {who.phone}")}
    made = AudienceApplication.objects.create(meeting=meeting, entered_by=actor, entered_at=moment, **facts)
    record(made, step="apply", target=made.status, actor=actor, at=moment)
    return made


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How an application came in: which sending it is, why staff look first, which sum was solved for it."""

    client_id: UUID
    held: str = ""
    proof: str = ""

    def facts(self) -> dict[str, Any]:
        """What the row keeps of it, with a code of its own."""
        code = new_code()
        return {
            "client_id": self.client_id,
            "code": code,
            "pin_hash": hash_pin(code, pin_of(self.client_id)),
            "held_why": self.held,
            "proof": self.proof or None,
        }


def apply_online(
    notice: AudienceNotice, who: Applicant, sending: Sending, *, at: datetime | None = None
) -> AudienceApplication:
    """A citizen applies by themselves; the same sending again returns the one there is.

    Refused while the notice is not public, after its closing day, for a minor, and for the same person twice.
    With `held` staff look first whether it is a person; so with a `proof` that has opened another.
    """
    if found := AudienceApplication.objects.filter(client_id=sending.client_id).first():
        return found
    moment = at or timezone.now()
    if not notice.is_open(timezone.localdate(moment)):
        raise RuleError("报名已经截止，这份申请没有交上。")
    try:
        return _stored(notice.meeting, who, actor=None, moment=moment, **sending.facts())
    except IntegrityError:
        return _sent_before(notice, who, sending, moment)


def _sent_before(notice: AudienceNotice, who: Applicant, sending: Sending, moment: datetime) -> AudienceApplication:
    """What made the database refuse: the same sending twice at once, a spent sum, or the same person."""
    if found := AudienceApplication.objects.filter(client_id=sending.client_id).first():
        return found
    if sending.proof and AudienceApplication.objects.filter(proof=sending.proof).exists():
        again = replace(sending, proof="", held=sending.held or HeldWhy.PROOF)
        return apply_online(notice, who, again, at=moment)
    raise RuleError("您已经报过名了，一个人一次会议只报一次。请凭查询码查结果；要改内容的，请打公告上的电话。")


def open_answer(code: str, pin: str, *, address: str, at: datetime | None = None) -> AudienceApplication:
    """The application that code and PIN open; wrong ones are refused alike, and after some tries for a while."""
    rows = AudienceApplication.objects.exclude(code=None)
    found: AudienceApplication = by_code(
        rows, code, pin, address=address, at=at or timezone.now(), where="打公告上的电话，请工作人员帮您查"
    )
    return found


@transaction.atomic
def grant_seat(application: AudienceApplication, *, actor: User, at: datetime | None = None) -> AudienceApplication:
    """They may listen: one seat of the quota is theirs and they stand on the roll. Refused when all seats are given."""
    meeting = application.meeting
    free = Roll.objects.filter(meeting=meeting, audience_taken__lt=F("audience_quota"))
    won = free.update(audience_taken=F("audience_taken") + 1)
    move(STEPS, "pass", application, actor=actor, record=record, at=at)
    if not won:
        raise RuleError("旁听席已经满了。要再通过，请先增加旁听席数。")
    attendee = add_attendee(
        meeting,
        actor=actor,
        name=application.name,
        capacity=Capacity.CITIZEN_REP,
        title=application.occupation or f"旁听公民（尾号{(application.id_number or application.phone)[-4:]}）",
    )
    AudienceApplication.objects.filter(pk=application.pk).update(attendee=attendee)
    application.attendee = attendee
    return application


def refuse(
    application: AudienceApplication, *, actor: User, reason: str, at: datetime | None = None
) -> AudienceApplication:
    """They may not, and are told why."""
    reason = _reason(reason, "请写不通过的理由。")
    move(STEPS, "refuse", application, actor=actor, record=record, at=at, note=reason, reason=reason)
    return application


def _reason(text: str, missing: str) -> str:
    text = clean_pasted(text).strip()
    if not text:
        raise RuleError(missing, field="reason")
    return text[:200]


@transaction.atomic
def revoke_seat(
    application: AudienceApplication, *, actor: User, reason: str, at: datetime | None = None
) -> AudienceApplication:
    """The seat goes to somebody else: given back to the quota, and they are off the roll. The applicant reads why.

    Refused without a reason, and once they have signed in or anything else was written of them.
    """
    reason = _reason(reason, "请写收回的理由。")
    check(STEPS, "revoke", application, actor)
    Roll.objects.filter(meeting=application.meeting, audience_taken__gt=0).update(
        audience_taken=F("audience_taken") - 1
    )
    seat = application.attendee_id
    facts: dict[str, Any] = {"reason": reason, "attendee": None}
    move(STEPS, "revoke", application, actor=actor, record=record, at=at, note=reason, **facts)
    if seat is not None:
        remove_attendee(Attendee.objects.select_related("meeting__occasion__unit__region").get(pk=seat), actor=actor)
    return application


def reveal_applicant(
    application: AudienceApplication, *, actor: User, reason: str, request: HttpRequest | None = None
) -> dict[str, str]:
    """Number, telephone and address of an applicant, once, for a reason that is logged."""
    if not rules.can_reveal_applicant(actor, application):
        raise NotAllowedError("您不能查看申请人的身份证号、电话和住址。")
    accounts.reveal(actor, f"旁听申请 {application.pk} 的身份证号、电话和住址", reason, request)
    return {"id_number": application.id_number, "phone": application.phone, "address": application.address}


def reopen(application: AudienceApplication, *, actor: User, at: datetime | None = None) -> AudienceApplication:
    """Look at a refused one, or one whose seat was taken back, again."""
    move(STEPS, "reopen", application, actor=actor, record=record, at=at, reason="")
    return application
