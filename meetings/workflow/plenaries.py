"""The 全体会议 of a meeting are arranged: added, named and dated, taken away again."""

from __future__ import annotations

from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import User
from common.errors import RuleError, StaleError
from common.text import clean_pasted, cn_short
from meetings.actions.meeting import check_preparer
from meetings.choices import RollStatus
from meetings.models import Meeting, Plenary, Presence
from meetings.workflow.attendance import sum_up

MOST, LABEL_MAX = 12, 20


def add_plenary(
    meeting: Meeting,
    *,
    actor: User,
    label: str = "",
    held_on: date | None = None,
    starts_at: time | None = None,
) -> Plenary:
    """One more, after those there are. Who is on leave from all of them is on leave from this one too."""
    check_preparer(actor, meeting)
    last = meeting.plenaries.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise RuleError(f"一次会议最多 {MOST} 次全体会议。")
    made = Plenary(meeting=meeting, number=last + 1)
    _fill(made, label, held_on, starts_at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _extend_leave(made)
    except IntegrityError:
        raise StaleError("刚才有人也在加全体会议，请刷新页面看一下再加。") from None
    return made


def edit_plenary(
    plenary: Plenary, *, actor: User, label: str = "", held_on: date | None = None, starts_at: time | None = None
) -> Plenary:
    """Its name, day and hour. What people signed stays."""
    check_preparer(actor, plenary.meeting)
    _fill(plenary, label, held_on, starts_at)
    plenary.save(update_fields=["label", "held_on", "starts_at"])
    return plenary


@transaction.atomic
def remove_plenary(plenary: Plenary, *, actor: User) -> None:
    """Take it away. Refused for the only one, for all but the last, and once somebody came or was absent."""
    check_preparer(actor, plenary.meeting)
    others = plenary.meeting.plenaries.exclude(pk=plenary.pk)
    if not others.exists():
        raise RuleError("一次会议至少有一次全体会议。")
    if others.filter(number__gt=plenary.number).exists():
        raise RuleError("请从最后一次删起，次序才不会乱。")
    if plenary.presences.filter(status__in=[RollStatus.PRESENT, RollStatus.ABSENT]).exists():
        raise RuleError("这次全体会议已经有人签到或者记了缺席，不能删。")
    meeting = plenary.meeting
    plenary.delete()
    for attendee in meeting.attendees.with_row_data().order_by("id"):
        sum_up(attendee)


def _fill(plenary: Plenary, label: str, held_on: date | None, starts_at: time | None) -> None:
    label = clean_pasted(label).strip()
    if len(label) > LABEL_MAX:
        raise RuleError(f"名称最多 {LABEL_MAX} 个字。", field="label")
    opens_on, closes_on = plenary.meeting.days
    if held_on and not opens_on <= held_on <= closes_on:
        days = cn_short(opens_on) + (f"至{cn_short(closes_on)}" if closes_on != opens_on else "")
        raise RuleError(f"会期是{days}，全体会议要在会期里。会期不对的，请先改会议信息。", field="held_on")
    plenary.label, plenary.held_on, plenary.starts_at = label, held_on, starts_at


def _extend_leave(made: Plenary) -> None:
    """A leave of the whole meeting covers it; who was absent so far may still come to this one."""
    away = made.meeting.attendees.filter(status__in=[RollStatus.LEAVE, RollStatus.ABSENT])
    for attendee in away.with_row_data().order_by("id"):
        known = list(attendee.presences.order_by("plenary__number"))
        if all(one.status == RollStatus.LEAVE for one in known):
            Presence.objects.create(
                attendee=attendee, plenary=made, status=RollStatus.LEAVE, reason=known[-1].reason if known else ""
            )
        sum_up(attendee)
