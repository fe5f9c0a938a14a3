"""更正 of what was printed unread: into a later issue, or put aside with a reason. The old issue stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import move
from meetings import rules
from meetings.models import Briefing, BriefingItem, Erratum
from meetings.workflow.briefing import STEPS
from meetings.workflow.erratum import words_since
from meetings.workflow.recording import record

REASON_MAX = 200
SETTLED = "选的更正里有别人刚处理过的，或者本人的核对撤销了。请刷新后再选。"


@transaction.atomic
def amend(
    briefing: Briefing, items: Sequence[BriefingItem], *, actor: User, at: datetime | None = None
) -> list[Erratum]:
    """Take 更正 into an issue that is edited: of earlier issues of the same unit, each once.

    Refuses what was settled meanwhile, and what another unit printed.
    """
    ids = sorted({one.pk for one in items})
    move(STEPS, "edit", briefing, actor=actor, record=record, at=at, data={"amended": ids})
    found = list(
        BriefingItem.objects.to_correct().with_print_data().filter(pk__in=ids, briefing__unit=briefing.unit_id)
    )
    if not found or len(found) < len(ids):
        raise StaleError(SETTLED)
    facts = {"briefing": briefing, "by": actor, "at": at or timezone.now()}
    now = words_since(found)
    made = [Erratum(item=one, old_text=one.text, new_text=now[one.pk], **facts) for one in found]
    return _save(made)


def _save(made: list[Erratum]) -> list[Erratum]:
    try:
        with transaction.atomic():
            return Erratum.objects.bulk_create(made)
    except IntegrityError as error:
        raise StaleError(SETTLED) from error


@transaction.atomic
def put_aside(item: BriefingItem, *, actor: User, reason: str, at: datetime | None = None) -> Erratum:
    """No 更正 of this speech, for a reason that stays with the issue that printed it."""
    if not rules.can_edit_briefing(actor, item.briefing):
        raise NotAllowedError("您不能处理这一期简报的更正。")
    reason = reason.strip()
    if not reason or len(reason) > REASON_MAX:
        raise RuleError(f"请写不更正的原因，最多 {REASON_MAX} 个字。", field="reason")
    found = BriefingItem.objects.to_correct().with_print_data().filter(pk=item.pk).first()
    if found is None:
        raise StaleError(SETTLED)
    moment = at or timezone.now()
    facts = {"reason": reason, "by": actor, "at": moment}
    (made,) = _save([Erratum(item=found, old_text=found.text, new_text=words_since([found])[found.pk], **facts)])
    record(found.briefing, step="put_aside", actor=actor, at=moment, note=reason, data={"item": item.pk})
    return made


@transaction.atomic
def drop_erratum(erratum: Erratum, *, actor: User, at: datetime | None = None) -> None:
    """Take a 更正 out of an issue that is still edited; it is proposed again."""
    if erratum.briefing is None:
        raise RuleError("这一条没有编进简报。")
    move(STEPS, "edit", erratum.briefing, actor=actor, record=record, at=at, data={"unamended": erratum.item_id})
    erratum.delete()
