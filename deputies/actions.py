"""Writes that are not status changes: duty records from the rooms above."""

from datetime import date

from accounts.models import User
from deputies.models import Deputy, DutyRecord


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


def withdraw_duty(source_key: str) -> int:
    """Take back the record of `source_key` because its source was undone; returns 0 or 1."""
    return DutyRecord.objects.filter(source_key=source_key).delete()[0]
