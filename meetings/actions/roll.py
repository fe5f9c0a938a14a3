"""The roll of a meeting: put together from the register, from the sittings, from pasted lines or one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Region, Unit, User
from common.errors import RuleError
from common.text import clean_pasted
from deputies.choices import MandateStatus
from deputies.models import Deputy, Mandate
from meetings.actions.meeting import check_preparer
from meetings.models import Attendee, AudienceApplication, Meeting, Participant, Roll, Sitting
from meetings.workflow.people import check_person, remove_participant
from opinions.choices import Capacity

LINES_MAX = 300
TWICE = "名单里已经有这个人，没有再加。"


def roll_of(meeting: Meeting) -> Roll:
    """The meeting's roll, opened when it is first asked for."""
    return Roll.objects.get_or_create(meeting=meeting)[0]


def set_total(meeting: Meeting, *, actor: User, members_total: int | None) -> Roll:
    """How many members the committee has in all; refused below those named on the roll."""
    check_preparer(actor, meeting)
    named = meeting.attendees.members().count()
    if members_total is not None and members_total < named:
        raise RuleError(f"名单里已有 {named} 名组成人员，全体人数不能比这个少。", field="members_total")
    return Roll.objects.update_or_create(meeting=meeting, defaults={"members_total": members_total})[0]


def renew_door(meeting: Meeting, *, actor: User) -> Roll:
    """Codes shown so far open nothing from now on."""
    check_preparer(actor, meeting)
    roll = roll_of(meeting)
    roll.round += 1
    roll.save(update_fields=["round"])
    return roll


def add_attendee(
    meeting: Meeting,
    *,
    actor: User,
    name: str,
    capacity: str,
    title: str = "",
    deputy: Deputy | None = None,
    user: User | None = None,
    unit: Unit | None = None,
    region: Region | None = None,
) -> Attendee:
    """Put somebody on the roll. Refused for who is on it already, by register or by name, capacity and post."""
    check_preparer(actor, meeting)
    name, title = check_person(name, capacity, title)
    facts = {"deputy": deputy, "user": user, "unit": unit, "region": region or (deputy and deputy.home_region)}
    try:
        with transaction.atomic():
            return Attendee.objects.create(meeting=meeting, name=name, capacity=capacity, title=title, **facts)
    except IntegrityError:
        raise RuleError(TWICE, field="name") from None


@transaction.atomic
def add_lines(meeting: Meeting, *, actor: User, lines: str, capacity: str, unit: Unit | None = None) -> int:
    """One person a line, “姓名 单位和职务”; who is on the roll already is passed over. All or nothing."""
    check_preparer(actor, meeting)
    wanted = [row.split(maxsplit=1) for row in clean_pasted(lines).splitlines() if row.strip()]
    if not wanted:
        raise RuleError("请粘贴名单，一人一行。", field="lines")
    if len(wanted) > LINES_MAX:
        raise RuleError(f"一次最多 {LINES_MAX} 人，请分几次粘贴。", field="lines")
    rows = []
    for number, (name, *rest) in enumerate(wanted, start=1):
        try:
            checked, title = check_person(name, capacity, rest[0] if rest else "")
        except RuleError as error:
            raise RuleError(f"第 {number} 行：{error}", field="lines") from None
        rows.append(Attendee(meeting=meeting, name=checked, capacity=capacity, title=title, unit=unit))
    return _add_all(meeting, rows)


@transaction.atomic
def call_members(meeting: Meeting, *, actor: User) -> int:
    """Every member of the committee in force in the register, at the place whose meeting it is."""
    check_preparer(actor, meeting)
    region = meeting.occasion.unit.region
    held = Mandate.objects.filter(region=region, is_member=True, status=MandateStatus.ACTIVE)
    people = Deputy.objects.filter(mandates__in=held).distinct().select_related("home_region")
    return _add_all(meeting, [_of_register(meeting, one, Capacity.MEMBER) for one in people])


def _of_register(meeting: Meeting, deputy: Deputy, capacity: str) -> Attendee:
    return Attendee(
        meeting=meeting,
        name=deputy.name,
        capacity=capacity,
        title=deputy.post,
        deputy=deputy,
        region=deputy.home_region,
    )


@transaction.atomic
def take_from_sittings(meeting: Meeting, *, actor: User) -> int:
    """Everybody on the list of a sitting comes onto the roll, tied to where they sit; returns how many are new."""
    check_preparer(actor, meeting)
    waiting = _on_lists(meeting)
    people = list(waiting.select_related("contributor__deputy", "sitting__occasion__region").order_by("id"))
    rows = {_identity(p.contributor): _of_sitting(meeting, p) for p in reversed(people)}
    new = _add_all(meeting, list(reversed(rows.values())))
    link_sittings(meeting)
    return new


def _on_lists(meeting: Meeting) -> Any:
    """Those written by hand who may stand on a roll: nobody without a name, nobody who asked for secrecy."""
    rows = Participant.objects.filter(sitting__meeting=meeting, attendee=None)
    return rows.exclude(contributor__name="").exclude(contributor__secrecy=True)


def link_sittings(meeting: Meeting) -> None:
    """Whoever is on the list of a sitting by hand, and on the roll too, is one person there."""
    waiting = _on_lists(meeting)
    known = {_identity(one): one for one in meeting.attendees.all()}
    seated = set(Participant.objects.filter(attendee__meeting=meeting).values_list("sitting_id", "attendee_id"))
    for one in waiting.select_related("contributor").order_by("id"):
        attendee = known.get(_identity(one.contributor))
        if attendee is not None and (one.sitting_id, attendee.pk) not in seated:
            seated.add((one.sitting_id, attendee.pk))
            Participant.objects.filter(pk=one.pk).update(attendee=attendee)


def _identity(person: Any) -> tuple[Any, ...]:
    """Who is the same: one deputy of the register, else one name in one capacity and post."""
    return (person.deputy_id,) if person.deputy_id else (person.name, person.capacity, person.title)


def _of_sitting(meeting: Meeting, row: Participant) -> Attendee:
    person = row.contributor
    region = person.deputy.home_region if person.deputy else None
    facts = {"name": person.name, "capacity": person.capacity, "title": person.title, "deputy": person.deputy}
    return Attendee(meeting=meeting, region=region, **facts)


def _add_all(meeting: Meeting, rows: Iterable[Attendee]) -> int:
    """Those not on the roll yet, in their order."""
    known = list(meeting.attendees.all())
    taken = {_identity(one) for one in known} | {(one.name, one.capacity, one.title) for one in known}
    new = []
    for row in rows:
        keys = {_identity(row), (row.name, row.capacity, row.title)}
        if not keys & taken:
            taken |= keys
            new.append(row)
    Attendee.objects.bulk_create(new, batch_size=500)
    return len(new)


@transaction.atomic
def remove_attendee(attendee: Attendee, *, actor: User) -> None:
    """Take somebody off the roll and off the lists of the sittings. Refused once they have spoken, or anything
    was written of them: who does not come is on leave or absent."""
    check_preparer(actor, attendee.meeting)
    if AudienceApplication.objects.filter(attendee=attendee).exists():
        raise RuleError("这个人是旁听申请通过的。要移出，请到“旁听申请”里收回旁听席，席位才会退回来。")
    if attendee.events.exists():
        raise RuleError("这个人已经有签到、请假或编组的记录，不能移出名单。不来的，记请假或缺席。")
    for row in attendee.participants.select_related("sitting__occasion__unit__region", "contributor"):
        Sitting.objects.raise_revision(row.sitting_id)
        remove_participant(row, actor=actor)
    attendee.delete()
