"""Duty records from the rooms above: written by the verb that saw the duty done, withdrawn with it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from deputies.choices import DutyStatus
from deputies.models import Deputy, DutyRecord, Event

KEY_LENGTH = 80


def record_duty(
    deputy: Deputy, *, kind: str, on: date, title: str, source_key: str, entered_by: User | None
) -> DutyRecord:
    """Write what `deputy` did, once per `source_key`; a second call changes nothing."""
    record, _ = DutyRecord.objects.get_or_create(
        source_key=source_key,
        defaults={"deputy": deputy, "kind": kind, "on": on, "title": title[:120], "entered_by": entered_by},
    )
    return record


def record_duty_of(
    deputy_id: int, *, kind: str, on: date, title: str, source_key: str, entered_by: User | None
) -> None:
    """`record_duty` in one statement, for a caller that holds the deputy's id alone."""
    row = DutyRecord(
        deputy_id=deputy_id, kind=kind, on=on, title=title[:120], source_key=source_key, entered_by=entered_by
    )
    DutyRecord.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def withdraw_duty(source_key: str) -> int:
    """Take back the record of `source_key` because its source was undone; returns 0 or 1.

    One that the deputy has answered keeps its history as 已撤回 and gives its key free: should the
    source come back, it is recorded anew.
    """
    row = DutyRecord.objects.filter(source_key=source_key).first()
    if row is None:
        return 0
    if not row.events.exists():
        return row.delete()[0]
    mark = f"~{row.pk}"
    changed = {"status": DutyStatus.WITHDRAWN, "source_key": source_key[: KEY_LENGTH - len(mark)] + mark}
    Event.objects.create(
        duty=row, step="undone", actor=None, at=timezone.now(), source=row.status, target=DutyStatus.WITHDRAWN
    )
    return DutyRecord.objects.filter(pk=row.pk).update(**changed)
