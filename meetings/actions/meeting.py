"""The meeting itself, prepared and corrected."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError
from common.text import cn_date
from meetings import rules
from meetings.models import Meeting, Plenary
from opinions.choices import OccasionKind
from opinions.models import Occasion


def check_preparer(actor: User, meeting: Meeting) -> None:
    if not rules.may_prepare(actor, meeting):
        raise NotAllowedError("您可以看这次会议，但不能修改它的安排。")


@transaction.atomic
def create_meeting(
    *,
    actor: User,
    unit: Unit,
    title: str,
    short_title: str,
    term: int,
    number: int,
    held_on: date,
    ends_on: date | None = None,
    place: str = "",
) -> Meeting:
    """A meeting of the committee whose `unit` keeps its opinions. Refused outside the actor's place."""
    if not actor.scopes.covers(unit.region.path, "staff"):
        raise NotAllowedError("您不能为这个单位建会议。")
    occasion = Occasion.objects.create(
        kind=OccasionKind.MEETING,
        title=title,
        short_title=short_title,
        held_on=held_on,
        place=place,
        unit=unit,
        region=unit.region,
    )
    meeting = Meeting.objects.create(occasion=occasion, term=term, number=number, ends_on=ends_on)
    Plenary.objects.create(meeting=meeting)
    return meeting


def _check_days(meeting: Meeting, opens_on: date, closes_on: date) -> None:
    for one in meeting.plenaries.exclude(held_on=None):
        if one.held_on and not opens_on <= one.held_on <= closes_on:
            told = f"{one}排在{cn_date(one.held_on)}，不在新的会期里。请先在“签到和请假”里改它的日期。"
            raise RuleError(told, field="held_on")


@transaction.atomic
def edit_meeting(
    meeting: Meeting,
    *,
    actor: User,
    title: str,
    short_title: str,
    term: int,
    number: int,
    held_on: date,
    ends_on: date | None = None,
    place: str = "",
) -> Meeting:
    """Correct a meeting's facts; opinions already recorded keep the day on which they were heard. Refused where a
    全体会议 would lie outside the days."""
    check_preparer(actor, meeting)
    _check_days(meeting, held_on, ends_on or held_on)
    occasion = meeting.occasion
    occasion.title, occasion.short_title, occasion.held_on, occasion.place = title, short_title, held_on, place
    occasion.save(update_fields=["title", "short_title", "held_on", "place"])
    meeting.term, meeting.number, meeting.ends_on = term, number, ends_on
    meeting.save(update_fields=["term", "number", "ends_on"])
    return meeting
