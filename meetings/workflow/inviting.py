"""列席 deputies are asked: onto the roll with the reason, told once, and answer 参加 or 请假 on their phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import notify
from accounts.models import User
from common.errors import RuleError
from common.text import cn_date
from deputies.choices import Level
from deputies.models import Deputy
from meetings.actions.meeting import check_preparer
from meetings.actions.roll import add_attendee
from meetings.choices import Seat
from meetings.models import Attendee, Meeting
from meetings.workflow.recording import record
from stations.reports.activity import CAPACITIES, capacity_of


@transaction.atomic
def invite(
    meeting: Meeting, reasons: Mapping[int, str], *, actor: User, at: datetime | None = None
) -> list[Attendee]:
    """Put deputies on the roll, each with the reason why, and tell who has an account.

    Refused without anybody, after the meeting, and for who is on the roll already. Sent twice, the second
    is refused and nobody is told twice.
    """
    check_preparer(actor, meeting)
    moment = at or timezone.now()
    if not reasons:
        raise RuleError("请先勾选要请的代表。")
    if timezone.localdate(moment) > meeting.occasion.held_on:
        raise RuleError("会议已经开过了，不能再请。")
    made = []
    people = Deputy.objects.visible_to(actor).serving().filter(pk__in=reasons)
    for deputy in people.select_related("home_region", "user").order_by("id"):
        one = _ask(meeting, deputy, reasons[deputy.pk][:200], actor=actor, at=moment)
        made.append(one)
    if not made:
        raise RuleError("勾选的代表里没有可以请的，请刷新页面再选。")
    transaction.on_commit(partial(_tell, meeting, made), robust=True)
    return made


def _ask(meeting: Meeting, deputy: Deputy, because: str, *, actor: User, at: datetime) -> Attendee:
    one = add_attendee(
        meeting,
        actor=actor,
        name=deputy.name,
        capacity=_capacity(deputy, meeting.occasion.unit.region.level),
        title=deputy.post,
        deputy=deputy,
    )
    one.because, one.told_at = because, at
    one.save(update_fields=["because", "told_at"])
    record(one, step="invite", target=one.status, actor=actor, at=at, note=because)
    return one


@transaction.atomic
def tell_everybody(meeting: Meeting, *, actor: User, at: datetime | None = None) -> int:
    """Tell everybody on the roll who has an account and was not told yet; returns how many. Pressed again, it
    reaches nobody twice. Refused after the meeting."""
    check_preparer(actor, meeting)
    moment = at or timezone.now()
    if timezone.localdate(moment) > meeting.occasion.held_on:
        raise RuleError("会议已经开过了，不用再通知。")
    rows = meeting.attendees.coming().filter(told_at=None).exclude(user=None, deputy__user=None)
    waiting = list(rows.with_row_data().select_related("user").order_by("id"))
    Attendee.objects.filter(pk__in=[one.pk for one in waiting]).update(told_at=moment)
    transaction.on_commit(partial(_tell, meeting, waiting), robust=True)
    return len(waiting)


def _capacity(deputy: Deputy, level: str) -> str:
    """A deputy of the meeting's own congress comes as such, others as what they are nearest to people."""
    own = deputy.mandates.filter(level=level, ended_on=None).exists()
    return CAPACITIES[Level(level)] if own else capacity_of(deputy)


def _tell(meeting: Meeting, rows: list[Attendee]) -> None:
    """With words to pass on, for those who are told by telephone or in a group."""
    occasion = meeting.occasion
    url = reverse("meetings:my_meetings")
    for one in rows:
        account = one.user or (one.deputy.user if one.deputy else None)
        if account is not None:
            verb = Seat.PRESENCE[one.seat]
            label = f"请您{verb}{occasion.short_title}（{cn_date(occasion.held_on)}），请回复参加或请假"
            notify([account], key=f"attendee:{one.pk}:invited", label=label, url=url, copy_text=label)
