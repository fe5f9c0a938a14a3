"""The wording of the standard papers: put right while nobody has it in hand, a new version from then on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError, StaleError
from common.text import clean_pasted
from meetings.actions.template import check_keeper
from meetings.choices import PaperKind
from meetings.models import PaperVersion, ProcessTemplate

BODY_MAX = 20_000


def write_paper(
    template: ProcessTemplate, *, actor: User, kind: str, body: str, number: int, at: datetime | None = None
) -> PaperVersion:
    """Write a paper anew. A version that was handed out stays as it is and the words become the next one.

    `number` is the version the writer had before them (0: none): refused when another is the newest by now.
    """
    check_keeper(actor, template)
    body = clean_pasted(body).strip()
    if kind not in PaperKind.values:
        raise RuleError("没有这种材料。")
    if not body:
        raise RuleError("正文还没有写。", field="body")
    if len(body) > BODY_MAX:
        raise RuleError(f"正文最多 {BODY_MAX} 个字，现在有 {len(body)} 个字。", field="body")
    facts = {"body": body, "written_by": actor, "written_at": at or timezone.now()}
    try:
        with transaction.atomic():
            return _written(template, kind, number, facts)
    except IntegrityError as error:
        raise StaleError("这份材料刚刚有人改过，请刷新页面看最新的一版。") from error


def _written(template: ProcessTemplate, kind: str, number: int, facts: dict[str, Any]) -> PaperVersion:
    versions = PaperVersion.objects.filter(template=template, kind=kind)
    # Write first, and only what nobody has in hand: whoever hands it out this moment wins or comes after.
    if versions.filter(number=number, handed_at=None).update(**facts):
        return versions.get(number=number)
    newest = versions.aggregate(newest=Max("number"))["newest"] or 0
    if newest != number:
        raise StaleError("这份材料刚刚有人改过，请刷新页面看最新的一版。")
    return PaperVersion.objects.create(template=template, kind=kind, number=number + 1, **facts)
