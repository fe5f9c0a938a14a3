"""A meeting's preparation: begun from a template, counted anew when the meeting's day has moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.choices import RegionLevel
from accounts.models import Region, User
from common.errors import RuleError, StaleError
from common.text import cn_date
from meetings.actions.examples import EXAMPLES, adopt_example
from meetings.actions.meeting import check_preparer, create_meeting
from meetings.limits import counted_day
from meetings.models import Event, Meeting, MeetingStep, Preparation, ProcessTemplate, TemplateStep

WITH_SECRETARY = (RegionLevel.PROVINCE, RegionLevel.CITY)


def has_secretary(region: Region) -> bool:
    """Provinces and cities have a 秘书长, counties and townships none (地方组织法54条)."""
    return region.level in WITH_SECRETARY


def default_choice(region: Region) -> str:
    """What a new meeting of `region` starts from: its newest own template of its level, else the example."""
    own = ProcessTemplate.objects.used_in(region).filter(has_secretary=has_secretary(region)).last()
    if own is not None:
        return str(own.pk)
    return next(key for key, one in EXAMPLES.items() if one.has_secretary == has_secretary(region))


def _chosen(choice: str, region: Region, actor: User) -> ProcessTemplate:
    """The template of `region` that `choice` names: its number, an example's key, or auto."""
    choice = default_choice(region) if choice == "auto" else choice
    if choice in EXAMPLES:
        return adopt_example(region, choice, actor=actor)
    found = ProcessTemplate.objects.used_in(region).filter(pk=int(choice)).first() if choice.isdecimal() else None
    if found is None:
        raise RuleError("这个流程不是本地在用的，请重新选。", field="process")
    return found


@transaction.atomic
def begin_preparation(meeting: Meeting, *, actor: User, choice: str, at: datetime | None = None) -> Preparation:
    """Copy the steps of a template into the meeting, each with its day.

    `choice` is a template's number, an example's key or "auto". Refused where the meeting is being
    prepared already, and for a template of another place, out of use or without steps.
    """
    check_preparer(actor, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(term=F("term"))  # write first: two hands come one after the other
    if Preparation.objects.filter(meeting=meeting).exists():
        raise RuleError("这次会议已经有筹备日程了，请刷新页面。")
    template = _chosen(choice, meeting.occasion.unit.region, actor)
    steps = list(template.steps.all())
    if not steps:
        raise RuleError("这个流程还没有步骤，请先加步骤，或者换一个。", field="process")
    opens_on, closes_on = meeting.days
    made = Preparation.objects.create(meeting=meeting, template=template, opens_on=opens_on, closes_on=closes_on)
    calendar = Calendar.load()
    MeetingStep.objects.bulk_create([_copied(step, made, calendar) for step in steps])
    _record(made, "begin", actor, at, data={"template": template.pk, "name": template.name, "steps": len(steps)})
    return made


@transaction.atomic
def open_meeting(*, actor: User, process: str = "", **facts: Any) -> Meeting:
    """A new meeting, with its preparation begun where `process` names one. All or nothing."""
    meeting = create_meeting(actor=actor, **facts)
    if process:
        begin_preparation(meeting, actor=actor, choice=process)
    return meeting


def _copied(step: TemplateStep, made: Preparation, calendar: Calendar) -> MeetingStep:
    facts = {name: getattr(step, name) for name in step.FACTS}
    return MeetingStep(preparation=made, due_on=counted_day(step, made, calendar), **facts)


def _record(made: Preparation, step: str, actor: User, at: datetime | None, data: dict[str, Any]) -> None:
    Event.objects.create(preparation=made, step=step, actor=actor, at=at or timezone.now(), data=data)


@transaction.atomic
def recount_preparation(made: Preparation, *, actor: User, at: datetime | None = None) -> int:
    """Count the waiting steps anew from the meeting's present days; done and skipped ones stay as they are,
    and so do the days that were set by hand.

    Returns how many days changed. Refused while the meeting's days are those already counted from.
    """
    check_preparer(actor, made.meeting)
    before, (opens_on, closes_on) = (made.opens_on, made.closes_on), made.meeting.days
    if before == (opens_on, closes_on):
        raise RuleError("会议的日期没有变，不用重算。")
    row = Preparation.objects.filter(pk=made.pk, opens_on=before[0], closes_on=before[1])
    if not row.update(opens_on=opens_on, closes_on=closes_on):
        raise StaleError("刚刚有人重算过了，请刷新页面。")
    made.opens_on, made.closes_on = opens_on, closes_on
    changed = _recounted(made)
    said = {"from": cn_date(before[0]), "to": cn_date(opens_on), "steps": changed}
    _record(made, "recount", actor, at, said)
    return changed


def _recounted(made: Preparation) -> int:
    calendar, changed = Calendar.load(), 0
    for step in made.steps.waiting().filter(by_hand=False):
        due = counted_day(step, made, calendar)
        if due != step.due_on:
            # Won by status: a step that was finished, or moved by hand, meanwhile keeps its day.
            won = MeetingStep.objects.waiting().filter(pk=step.pk, by_hand=False)
            changed += won.update(due_on=due, version=F("version") + 1)
    return changed
