"""旁听公告: 起草 → 待审查 → 已公开 → 已撤下. Nothing is public before a second person has done the 保密审查."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from meetings import rules
from meetings.actions.meeting import check_preparer
from meetings.choices import AudienceNoticeStatus as S
from meetings.models import AudienceNotice, Meeting, Roll
from meetings.workflow.recording import record

STEPS: Steps = {
    "submit": Step("提请审查", (S.DRAFT, S.DOWN), S.WAITING, rules.keeps_notice),
    "recall": Step("撤回来改", (S.WAITING,), S.DRAFT, rules.keeps_notice),
    "publish": Step("审查通过并公开", (S.WAITING,), S.PUBLISHED, rules.checks_notice),
    "send_back": Step("退回修改", (S.WAITING,), S.DRAFT, rules.checks_notice),
    "take_down": Step("撤下", (S.PUBLISHED,), S.DOWN, rules.can_take_down),
}


@transaction.atomic
def write_notice(
    meeting: Meeting, *, actor: User, body: str, closes_on: date, asks_id: bool, at: datetime | None = None
) -> AudienceNotice:
    """The notice in these words. Refused while it waits for review or is public, with a telephone or identity
    number of a person in it, and for a closing day after the meeting."""
    check_preparer(actor, meeting)
    if closes_on > meeting.occasion.held_on:
        raise RuleError("报名要在开会以前截止。", field="closes_on")
    notice = AudienceNotice.objects.filter(meeting=meeting).first() or AudienceNotice(meeting=meeting)
    if notice.status not in STEPS["submit"].sources:
        raise RuleError("公告在审查或者已经公开，先撤回来再改。")
    notice.body, notice.closes_on, notice.asks_id = clean_pasted(body).strip(), closes_on, asks_id
    try:
        notice.clean_fields()
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise RuleError(texts[0], field=field) from error
    notice.version += notice.pk is not None
    notice.save()
    record(notice, step="write", target=notice.status, actor=actor, at=at or timezone.now())
    return notice


@transaction.atomic
def submit_notice(notice: AudienceNotice, *, actor: User, at: datetime | None = None) -> AudienceNotice:
    """To whoever does the 保密审查. Refused without seats, and when the closing day is over."""
    moment = at or timezone.now()
    check(STEPS, "submit", notice, actor)
    if notice.closes_on < timezone.localdate(moment):
        raise RuleError("报名截止日已经过了，请先改截止日。")
    if not Roll.objects.filter(meeting=notice.meeting_id, audience_quota__gt=0).exists():
        raise RuleError("还没有定旁听席数，请先到“旁听申请”里填席数。")
    move(STEPS, "submit", notice, actor=actor, record=record, at=moment, submitted_by=actor, reviewed_by=None)
    return notice


@transaction.atomic
def publish_notice(
    notice: AudienceNotice, *, actor: User, checked: bool, at: datetime | None = None
) -> AudienceNotice:
    """Looked over word by word by another person, and public. Refused to who submitted it, and unchecked."""
    if notice.submitted_by_id == actor.pk:
        raise NotAllowedError("公告要由另一个人审查，提请的人不能自己审。")
    if not checked:
        raise RuleError("审查过了才能公开，请打勾。", field="checked")
    moment = at or timezone.now()
    facts: dict[str, Any] = {"reviewed_by": actor, "published_at": moment}
    move(STEPS, "publish", notice, actor=actor, record=record, at=moment, data={"checked": True}, **facts)
    return notice


def send_back(notice: AudienceNotice, *, actor: User, note: str, at: datetime | None = None) -> AudienceNotice:
    """Not in these words; says why."""
    reason = _reason(note)
    move(STEPS, "send_back", notice, actor=actor, record=record, at=at, note=reason)
    return notice


def recall(notice: AudienceNotice, *, actor: User, at: datetime | None = None) -> AudienceNotice:
    """Back to whoever wrote it, before anybody has reviewed it."""
    move(STEPS, "recall", notice, actor=actor, record=record, at=at)
    return notice


def take_down(notice: AudienceNotice, *, actor: User, note: str, at: datetime | None = None) -> AudienceNotice:
    """Off the public side at once; who has applied still finds their answer. To be public again it is reviewed anew."""
    reason = _reason(note)
    move(STEPS, "take_down", notice, actor=actor, record=record, at=at, note=reason)
    return notice


def _reason(note: str) -> str:
    if not note.strip():
        raise RuleError("请写一句为什么。", field="note")
    return note.strip()[:200]
