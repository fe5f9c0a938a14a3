"""Whom an activity invites, what they answer, who came; attendance is what duty records are written from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError
from common.steps import check, move
from deputies.actions import record_duty_of, withdraw_duty
from deputies.choices import ContactKind, DutyKind, GroupRole
from deputies.models import ActivityGroup, GroupMember, LegislativeContact
from stations.choices import ActivityKind, ActivityStatus, Answer, Attendance, Audience, StaffRole
from stations.models import Activity, Invitation, StationStaff
from stations.workflow.activity import STEPS
from stations.workflow.recording import record

A = ActivityKind
DUTIES: dict[str, str] = {
    A.INSPECTION: DutyKind.INSPECTION,
    A.SURVEY: DutyKind.SURVEY,
    A.LAW_CHECK: DutyKind.LAW_CHECK,
    A.INQUIRY: DutyKind.CONTACT,
    A.LAW_CLASS: DutyKind.GOOD_DEED,
    A.SKILLS: DutyKind.GOOD_DEED,
    A.CLINIC: DutyKind.CHARITY,
    A.CONTACT: DutyKind.CONTACT,
    A.FORUM: DutyKind.CONTACT,
    A.LEADER: DutyKind.CONTACT,
    A.TRAINING: DutyKind.TRAINING,
}
STAFF_OF = {Audience.HEADS: (StaffRole.HEAD, StaffRole.DEPUTY_HEAD), Audience.LIAISONS: (StaffRole.LIAISON,)}
CONTACTS_OF = {
    Audience.ADVISERS: ContactKind.ADVISER,
    Audience.REPORTERS: ContactKind.REPORTER,
    Audience.COLLECTORS: ContactKind.COLLECTOR,
}
Person = tuple[str, int | str, str]  # which column, whose id or what name, through which group or station


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom to invite: everybody of a sort, whole groups, the people of stations, single deputies, guests by name."""

    audiences: Collection[str] = ()
    groups: Collection[ActivityGroup] = ()
    stations: Collection[Any] = ()
    deputies: Collection[Any] = ()
    guests: Collection[str] = ()
    units: Collection[Unit] = field(default=())


@transaction.atomic
def invite(activity: Activity, asked: Asked, *, actor: User | None, at: datetime | None = None) -> int:
    """Put people and units on the list, each once; returns how many are new. Nobody is told yet: that is
    `send_invitations`. Refuses when nobody was chosen, and once the activity is filed or cancelled."""
    check(STEPS, "invite", activity, actor)
    units = [unit for unit in asked.units if not activity.units.filter(pk=unit.pk).exists()]
    activity.units.add(*units)
    taken = _taken(activity)
    rows = []
    for column, key, via in _people(activity, asked):
        if (column, key) not in taken:
            taken.add((column, key))
            rows.append(Invitation(activity=activity, via=via[:60], **{column: key}))
    if not rows and not units:
        raise RuleError("没有选新的人或单位。已经在名单里的不用再选。")
    Invitation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    data = {"people": len(rows), "units": len(units)}
    record(activity, step="invite", actor=actor, at=at or timezone.now(), data=data)
    return len(rows) + len(units)


def _taken(activity: Activity) -> set[tuple[str, int | str]]:
    rows = activity.invitations.values_list("deputy_id", "contact_id", "staff_id", "guest")
    columns = ("deputy_id", "contact_id", "staff_id", "guest")
    return {(name, cast("int | str", key)) for row in rows for name, key in zip(columns, row, strict=True) if key}


def _people(activity: Activity, asked: Asked) -> Iterable[Person]:
    path = activity.organiser.region.path
    for name in asked.audiences:
        yield from _audience(Audience(name), path)
    for group in asked.groups:
        yield from _members(GroupMember.objects.current().filter(group=group))
    for station in asked.stations:
        yield from _staff(StationStaff.objects.current().filter(station=station))
    for deputy in asked.deputies:
        yield "deputy_id", deputy.pk, ""
    for guest in asked.guests:
        yield "guest", guest, ""


def _audience(audience: Audience, path: str) -> Iterable[Person]:
    """Everybody of that sort in the place at `path`."""
    if audience in STAFF_OF:
        rows = StationStaff.objects.current().filter(station__unit__region__path__startswith=path)
        yield from _staff(rows.filter(role__in=STAFF_OF[audience]))
    elif audience in CONTACTS_OF:
        found = LegislativeContact.objects.filter(kind=CONTACTS_OF[audience], is_active=True)
        for pk in found.filter(region__path__startswith=path).order_by("pk").values_list("pk", flat=True):
            yield "contact_id", pk, str(audience.label)
    else:
        members = GroupMember.objects.current().filter(group__region__path__startswith=path, deputy__isnull=False)
        if audience == Audience.LEADERS:
            members = members.exclude(role=GroupRole.MEMBER)
        yield from _members(members)


def _members(rows: Any) -> Iterable[Person]:
    found = rows.order_by("group__region__order", "group__number", "pk")
    for deputy, contact, via in found.values_list("deputy_id", "contact_id", "group__name"):
        yield ("deputy_id", deputy, via) if deputy else ("contact_id", contact, via)


def _staff(rows: Any) -> Iterable[Person]:
    """Somebody of a station who is a deputy is asked as a deputy: the record is theirs."""
    found = rows.order_by("station__unit__region__order", "station_id", "pk")
    for pk, deputy, via in found.values_list("pk", "deputy_id", "station__unit__name"):
        yield ("deputy_id", deputy, via) if deputy else ("staff_id", pk, via)


@transaction.atomic
def uninvite(invitation: Invitation, *, actor: User, at: datetime | None = None) -> None:
    """Take somebody off the list. Refused once they were told: then it takes a word, not a click."""
    activity = invitation.activity
    check(STEPS, "invite", activity, actor)
    if invitation.told_at is not None or invitation.attendance:
        raise RuleError(f"{invitation.name}已经收到邀请或者登记了到会，不能再从名单里去掉。")
    record(activity, step="uninvite", actor=actor, at=at or timezone.now(), note=invitation.name)
    invitation.delete()


@transaction.atomic
def answer_invitation(
    invitation: Invitation, *, coming: bool, word: str = "", actor: User, at: datetime | None = None
) -> Invitation:
    """“能参加” or “不能参加” with a word, said by the person alone; until the day is over they may think
    again, and the same once more stays as it was."""
    moment, activity = at or timezone.now(), invitation.activity
    person = invitation.deputy or invitation.staff
    if person is None or person.user_id != actor.pk or invitation.told_at is None:
        raise NotAllowedError("只有收到邀请的本人能答复。")
    if activity.status != ActivityStatus.NOTIFIED or activity.held_on < timezone.localdate(moment):
        raise RuleError("这次活动已经举行或者取消，不用再答复。")
    answer = Answer.YES if coming else Answer.NO
    facts = {"answer": answer, "word": word.strip()[:120]}
    if all(getattr(invitation, name) == value for name, value in facts.items()):
        return invitation
    Invitation.objects.filter(pk=invitation.pk).update(**facts, answered_at=moment)
    for name, value in {**facts, "answered_at": moment}.items():
        setattr(invitation, name, value)
    record(activity, step="answer", actor=actor, at=moment, data={"invitation": invitation.pk, "answer": answer})
    return invitation


# --- who came -------------------------------------------------------------------------------------
@transaction.atomic
def mark_attendance(
    activity: Activity, marks: Mapping[int, str], *, actor: User | None, at: datetime | None = None
) -> int:
    """Who came, who is on leave, who stayed away, by invitation id; returns how many changed.

    A deputy who came gets the duty record of the activity's kind, once; corrected, it is withdrawn. Nobody
    signs in and no photo is asked for (国务院办公厅移动互联网应用程序规范化管理办法).
    """
    check(STEPS, "attend", activity, actor)
    rows = activity.invitations.filter(pk__in=marks)
    changed = [row for row in rows if row.attendance != marks[row.pk]]
    if not changed:
        return 0
    move(STEPS, "attend", activity, actor=actor, record=record, at=at, data={"changed": len(changed)})
    for row in changed:
        _keep_duty(activity, row, marks[row.pk], actor)
        row.attendance = marks[row.pk]
    Invitation.objects.bulk_update(changed, ["attendance"], batch_size=500)
    return len(changed)


def _keep_duty(activity: Activity, row: Invitation, mark: str, actor: User | None) -> None:
    if not row.deputy_id:
        return
    key = f"activity:{activity.pk}:{row.deputy_id}"
    if mark == Attendance.PRESENT:
        kind = DUTIES.get(activity.kind, DutyKind.ACTIVITY)
        title = f"{activity.get_kind_display()}：{activity.theme}"
        record_duty_of(
            row.deputy_id, kind=kind, on=activity.held_on, title=title, source_key=key, entered_by=actor
        )
    elif row.attendance == Attendance.PRESENT:
        withdraw_duty(key)

