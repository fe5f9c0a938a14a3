"""Posters of a place in one file: asked for once, made outside the request, kept until the next."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Region, User
from common.errors import RuleError
from common.text import cn_date
from stations import tasks
from stations.choices import JobStatus, PosterForm, PosterScope
from stations.models import PosterFile, PosterJob, PublicCode
from stations.posters import draw, posters_of
from stations.rules import can_print_place
from stations.workflow.recording import require

GIVEN_UP = timedelta(minutes=20)
TOLD_EVERY = 50
PDF = "application/pdf"
S = JobStatus


def ask_posters(
    region: Region, *, form: str, scope: str, base: str, actor: User, at: datetime | None = None
) -> PosterJob:
    """All codes in use of a place as one PDF. The same asked for twice is the one that is being made.

    Refuses without an address of the public side, because it is printed into every code.
    """
    require(can_print_place, actor, region, "打印全部海报")
    moment = at or timezone.now()
    if not base:
        raise RuleError("还没有设公开端的网址（PORTAL_PUBLIC_URL），请系统管理员先设好。")
    same: dict[str, Any] = {"region": region, "form": form, "scope": scope}
    _give_up(PosterJob.objects.filter(**same), moment)
    try:
        with transaction.atomic():
            job = PosterJob.objects.create(**same, base=base, asked_by=actor, asked_at=moment)
            transaction.on_commit(partial(tasks.make_posters.delay, job.pk), robust=True)
    except IntegrityError:
        return PosterJob.objects.get(**same, status__in=S.OPEN)
    return job


def _give_up(jobs: Any, moment: datetime) -> None:
    """A worker that was stopped never says so: what was begun long ago is not waited for."""
    stuck = jobs.filter(status=S.RUNNING, started_at__lt=moment - GIVEN_UP)
    stuck = stuck | jobs.filter(status=S.WAITING, asked_at__lt=moment - GIVEN_UP)
    stuck.update(status=S.FAILED, finished_at=moment)


def make_posters(job_id: int, *, at: datetime | None = None) -> None:
    """Draw and keep the file of a job; run twice it is made once. What goes wrong is said on the page."""
    moment = at or timezone.now()
    if not PosterJob.objects.filter(pk=job_id, status=S.WAITING).update(status=S.RUNNING, started_at=moment):
        return
    job = PosterJob.objects.select_related("region").get(pk=job_id)
    try:
        content = _content(job, moment)
        _keep(job, content, moment)
    except Exception:
        logging.getLogger(__name__).exception("posters of job %s", job_id)
        PosterJob.objects.filter(pk=job_id).update(status=S.FAILED, finished_at=timezone.now())


def _content(job: PosterJob, moment: datetime) -> bytes:
    rows = posters_of(codes_in(job.region, job.scope), timezone.localdate(moment), job.base)
    PosterJob.objects.filter(pk=job.pk).update(total=len(rows))
    job.total = len(rows)

    def tell(number: int) -> None:
        if number % TOLD_EVERY == 0:
            PosterJob.objects.filter(pk=job.pk).update(done=number)

    return draw(rows, cards=job.form == PosterForm.CARDS, tell=tell) if rows else b""


def codes_in(region: Region, scope: str) -> list[PublicCode]:
    """The codes in use of a place, station by station and then deputy by deputy, place by place."""
    rows, found = PublicCode.objects.current().with_target(), []
    if scope != PosterScope.DEPUTIES:
        stations = rows.filter(station__unit__region__path__startswith=region.path)
        found += list(stations.order_by("station__unit__region__order", "station__unit__order", "id"))
    if scope != PosterScope.STATIONS:
        deputies = rows.filter(deputy__home_region__path__startswith=region.path)
        found += list(deputies.order_by("deputy__home_region__order", "deputy__initials", "deputy_id"))
    return found


@transaction.atomic
def _keep(job: PosterJob, content: bytes, moment: datetime) -> None:
    """The file of the same kind that was made before goes: it may hold codes that are out of use since."""
    facts = {"status": S.DONE, "finished_at": timezone.now(), "done": job.total}
    if not PosterJob.objects.filter(pk=job.pk, status=S.RUNNING).update(**facts):
        return
    older = PosterFile.objects.filter(job__region=job.region, job__form=job.form, job__scope=job.scope)
    for file in older:
        transaction.on_commit(partial(file.file.delete, save=False), robust=True)
    older.delete()
    if not content:
        return
    name = f"{job.region}{job.get_scope_display()}二维码（{cn_date(timezone.localdate(moment))}）.pdf"
    digest = hashlib.sha256(content).hexdigest()
    PosterFile.objects.create(
        job=job, file=ContentFile(content, name), name=name, content_type=PDF, size=len(content), sha256=digest
    )
