"""The filled register photographed first and typed later: opened, added to, finished, taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError
from common.files import Accepted
from common.steps import Step, Steps, move
from stations import rules
from stations.choices import PaperStatus
from stations.models import Attachment, Event, PaperRegister, Reception
from stations.reports import rows_entered
from stations.workflow.recording import record, require

S = PaperStatus
PHOTOS_MAX = 40
ROWS_MAX = 500

STEPS: Steps = {
    "finish": Step("结束录入", (S.WAITING,), S.DONE, rules.can_type),
    "resume": Step("接着录", (S.DONE,), S.WAITING, rules.can_type),
}


def _record(paper: PaperRegister, *, step: str, **facts: Any) -> Event:
    """The history of a register is told with its reception."""
    return record(paper.reception, step=f"paper_{step}", **facts)


@transaction.atomic
def add_photos(
    reception: Reception, photos: Sequence[Accepted], *, actor: User | None, at: datetime | None = None
) -> PaperRegister:
    """Keep photos of the paper register with its reception; it waits to be typed from then on.

    The same photo again is not kept twice and wakes nothing up; a new one takes a finished register
    up again. Refuses no photo at all and more than 40.
    """
    require(rules.can_add_visit, actor, reception, "上传纸质登记表")
    moment = at or timezone.now()
    facts = {"opened_by": actor, "opened_at": moment}
    paper, is_new = PaperRegister.objects.get_or_create(reception=reception, defaults=facts)
    paper.reception = reception
    # Write first: two uploads at once come one after the other, and a page that counted rows before is an older one.
    PaperRegister.objects.filter(pk=paper.pk).update(version=F("version") + 1)
    paper.refresh_from_db(fields=["version", "status"])
    fresh = _fresh(reception, photos)
    if not photos:
        raise RuleError("请先拍照，或者选好照片、PDF 再传。", field="photos")
    if reception.attachments.count() + len(fresh) > PHOTOS_MAX:
        raise RuleError(f"一次接待最多存 {PHOTOS_MAX} 张照片。多出来的请另登记一次接待。", field="photos")
    kept = [Attachment.objects.create(reception=reception, uploaded_by=actor, **one.fields()) for one in fresh]
    if kept:
        ids = [one.pk for one in kept]
        record(reception, step="photo", actor=actor, at=moment, data={"attachments": ids})
        if not is_new and paper.is_done:
            resume(paper, actor=actor, at=moment)
    return paper


def _fresh(reception: Reception, photos: Sequence[Accepted]) -> list[Accepted]:
    """Those not there yet, each once."""
    known = set(reception.attachments.values_list("sha256", flat=True))
    return list({one.sha256: one for one in photos if one.sha256 not in known}.values())


def finish(
    paper: PaperRegister, *, row_count: int, actor: User, note: str = "", at: datetime | None = None
) -> PaperRegister:
    """Everything on the paper is typed. Where rows and entries differ, `note` says why; else refused."""
    if not 0 <= row_count <= ROWS_MAX:
        raise RuleError(f"行数请写 0 到 {ROWS_MAX} 的数。", field="row_count")
    entered = rows_entered(paper)
    if entered != row_count and not note.strip():
        raise RuleError(
            f"登记表上 {row_count} 行，现在录了 {entered} 行。漏了的请接着录；确实不一样的，写一句为什么。",
            field="note",
        )
    moment = at or timezone.now()
    data = {"rows": row_count, "entered": entered}
    changes = {"row_count": row_count, "finished_at": moment}
    move(STEPS, "finish", paper, actor=actor, record=_record, at=moment, note=note.strip(), data=data, **changes)
    return paper


def resume(paper: PaperRegister, *, actor: User | None, at: datetime | None = None) -> PaperRegister:
    """There is more to type."""
    move(STEPS, "resume", paper, actor=actor, record=_record, at=at, finished_at=None)
    return paper
