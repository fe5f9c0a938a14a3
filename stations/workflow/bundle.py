"""A whole box asked for, made outside the request, told when it is there."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.choices import AuditAction
from accounts.models import User
from stations import rules, tasks
from stations.archive import Box
from stations.archive.packing import pack
from stations.choices import BundleStatus
from stations.models import ArchiveBundle, Station
from stations.workflow.recording import require

KEPT_DAYS = 7


@transaction.atomic
def ask_for_box(station: Station, year: int, *, actor: User, at: datetime | None = None) -> ArchiveBundle:
    """Have the box of a year made into one file; asked twice it is made once. Logged, since it leaves the portal."""
    require(rules.can_open_box, actor, station, "下载档案盒")
    facts = {"station": station, "year": year, "asked_by": actor}
    try:
        with transaction.atomic():
            bundle = ArchiveBundle.objects.create(**facts, asked_at=at or timezone.now())
    except IntegrityError:
        return ArchiveBundle.objects.get(**facts, status=BundleStatus.WAITING)
    accounts.audit(actor, AuditAction.EXPORT, str(bundle), "整盒下载")
    transaction.on_commit(partial(tasks.make_bundle.delay, bundle.pk), robust=True)
    return bundle


def make_bundle(bundle_id: int, *, at: datetime | None = None) -> None:
    """Make the file of a bundle that waits, of what its reader may see now; a second run finds nothing to do."""
    bundle = ArchiveBundle.objects.select_related("station__unit__region", "asked_by").get(pk=bundle_id)
    if bundle.status != BundleStatus.WAITING:
        return
    with tempfile.TemporaryFile() as made:
        try:
            pack(Box(bundle.station, bundle.year, bundle.asked_by), made)
        except OSError:
            ArchiveBundle.objects.filter(pk=bundle.pk).update(status=BundleStatus.FAILED)
            raise
        bundle.size = made.tell()
        made.seek(0)
        bundle.file.save("box.zip", File(made), save=False)
    bundle.status, bundle.ready_at = BundleStatus.READY, at or timezone.now()
    bundle.save(update_fields=["file", "size", "status", "ready_at"])
    accounts.notify(
        [bundle.asked_by],
        key=f"bundle:{bundle.pk}",
        label=f"{bundle}做好了，可以下载",
        url=reverse("stations:archive_box", args=[bundle.station_id]) + f"?year={bundle.year}",
    )


def forget_bundles(at: datetime) -> int:
    """Bundles older than a week go, file and row; the box itself is always there to be made again."""
    old = list(ArchiveBundle.objects.filter(asked_at__lt=at - timedelta(days=KEPT_DAYS)))
    for bundle in old:
        bundle.file.delete(save=False)
        bundle.delete()
    return len(old)
