"""A resident's message comes in: once, to whom they chose, into the ledger or before a person's eyes first."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.crypto import keyed_hash
from common.errors import RuleError
from common.files import Accepted
from common.steps import Step, Steps, move
from common.text import clean_pasted
from deputies.models import Deputy
from opinions.choices import Capacity, Intent, RuleKind, Visibility
from opinions.models import Channel, Contributor
from opinions.workflow.opinion import Heard, Said, Start, register
from stations import tasks
from stations.choices import FileKind, HeldWhy, MessageStatus, MessageTo
from stations.models import Message, MessageFile, PublicCode, Station
from stations.reports.conflict import named_in
from stations.rules import message as rules
from stations.workflow.reception import due_day
from stations.workflow.recording import record

S = MessageStatus
TEXT_MAX = 5000
# Without 0/O, 1/I/L: it is copied by hand and read out on the telephone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH, PIN_DIGITS = 8, 6
SPOKEN = "（语音留言，等待听写）"
PICTURED = "（照片留言，没有写字）"

STEPS: Steps = {
    "release": Step("收下", (S.HELD,), S.OPEN, rules.can_moderate),
    "set_aside": Step("搁置", (S.HELD,), S.SET_ASIDE, rules.can_moderate),
    "put_back": Step("放回待审看", (S.SET_ASIDE,), S.HELD, rules.can_moderate),
}


@dataclass(frozen=True)
class Attached:
    """A file that has passed: a photo, or a voice with its length in seconds where the format tells it."""

    kind: str
    accepted: Accepted
    seconds: int | None = None


@dataclass(frozen=True)
class Letter:
    """What a resident sends. An empty `name` stays empty; `held` says why a person looks at it first."""

    to: str
    text: str = ""
    name: str = ""
    phone: str = ""
    files: Sequence[Attached] = field(default_factory=tuple)
    held: str = ""
    proof: str = ""


def words_of(text: str, kinds: Iterable[str]) -> str:
    """What the ledger begins with: the text, or that there is only a voice or a picture."""
    return clean_pasted(text).strip() or (SPOKEN if FileKind.VOICE in kinds else PICTURED)


def pin_of(client_id: UUID) -> str:
    """The PIN that belongs to one sending; the same sending again shows the same one."""
    number = int(keyed_hash(f"pin of {client_id}"), 16) % 10**PIN_DIGITS
    return f"{number:0{PIN_DIGITS}}"


def new_code() -> str:
    """A code that is copied by hand; one in 850 thousand million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def hash_pin(code: str, pin: str) -> str:
    """A keyed hash: without the key file a million PINs cannot be tried against it."""
    return keyed_hash(f"pin {code} {pin}")


def send(
    letter: Letter,
    *,
    station: Station,
    client_id: UUID,
    deputy: Deputy | None = None,
    source: PublicCode | None = None,
    at: datetime | None = None,
) -> Message:
    """One message, with its files, in one transaction. The same `client_id` again returns the one there is.

    To 县人大, or naming the very person it is sent to: sealed, the committee's alone. A deputy
    without a mandate in force gets none: the station does. With `held` it waits for a person
    before it enters the ledger; so does one whose `proof` has opened another. Refuses nothing said
    and a text over 5,000 characters.
    """
    if found := Message.objects.filter(client_id=client_id).first():
        return found
    _check(letter)
    message = _message(letter, station, deputy, at or timezone.now())
    message.client_id, message.source, message.pin_hash = client_id, source, hash_pin(message.code, pin_of(client_id))
    try:
        _write(message, letter)
    except IntegrityError:
        if found := Message.objects.filter(client_id=client_id).first():
            return found
        spent = _without_spent(letter)
        return send(spent, station=station, client_id=client_id, deputy=deputy, source=source, at=at)
    return message


def _without_spent(letter: Letter) -> Letter:
    """The letter to be looked at first, because its sum has opened another; what else went wrong goes up."""
    if not letter.proof or not Message.objects.filter(proof=letter.proof).exists():
        raise  # noqa: PLE0704 - called while the refusal of the database is handled
    return replace(letter, proof="", held=letter.held or HeldWhy.PROOF)


def _check(letter: Letter) -> None:
    text = clean_pasted(letter.text).strip()
    if not text and not letter.files:
        raise RuleError("请写一写是什么事，或者录一段话、拍张照片。", field="text")
    if len(text) > TEXT_MAX:
        raise RuleError(
            f"一次最多写 {TEXT_MAX} 个字，现在有 {len(text)} 个字。您写的都还在，请分两次说，或者到联络站当面交材料。",
            field="text",
        )
    if letter.to not in MessageTo.values:
        raise RuleError("请选交给谁。", field="to")


def _message(letter: Letter, station: Station, deputy: Deputy | None, moment: datetime) -> Message:
    """Not saved: to whom it really goes, and until when an answer is due."""
    today = timezone.localdate(moment)
    to, named = letter.to, named_in(letter.text, station, deputy if letter.to == MessageTo.DEPUTY else None)
    rerouted = to == MessageTo.DEPUTY and not (deputy and deputy.mandates.in_force(today).exists())
    if rerouted:
        to = MessageTo.STATION
    if _names_its_reader(to, named, station, deputy):
        to = MessageTo.COUNTY
    return Message(
        code=new_code(),
        to=to,
        station=station,
        deputy=deputy if to == MessageTo.DEPUTY else None,
        text=clean_pasted(letter.text).strip(),
        status=S.HELD if letter.held else S.OPEN,
        visibility=Visibility.SEALED if to == MessageTo.COUNTY else Visibility.NORMAL,
        held_why=letter.held,
        named=named,
        is_rerouted=rerouted,
        proof=letter.proof or None,
        sent_at=moment,
        due_on=due_day(today, RuleKind.MESSAGE),
    )


def _names_its_reader(to: str, named: list[str], station: Station, deputy: Deputy | None) -> bool:
    """The deputy it is sent to, or for the station one of its own people: they must not be who reads it."""
    if to == MessageTo.DEPUTY:
        return deputy is not None and any(one.startswith(f"{deputy.name}（") for one in named)
    own = {one.name for one in station.staff.current()}
    return to == MessageTo.STATION and any(one.partition("（")[0] in own for one in named)


@transaction.atomic
def _write(message: Message, letter: Letter) -> None:
    person = Contributor.named(letter.name.strip(), Capacity.RESIDENT, phone=letter.phone.strip())
    person.save(force_insert=True)
    message.contributor = person
    if message.status == S.OPEN:
        message.opinion = _enter(message, words_of(letter.text, [one.kind for one in letter.files]))
    message.save(force_insert=True)
    for one in letter.files:
        MessageFile.objects.create(message=message, kind=one.kind, seconds=one.seconds, **one.accepted.fields())
    facts = {"to": letter.to, "held": message.held_why, "named": len(message.named)}
    record(message, step="send", actor=None, at=message.sent_at, target=message.status, data=facts)
    transaction.on_commit(partial(tasks.tell_of_message.delay, message.pk, "new"), robust=True)


def _enter(message: Message, words: str) -> Any:
    """Into the ledger: 站内办理 with whoever has it, until the day promised."""
    unit = message.station.reports_to if message.is_sealed else message.station.unit
    heard = Heard(
        contributor=message.contributor,
        channel=Channel.objects.get(code="message"),
        unit=unit,
        region=message.station.unit.region,
        heard_on=timezone.localdate(message.sent_at),
    )
    start = Start(status="at_station", holder=unit, due_on=message.due_on, visibility=message.visibility)
    said = Said(words, intent=Intent.PROBLEM)
    return register(said, heard, start=start, actor=None, client_id=message.client_id, at=message.sent_at)


# --- 待审看 -----------------------------------------------------------------------------------------
@transaction.atomic
def release(message: Message, *, actor: User, at: datetime | None = None) -> Message:
    """Somebody has looked: it goes to whoever it was sent to, with the day counted from its sending."""
    opinion = _enter(message, words_of(message.text, message.files.values_list("kind", flat=True)))
    move(STEPS, "release", message, actor=actor, record=record, at=at, opinion=opinion)
    transaction.on_commit(partial(tasks.tell_of_message.delay, message.pk, "new"), robust=True)
    return message


@transaction.atomic
def set_aside(message: Message, *, actor: User, note: str, at: datetime | None = None) -> Message:
    """Advertising, nothing that can be understood: kept with the reason, in no ledger; can be put back."""
    if not note.strip():
        raise RuleError("请写明为什么搁置，如“广告”“内容看不懂”。", field="note")
    move(STEPS, "set_aside", message, actor=actor, record=record, at=at, note=note.strip()[:200])
    return message


@transaction.atomic
def put_back(message: Message, *, actor: User, at: datetime | None = None) -> Message:
    """It was set aside by mistake."""
    move(STEPS, "put_back", message, actor=actor, record=record, at=at)
    return message
