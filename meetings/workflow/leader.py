"""A leader's speech: written down, approved, published. 待审定 → 已审定 → 已公开, each way back with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import untabled
from meetings import rules
from meetings.choices import SpeechPoint
from meetings.choices import SpeechStatus as S
from meetings.models import LeaderSpeech, Sitting
from meetings.workflow.people import NAME_MAX, TITLE_MAX
from meetings.workflow.recording import record
from stations.validators import check_public_text

MAX_TEXT = 50_000

SPEECH_STEPS: Steps = {
    "approve": Step("审定", (S.PENDING,), S.APPROVED, rules.may_approve_leader_speech),
    "send_back": Step("退回修改", (S.APPROVED,), S.PENDING, rules.may_approve_leader_speech),
    "publish": Step("公开", (S.APPROVED,), S.PUBLIC, rules.may_publish_leader_speech),
    "take_back": Step("撤回公开", (S.PUBLIC,), S.APPROVED, rules.may_withdraw_leader_speech),
}
READ_STEPS = ("approve", "send_back")  # taken by a button; the others ask something


def _tidied(speaker: str, title: str, text: str) -> dict[str, str]:
    """Speaker, title and words without what cannot be seen; refuses what is missing or too long."""
    speaker, title, text = (untabled(words).strip() for words in (speaker, title, text))
    if not speaker:
        raise RuleError("请写讲话人的姓名。", field="speaker")
    if len(speaker) > NAME_MAX:
        raise RuleError(f"姓名最多 {NAME_MAX} 个字。", field="speaker")
    if len(title) > TITLE_MAX:
        raise RuleError(f"职务最多 {TITLE_MAX} 个字。", field="title")
    if not text:
        raise RuleError("还没有写讲话内容。", field="text")
    if len(text) > MAX_TEXT:
        raise RuleError(f"讲话内容最多 {MAX_TEXT} 个字，现在有 {len(text)} 个字。", field="text")
    return {"speaker": speaker, "title": title, "text": text}


def file_speech(
    sitting: Sitting,
    *,
    actor: User,
    speaker: str,
    text: str,
    title: str = "",
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> LeaderSpeech:
    """Write down what a leader said; the same `client_id` again returns what is already there."""
    facts, moment, key = _tidied(speaker, title, text), at or timezone.now(), client_id or uuid4()
    speech = LeaderSpeech(sitting=sitting, recorder=actor, client_id=key, said_at=moment, **facts)
    if not rules.may_write_leader_speech(actor, speech):
        raise NotAllowedError("您可以看这场会议，但不能记领导讲话。")
    try:
        with transaction.atomic():
            speech.save(force_insert=True)
            record(speech, step="file", actor=actor, at=moment, target=S.PENDING)
    except IntegrityError:
        found = LeaderSpeech.objects.filter(client_id=key, sitting=sitting).first()
        if found is None:
            raise
        return found
    return speech


@transaction.atomic
def edit_speech(
    speech: LeaderSpeech,
    *,
    actor: User,
    speaker: str,
    text: str,
    version: int,
    title: str = "",
    at: datetime | None = None,
) -> LeaderSpeech:
    """Correct the words while they wait for approval; the text before stays in the history.

    Refused once approved: what leaders have approved nobody changes. Another hand was first: StaleError.
    """
    facts = _tidied(speaker, title, text)
    if not rules.may_write_leader_speech(actor, speech):
        raise NotAllowedError("您可以看领导讲话，但不能修改。")
    rows = LeaderSpeech.objects.filter(pk=speech.pk, version=version)
    if not rows.filter(status=S.PENDING).update(version=version + 1, **facts):
        if not rows.exists():
            raise StaleError("刚刚有人先改了这篇讲话，请刷新页面看最新内容。")
        raise RuleError("这篇讲话已经审定，不能再改。要改请先由审定人退回。")
    before = {"text": speech.text, "speaker": speech.speaker}
    record(speech, step="edit", actor=actor, at=at or timezone.now(), data=before)
    speech.refresh_from_db()
    return speech


def take_speech_step(
    speech: LeaderSpeech, name: str, *, actor: User, version: int | None = None, at: datetime | None = None
) -> LeaderSpeech:
    """审定 or 退回修改; refused as the table says.

    `version` is what the reader had before them: approved is what was read, so another text is a StaleError.
    """
    if name not in READ_STEPS:
        raise RuleError("没有这一步。")
    _require_read(speech, version)
    move(SPEECH_STEPS, name, speech, actor=actor, record=record, at=at)
    return speech


def _require_read(speech: LeaderSpeech, version: int | None) -> None:
    if version is not None and version != speech.version:
        raise StaleError("这篇讲话刚刚有人动过，请看过最新内容再办。")


def publish_speech(
    speech: LeaderSpeech,
    *,
    checked: Iterable[str],
    actor: User,
    version: int | None = None,
    at: datetime | None = None,
) -> LeaderSpeech:
    """保密审查 passed: every point was looked at, and residents read the approved words from now on.

    Refuses whoever wrote the words down or changed them (提请和审查两个人), a point left out, a mobile or an
    ID number in the words, and words other than those that were read.
    """
    points, moment = sorted(set(checked)), at or timezone.now()
    _require_read(speech, version)
    if rules.has_written(actor, speech):
        raise NotAllowedError("记录和保密审查要由两个人做。这篇讲话您记过或改过，请别的同事审查。")
    check(SPEECH_STEPS, "publish", speech, actor)
    if missing := [str(point.label) for point in SpeechPoint if point.value not in points]:
        raise RuleError(f"还有没核对的：{'；'.join(missing)}。都核对过才能公开。", field="checked")
    try:
        check_public_text(f"{speech.speaker}\n{speech.title}\n{speech.text}")
    except ValidationError as error:
        raise RuleError("".join(error.messages)) from error
    read: dict[str, Any] = {"data": {"checked": points}, "reviewer": actor, "published_at": moment}
    move(SPEECH_STEPS, "publish", speech, actor=actor, record=record, at=moment, **read)
    return speech


def take_back_speech(speech: LeaderSpeech, *, reason: str, actor: User, at: datetime | None = None) -> LeaderSpeech:
    """撤回公开: the public page is gone at once. To stand there again it is reviewed anew."""
    why = reason.strip()
    if not why:
        raise RuleError("请写明原因，会记在案上。", field="reason")
    gone: dict[str, Any] = {"note": why, "reviewer": None, "published_at": None}
    move(SPEECH_STEPS, "take_back", speech, actor=actor, record=record, at=at, **gone)
    return speech
