"""Residents' messages as they came by the printed codes, and what was done with each, by the verbs."""

from __future__ import annotations

import hashlib
import math
import struct
import wave
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.calendar import Calendar
from accounts.models import User
from common.files import Accepted
from deputies.models import Deputy
from liaison_portal.demo.clock import at
from liaison_portal.demo.content.messages import MESSAGES, XINCAI, MessageRow
from liaison_portal.demo.content.people import XINCAI_STATION
from liaison_portal.demo.world import World
from stations.choices import FileKind
from stations.models import Message, PublicCode, Station
from stations.workflow import answering, resident
from stations.workflow import message as coming
from stations.workflow.codes import issue_code
from stations.workflow.message import Attached, Letter, send

HERTZ, LOUD = 8000, 40


def load_messages(world: World) -> None:
    """Every message of the stations that are there, the oldest first."""
    for row in sorted(MESSAGES, key=lambda one: -one.days_ago):
        key = XINCAI_STATION if row.station == XINCAI else row.station
        if key in world.stations:
            _load(world, row, key)


def _load(world: World, row: MessageRow, key: str) -> None:
    station = world.stations[key]
    deputy = Deputy.objects.filter(user__username=row.deputy).first() if row.deputy else None
    sent = at(world.clock.ago(row.days_ago), 8, 40)
    letter = Letter(row.to, row.words, row.name, row.phone, tuple(_files(row)), row.held)
    whom: dict[str, Any] = {"station": station, "deputy": deputy, "source": _code(deputy or station, sent)}
    told = f"demo:message:{row.station}:{row.days_ago}:{row.to}:{row.then}"
    made = send(letter, client_id=uuid5(NAMESPACE_URL, told), at=sent, **whom)
    walk = WALKS.get(row.then)
    if walk is not None:
        liaison = world.recorders[key]
        walk(made, row, liaison, (deputy.user if deputy else None) or liaison, sent)


def _code(target: Deputy | Station, moment: datetime) -> PublicCode:
    owner = {"deputy": target} if isinstance(target, Deputy) else {"station": target}
    found = PublicCode.objects.current().filter(**owner).first()
    return found or issue_code(target, actor=None, at=moment - timedelta(days=60))


def _on(sent: datetime, workdays: int, hour: int = 10) -> datetime:
    """`hour` o'clock so many working days after the sending."""
    return at(Calendar.load().add_workdays(sent.date(), workdays), hour)


# --- what became of it ------------------------------------------------------------------------------
def _fresh(made: Message) -> Message:
    found: Message = Message.objects.with_list_data().get(pk=made.pk)
    return found


def _answer(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.answer(_fresh(made), text=row.answer, actor=deputy, at=_on(sent, 1))
    if row.grades:
        attitude, result, comment = row.grades
        resident.read(made, at=_on(sent, 2))
        resident.rate(made, attitude=attitude, result=result, comment=comment, at=_on(sent, 2))


def _proxy(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.answer(_fresh(made), text=row.answer, actor=liaison, at=_on(sent, 1))


def _again(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:
    _answer(made, row, liaison, deputy, sent)
    resident.read(made, at=_on(sent, 2))
    resident.ask_again(made, text=row.again, at=_on(sent, 4))


def _transcribe(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.transcribe(_fresh(made), text=row.answer, actor=liaison, at=sent + timedelta(hours=3))


def _up(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.pass_up(_fresh(made), actor=liaison, note="镇里说图纸在县里。", at=_on(sent, 1))


def _town(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.pass_town(_fresh(made), actor=liaison, at=sent + timedelta(hours=4))


def _elsewhere(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.redirect(_fresh(made), door=row.door, actor=liaison, at=_on(sent, 1))


def _set_aside(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    coming.set_aside(_fresh(made), actor=liaison, note="广告", at=sent + timedelta(hours=2))


def _threat(made: Message, row: MessageRow, liaison: User, deputy: User, sent: datetime) -> None:  # noqa: ARG001
    answering.report_threat(_fresh(made), actor=deputy, note="已告诉村警", at=sent + timedelta(hours=2))


WALKS: dict[str, Callable[[Message, MessageRow, User, User, datetime], None]] = {
    "answered": _answer,
    "proxy": _proxy,
    "again": _again,
    "transcribed": _transcribe,
    "up": _up,
    "town": _town,
    "elsewhere": _elsewhere,
    "set_aside": _set_aside,
    "threat": _threat,
}


# --- what came with it --------------------------------------------------------------------------------
def _files(row: MessageRow) -> list[Attached]:
    found = [_attached(FileKind.PHOTO, _picture(row.days_ago), "照片.jpg", "image/jpeg")] if row.photo else []
    return (
        [*found, _attached(FileKind.VOICE, _hum(row.voice), "录音.wav", "audio/wav", row.voice)] if row.voice else found
    )


def _attached(kind: str, data: bytes, name: str, content: str, seconds: int | None = None) -> Attached:
    accepted = Accepted(name, content, len(data), hashlib.sha256(data).hexdigest(), ContentFile(data, name=name))
    return Attached(kind, accepted, seconds)


def _picture(number: int) -> bytes:
    """An invented street under an invented sky, not the photo of any place."""
    image = Image.new("RGB", (480, 320), (168, 190, 208))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 190, 480, 320), fill=(122, 120, 116))
    for left in range(10 + number * 7 % 40, 480, 110):
        draw.rectangle((left, 90, left + 70, 195), fill=(170 - number, 120, 96))
        draw.rectangle((left + 12, 110, left + 32, 138), fill=(226, 222, 205))
    draw.line((0, 255, 480, 255), fill=(230, 226, 214), width=6)
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _hum(seconds: int) -> bytes:
    """A quiet tone in place of a voice."""
    out = BytesIO()
    second = b"".join(
        struct.pack("B", 128 + round(LOUD * math.sin(2 * math.pi * 220 * step / HERTZ))) for step in range(HERTZ)
    )
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(HERTZ)
        file.writeframes(second * seconds)
    return out.getvalue()
