"""The run-sheet: drafted from what is known of the sitting, then written by staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from meetings import rules
from meetings.choices import AppointmentKind, RunKind
from meetings.models import RunLine, RunSheet, Sitting

STALE_SHEET = "程序单刚被别人改过，您这里的还没有存。请另开一页看一看现在的样子再改。"
KEY_MINUTES, FREE_MINUTES, LINES_MAX = 15, 10, 60


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as it is written."""

    kind: str
    who: str = ""
    what: str = ""
    minutes: int | None = None


@transaction.atomic
def save_run_sheet(sitting: Sitting, lines: Sequence[Line], *, actor: User, version: int) -> RunSheet:
    """These lines in this order are the run-sheet. Another hand was first: StaleError, nothing is written."""
    if not rules.may_record(actor, sitting):
        raise NotAllowedError("您可以看这场会议，但不能修改它的程序单。")
    if len(lines) > LINES_MAX:
        raise RuleError(f"程序单最多 {LINES_MAX} 行。")
    sheet, made = RunSheet.objects.get_or_create(sitting=sitting)
    if not (made and version == 0) and not RunSheet.objects.filter(pk=sheet.pk, version=version).update(
        version=F("version") + 1
    ):
        raise StaleError(STALE_SHEET)
    sheet.lines.all().delete()
    rows = [RunLine(sheet=sheet, order=number, **asdict(line)) for number, line in enumerate(lines, start=1)]
    RunLine.objects.bulk_create(rows)
    sheet.refresh_from_db()
    return sheet


def draft_lines(sitting: Sitting) -> list[Line]:
    """What is known: the convener opens and closes, each item is introduced by who reports on it, its key speakers
    follow in order, then everybody, then residents, then the responsible bodies answer."""
    people = list(sitting.participants.with_names().order_by("order", "id"))
    conveners = "、".join(one.contributor.inside_name for one in people if one.is_convener)
    here = {one.attendee_id for one in people if one.attendee_id}
    lines = [Line(kind=RunKind.OPEN, who=conveners, what="宣布开会，说明议题和发言要求", minutes=5)]
    if sitting.meeting is not None:
        lines += _items(sitting, here)
    guests = [one.contributor.inside_name for one in people if one.contributor.capacity in ("resident", "grid")]
    lines.append(Line(kind=RunKind.FREE, what="组成人员、列席人员、代表依次发言"))
    lines.append(Line(kind=RunKind.RESIDENTS, who="、".join(guests)[:120], what="群众、网格员发言"))
    lines.append(Line(kind=RunKind.REPLY, what="到场的责任单位听取意见，回答询问", minutes=10))
    lines.append(Line(kind=RunKind.CLOSE, who=conveners, what="小结，说明意见怎样整理、怎样核对", minutes=5))
    return lines


def _items(sitting: Sitting, here: set[int]) -> list[Line]:
    meeting, lines = sitting.meeting, []
    assert meeting is not None  # noqa: S101 - asked by the caller
    chosen = meeting.appointments.filter(kind=AppointmentKind.KEY, attendee__in=here).select_related("attendee")
    for item in meeting.agenda.select_related("topic", "report_unit").order_by("order"):
        unit = item.report_unit.short_name if item.report_unit else ""
        lines.append(Line(kind=RunKind.INTRODUCE, who=unit, what=item.topic.short_title, minutes=FREE_MINUTES))
        lines += [
            Line(kind=RunKind.KEY, who=one.attendee.name, what=item.topic.short_title, minutes=KEY_MINUTES)
            for one in chosen
            if one.topic_id == item.topic_id
        ]
    return lines
