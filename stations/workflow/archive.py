"""Papers filed in a station's box by hand: a first version, further ones, and taken out again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError, StaleError
from common.files import Accepted
from stations import rules
from stations.choices import Drawer
from stations.models import ArchivePaper, ArchiveVersion, Station
from stations.workflow.recording import record, require


@transaction.atomic
def file_paper(
    station: Station,
    drawer: str,
    accepted: Accepted,
    *,
    title: str,
    year: int | None,
    actor: User | None,
    at: datetime | None = None,
) -> ArchivePaper:
    """Keep a paper that no other room holds. Refuses a name that is in the drawer already: that is a new version."""
    require(rules.can_file, actor, station, "上传归档材料")
    moment, title = at or timezone.now(), title.strip()
    same = ArchivePaper.objects.filter(station=station, drawer=drawer, title=title, year=year, removed_at=None)
    if same.exists():
        raise RuleError(f"“{title}”已经在这一格里了。要换新的，请在它下面传新的一版。", field="title")
    paper = ArchivePaper.objects.create(station=station, drawer=drawer, title=title, year=year, created_at=moment)
    _add(paper, 1, accepted, actor=actor, at=moment)
    facts: dict[str, Any] = {"note": title, "target": drawer, "data": {"paper": paper.pk}}
    record(station, step="paper", actor=actor, at=moment, **facts)
    return paper


@transaction.atomic
def add_version(
    paper: ArchivePaper, accepted: Accepted, *, after: int, actor: User | None, at: datetime | None = None
) -> ArchiveVersion:
    """A new version, after the one the user has seen (`after`): refuses when another was filed meanwhile."""
    require(rules.can_file, actor, paper.station, "上传归档材料")
    moment = at or timezone.now()
    newest = paper.versions.order_by("-number").values_list("number", flat=True).first() or 0
    if paper.removed_at is not None or newest != after:
        raise StaleError("这份材料刚才有人动过，请看看现在的这一版再传。")
    made = _add(paper, after + 1, accepted, actor=actor, at=moment)
    note = f"{paper.title}，第 {made.number} 版"
    facts: dict[str, Any] = {"note": note, "target": paper.drawer, "data": {"paper": paper.pk}}
    record(paper.station, step="paper_version", actor=actor, at=moment, **facts)
    return made


def _add(paper: ArchivePaper, number: int, accepted: Accepted, *, actor: User | None, at: datetime) -> ArchiveVersion:
    facts = {"paper": paper, "number": number, "uploaded_by": actor, "created_at": at}
    try:
        with transaction.atomic():
            return ArchiveVersion.objects.create(**facts, **accepted.fields())
    except IntegrityError as error:
        raise StaleError("这份材料刚才有人动过，请看看现在的这一版再传。") from error


@transaction.atomic
def take_out(paper: ArchivePaper, *, actor: User | None, note: str, at: datetime | None = None) -> None:
    """A paper filed by mistake leaves the drawer; its files and this line of history stay. Refuses twice."""
    require(rules.can_file, actor, paper.station, "取出归档材料")
    moment = at or timezone.now()
    if not ArchivePaper.objects.filter(pk=paper.pk, removed_at=None).update(removed_at=moment):
        raise StaleError("这份材料已经取出了。")
    why = f"{paper.title}：{note.strip()}"
    facts: dict[str, Any] = {"note": why, "source": paper.drawer, "data": {"paper": paper.pk}}
    record(paper.station, step="paper_out", actor=actor, at=moment, **facts)


def every_year(drawer: str) -> bool:
    """制度 hold until they are replaced; everything else belongs to a year."""
    return drawer == Drawer.RULES
