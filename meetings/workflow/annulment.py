"""作废 of an issued 简报: it keeps its number and its file, and gives its speeches back."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from common.steps import check, move
from meetings import tasks
from meetings.choices import RaisedStatus
from meetings.models import Briefing
from meetings.workflow import speech
from meetings.workflow.briefing import STEPS, items_of
from meetings.workflow.erratum import errata_of
from meetings.workflow.recording import record

REASON_MAX = 200


@transaction.atomic
def annul(briefing: Briefing, *, actor: User, reason: str, at: datetime | None = None) -> Briefing:
    """作废, by a leader as with an 交办清单: the number stays taken and the frozen file stays as it was.

    Its speeches may stand in a later issue, and what it put right may be put right again. Refuses an issue
    that is not out, and one without a reason.
    """
    check(STEPS, "annul", briefing, actor)
    reason = reason.strip()
    if not reason or len(reason) > REASON_MAX:
        raise RuleError(f"请写作废的原因，最多 {REASON_MAX} 个字。", field="reason")
    moment = at or timezone.now()
    move(STEPS, "annul", briefing, actor=actor, record=record, at=moment, note=reason, annulled_reason=reason)
    raised = [item.raised for item in items_of(briefing)] + [one.item.raised for one in errata_of(briefing)]
    rows = [one for one in raised if one.status == RaisedStatus.PRINTED]
    briefing.items.update(is_live=False)
    briefing.errata.update(is_live=False)
    speech.release_all(rows, actor=actor, briefing=briefing.pk, at=moment)
    transaction.on_commit(partial(tasks.tell_briefing_step.delay, briefing.pk, "annul"), robust=True)
    return briefing
