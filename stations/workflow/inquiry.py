"""部门负责人进站问政: asked, answered or promised, seen to; or passed into the ledger and followed there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import RuleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from opinions.choices import Intent
from opinions.models import Channel, Contributor, Opinion
from opinions.workflow.opinion import Heard, Said, check_text, register
from stations import rules
from stations.choices import ActivityStatus, InquiryStatus
from stations.models import Activity, ActivityOpinion, Inquiry
from stations.workflow.recording import record, require

S = InquiryStatus

STEPS: Steps = {
    "answer": Step("记现场答复", (S.ASKED,), S.ANSWERED, rules.can_keep_inquiry, by_system=True),
    "promise": Step("记承诺", (S.ASKED, S.ANSWERED, S.MISSED), S.PROMISED, rules.can_keep_inquiry, by_system=True),
    "keep": Step("登记兑现", (S.PROMISED, S.MISSED), S.KEPT, rules.can_follow, by_system=True),
    "miss": Step("登记还没有做到", (S.PROMISED,), S.MISSED, rules.can_follow, by_system=True),
    "to_ledger": Step("转入意见台账", (S.ASKED, S.ANSWERED, S.MISSED), S.LEDGER, rules.can_keep_inquiry),
}


@transaction.atomic
def ask(
    activity: Activity,
    *,
    unit: Unit,
    question: str,
    contributor: Contributor,
    client_id: UUID,
    actor: User | None,
    at: datetime | None = None,
) -> Inquiry:
    """Write down a question to `unit`; `contributor` is not saved yet. The same `client_id` again is the
    same question. Refused before invitations went out and once the activity is filed or cancelled."""
    words = clean_pasted(question).strip()
    _check(activity, words, actor)
    if found := Inquiry.objects.filter(client_id=client_id).first():
        return found
    moment = at or timezone.now()
    facts = {"unit": unit, "question": words, "created_by": actor, "created_at": moment}
    try:
        with transaction.atomic():
            contributor.save(force_insert=True)
            made = Inquiry.objects.create(activity=activity, client_id=client_id, contributor=contributor, **facts)
    except IntegrityError:
        return Inquiry.objects.get(client_id=client_id)
    record(made, step="ask", actor=actor, at=moment, target=made.status)
    return made


def _check(activity: Activity, words: str, actor: User | None) -> None:
    require(rules.can_keep_activity, actor, activity, "登记问题")
    if activity.status not in (ActivityStatus.NOTIFIED, ActivityStatus.HELD):
        raise RuleError("发出邀请以后、归档以前，才登记问题。")
    if not words:
        raise RuleError("请写下问的什么。", field="question")
    check_text(words)


def answer(inquiry: Inquiry, *, text: str, actor: User | None, at: datetime | None = None) -> Inquiry:
    """What the unit's head answered on the spot."""
    words = _words(text, "text", "请写一句怎样答复的。")
    move(STEPS, "answer", inquiry, actor=actor, record=record, at=at, answer=words)
    return inquiry


def promise(
    inquiry: Inquiry,
    *,
    text: str,
    due_on: date,
    follower: Unit | None = None,
    actor: User | None,
    at: datetime | None = None,
) -> Inquiry:
    """What the unit promised to do by `due_on`, and who follows it up: the station where it was promised,
    else the organiser. A day before the activity is refused. A promise missed may be promised again."""
    activity = inquiry.activity
    words = _words(text, "text", "请写下承诺做什么。")
    if due_on < activity.held_on:
        raise RuleError("期限不能早于活动那一天。", field="due_on")
    who = follower or (activity.station.unit if activity.station else activity.organiser)
    before = {"promise": inquiry.promise, "due_on": inquiry.due_on.isoformat() if inquiry.due_on else ""}
    facts: dict[str, Any] = {"promise": words, "due_on": due_on, "follower": who}
    move(STEPS, "promise", inquiry, actor=actor, record=record, at=at, data=before, **facts)
    return inquiry


def keep(inquiry: Inquiry, *, evidence: str, actor: User | None, at: datetime | None = None) -> Inquiry:
    """It was done; `evidence` says how one can tell."""
    words = _words(evidence, "evidence", "请写一句办成了什么样，怎样看出来的。")
    move(STEPS, "keep", inquiry, actor=actor, record=record, at=at, note=words, evidence=words)
    return inquiry


def miss(inquiry: Inquiry, *, evidence: str, actor: User | None, at: datetime | None = None) -> Inquiry:
    """The day came and it was not done; `evidence` says how it stands and why."""
    words = _words(evidence, "evidence", "请写一句现在办到哪一步、卡在哪里。")
    move(STEPS, "miss", inquiry, actor=actor, record=record, at=at, note=words, evidence=words)
    return inquiry


@transaction.atomic
def to_ledger(inquiry: Inquiry, *, actor: User, at: datetime | None = None) -> Opinion:
    """Pass the question into the ledger as it was asked: it is merged, assigned and answered there, and
    nobody types it again."""
    check(STEPS, "to_ledger", inquiry, actor)
    activity, moment = inquiry.activity, at or timezone.now()
    heard = Heard(
        contributor=inquiry.contributor,
        channel=Channel.objects.get(code="forum"),
        occasion=activity.occasion,
        unit=activity.organiser,
        region=activity.organiser.region,
        heard_on=activity.held_on,
        is_proxy=True,
    )
    said = Said(inquiry.question, intent=Intent.PROBLEM)
    opinion = register(said, heard, actor=actor, client_id=uuid5(inquiry.client_id, "ledger"), at=moment)
    ActivityOpinion.objects.create(activity=activity, opinion=opinion)
    move(STEPS, "to_ledger", inquiry, actor=actor, record=record, at=moment, opinion=opinion)
    return opinion


def _words(text: str, field: str, missing: str) -> str:
    words = clean_pasted(text).strip()
    if not words:
        raise RuleError(missing, field=field)
    return words
