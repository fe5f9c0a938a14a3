"""A sitting's life: 未开始 → 记录中 → 已结束, and back to 记录中 when something was forgotten."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from common.errors import StaleError
from common.steps import Step, Steps, move
from meetings import rules
from meetings.choices import SittingStatus as S
from meetings.models import Sitting
from meetings.workflow.recording import record

STEPS: Steps = {
    "start": Step("开始记录", (S.READY,), S.RECORDING, rules.may_record),
    "end": Step("结束记录", (S.RECORDING,), S.ENDED, rules.may_record),
    "resume": Step("继续记录", (S.ENDED,), S.RECORDING, rules.may_record),
}


def start(sitting: Sitting, *, actor: User, at: datetime | None = None) -> Sitting:
    """Recording begins. Refused when it has begun or ended."""
    move(STEPS, "start", sitting, actor=actor, record=record, at=at)
    return sitting


def end(sitting: Sitting, *, actor: User, at: datetime | None = None) -> Sitting:
    """Recording ends; rows said before this moment may still arrive, later ones are refused.

    Another recorder was first: StaleError, and the end stays the moment they ended it.
    """
    moment = at or timezone.now()
    if rules.may_record(actor, sitting) and Sitting.objects.filter(pk=sitting.pk, status=S.ENDED).exists():
        raise StaleError("另一位记录人刚刚已经结束了本场记录，记下的都在。")
    move(STEPS, "end", sitting, actor=actor, record=record, at=moment, ended_at=moment)
    return sitting


def resume(sitting: Sitting, *, actor: User, at: datetime | None = None) -> Sitting:
    """Recording goes on after it was ended too early."""
    move(STEPS, "resume", sitting, actor=actor, record=record, at=at, ended_at=None)
    return sitting
