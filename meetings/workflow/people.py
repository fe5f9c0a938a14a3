"""Who is at a sitting: the list prepared before it, and whoever comes in late."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest

from accounts.actions import audit
from accounts.models import User
from common.crypto import keyed_hash
from common.errors import NotAllowedError, RuleError
from common.text import clean_pasted, initials
from deputies.models import Deputy
from meetings import rules
from meetings.choices import Attendance
from meetings.models import Participant, Sitting
from meetings.models.face import FaceInvitation
from opinions.choices import Capacity
from opinions.models import Contributor

NAME_MAX, TITLE_MAX = 40, 80
MOBILE = re.compile(r"1\d{10}")


def check_person(name: str, capacity: str, title: str) -> tuple[str, str]:
    """The name and title, tidied; refuses a missing name, an unknown capacity and what is too long."""
    name, title = clean_pasted(name).strip(), clean_pasted(title).strip()
    if not name:
        raise RuleError("请写发言人的姓名；不愿意留名的，写“匿名”。", field="name")
    if len(name) > NAME_MAX:
        raise RuleError(f"姓名最多 {NAME_MAX} 个字。", field="name")
    if capacity not in Capacity.values:
        raise RuleError("请选发言人的身份。", field="capacity")
    if len(title) > TITLE_MAX:
        raise RuleError(f"单位和职务最多 {TITLE_MAX} 个字。", field="title")
    return name, title


def check_right(sitting: Sitting, actor: User) -> None:
    if not rules.may_record(actor, sitting):
        raise NotAllowedError("您可以看这场会议，但不能修改它的记录和参会人。")


def add_participant(
    sitting: Sitting,
    *,
    actor: User,
    name: str,
    capacity: str,
    title: str = "",
    attendance: str = Attendance.PRESENT,
    is_convener: bool = False,
    is_key_speaker: bool = False,
    deputy: Deputy | None = None,
    secrecy: bool = False,
    phone: str = "",
    client_id: UUID | None = None,
) -> Participant:
    """Put somebody on the list, in any state of the sitting. The same `client_id` again returns
    the participant already there, so a latecomer typed offline is never doubled."""
    check_right(sitting, actor)
    name, title = check_person(name, capacity, title)
    found = Participant.objects.with_names().filter(client_id=client_id).first() if client_id else None
    if found is not None:
        return _own(found, sitting)
    contributor = Contributor.named(name, capacity, title=title, deputy=deputy, secrecy=secrecy, phone=phone)
    facts = {"attendance": attendance, "is_convener": is_convener, "is_key_speaker": is_key_speaker}
    try:
        return _insert(sitting, contributor, client_id=client_id, **facts)
    except IntegrityError:  # the same person sent twice at once: the other request was first
        return _own(Participant.objects.with_names().get(client_id=client_id), sitting)


def _own(found: Participant, sitting: Sitting) -> Participant:
    if found.sitting_id != sitting.pk:
        raise RuleError("这个发言人是另一场会议的，请重新添加。", field="name")
    return found


@transaction.atomic
def _insert(sitting: Sitting, contributor: Contributor, **facts: Any) -> Participant:
    """The revision first: it locks the sitting, so new participants appear in the order of their ids."""
    Sitting.objects.raise_revision(sitting.pk)
    contributor.save(force_insert=True)
    last = sitting.participants.aggregate(last=Max("order"))["last"] or 0
    return Participant.objects.create(sitting=sitting, contributor=contributor, order=last + 1, **facts)


@transaction.atomic
def edit_participant(
    participant: Participant,
    *,
    actor: User,
    name: str,
    capacity: str,
    title: str = "",
    attendance: str = Attendance.PRESENT,
    is_convener: bool = False,
    is_key_speaker: bool = False,
    deputy: Deputy | None = None,
    secrecy: bool = False,
) -> Participant:
    """Correct who somebody is. Opinions already recorded keep pointing to the same person."""
    check_right(participant.sitting, actor)
    name, title = check_person(name, capacity, title)
    Sitting.objects.raise_revision(participant.sitting_id)
    contributor = participant.contributor
    for field, value in {"name": name, "capacity": capacity, "title": title, "secrecy": secrecy}.items():
        setattr(contributor, field, value)
    contributor.initials = initials(name)
    contributor.deputy = deputy
    contributor.save(update_fields=["name", "initials", "capacity", "title", "secrecy", "deputy"])
    participant.attendance, participant.is_convener = attendance, is_convener
    participant.is_key_speaker = is_key_speaker
    participant.save(update_fields=["attendance", "is_convener", "is_key_speaker"])
    return participant


@transaction.atomic
def note_phone(participant: Participant, *, actor: User, phone: str, request: HttpRequest | None = None) -> None:
    """The number of somebody who spoke, eleven digits: its end is asked when they open their link. Never shown.

    A link that is out already asks what it asked; the next one asks this number.
    """
    check_right(participant.sitting, actor)
    if not MOBILE.fullmatch(phone):
        raise RuleError("手机号要 11 位、以 1 开头。", field="phone")
    contributor = participant.contributor
    contributor.phone, contributor.phone_hash = phone, keyed_hash(phone)
    contributor.save(update_fields=["phone", "phone_hash"])
    audit(actor, "登记参会人手机号", str(participant.sitting), f"参会人 {participant.pk}", request)


@transaction.atomic
def keep_secret(participant: Participant, *, actor: User) -> None:
    """Somebody asks that no agency learn their name; asked again, nothing changes."""
    check_right(participant.sitting, actor)
    contributor = participant.contributor
    if not contributor.secrecy:
        Sitting.objects.raise_revision(participant.sitting_id)
        contributor.secrecy = True
        contributor.save(update_fields=["secrecy"])


@transaction.atomic
def remove_participant(participant: Participant, *, actor: User) -> None:
    """Take somebody off the list who was put there by mistake.

    Refused while a word of theirs stands in the record, or a sheet that they signed. Rows deleted while
    recording stay stored, and still say in the ledger whose they were.
    """
    check_right(participant.sitting, actor)
    Sitting.objects.raise_revision(participant.sitting_id)
    said = participant.raised.live().count()
    if said:
        raise RuleError(
            f"这位发言人已经有 {said} 条记录的意见，不能移出名单。请先把意见改到别人名下；记错了的，先在速录里删除。"
        )
    if participant.scans.exists():
        raise RuleError("这位发言人签过字，签字页还留着，不能移出名单。")
    participant.raised.update(participant=None)
    contributor = participant.contributor
    participant.delete()
    is_asked = FaceInvitation.objects.filter(contributor=contributor).exists()  # who was asked stays on that list
    if not is_asked and not contributor.opinions.exists():
        contributor.delete()
