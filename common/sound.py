"""A recorded voice: known by its content, its length read where the format tells it, served in parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from tinytag import TinyTag, TinyTagException

from common import sound_length
from common.files import MB, Accepted, StoredFile, clean_name, digest_of, serve

MAX_SECONDS, MAX_BYTES = 60, 6 * MB
SLACK = 2  # a recorder counts differently from a file
LOCKED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}
PICTURES = re.compile(rb"hdlr.{8}vide|V_VP[89]|V_AV1|V_MPEG", re.DOTALL)


@dataclass(frozen=True)
class Voice:
    """A recording that passed, and its whole seconds where the format tells them."""

    accepted: Accepted
    seconds: int | None


def accept_voice(upload: Any) -> Voice:
    """Check a recording by its content: a sound of at most sixty seconds and 6 MB.

    Refused with a ValidationError in Chinese: another kind of file, a film, one too long or large.
    A WebM without a single block does not tell its length: it is held by its size alone.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(f"这段录音太大，最多 {MAX_BYTES // MB} MB，{MAX_SECONDS} 秒。请录短一点。", code="size")
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    kind = sniff_sound(data[:64])
    if not kind:
        raise ValidationError("这个文件不是录音。请用手机的录音机录一段，或者直接写。", code="content")
    if PICTURES.search(data):
        raise ValidationError("这是录像。请只录声音，或者拍照片、写文字。", code="content")
    seconds = seconds_of(data, kind)
    if seconds is not None and seconds > MAX_SECONDS + SLACK:
        raise ValidationError(f"这段录音有 {round(seconds)} 秒，最长 {MAX_SECONDS} 秒。请分两次说。", code="length")
    name = clean_name(upload.name or "录音", kind)
    accepted = Accepted(name, kind, upload.size, digest_of(upload), upload)
    return Voice(accepted, None if seconds is None else round(seconds))


def sniff_sound(head: bytes) -> str:  # noqa: PLR0911 - one line for each format
    """The type that the first bytes show; "" for anything else."""
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "audio/amr"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head:
        return "audio/webm"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith((b"\xff\xf1", b"\xff\xf9")):
        return "audio/aac"
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")):
        return "audio/mpeg"
    return ""


def seconds_of(data: bytes, kind: str) -> float | None:
    """How long it is; None where the format does not tell."""
    counted = {"audio/amr": sound_length.amr, "audio/aac": sound_length.adts, "audio/webm": sound_length.webm}
    if kind in counted:
        return counted[kind](data)
    suffix = {"audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav", "audio/mpeg": "mp3"}[kind]
    try:
        tag = TinyTag.get(f"voice.{suffix}", file_obj=BytesIO(data), tags=False, duration=True)
    except (TinyTagException, ValueError, ArithmeticError, LookupError) as error:
        raise ValidationError("这段录音已经损坏，打不开。请重新录一段。", code="damaged") from error
    return tag.duration


def serve_sound(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """A recording to somebody who may hear it; by parts, because an iPhone asks for nothing else."""
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
    if wanted is None:
        response: HttpResponseBase = serve(stored, inline=True)
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = int(wanted[1]), min(int(wanted[2] or stored.size), stored.size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    with stored.file.open("rb") as file:
        file.seek(first)
        part = file.read(last - first + 1)
    headers = {**LOCKED, "Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{stored.size}"}
    return HttpResponse(part, status=206, content_type=stored.content_type, headers=headers)
