"""A recorded voice: by its content and its length."""

import struct
import wave
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from common.sound import accept_voice, seconds_of, sniff_sound


def wav(seconds):
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * seconds))
    return out.getvalue()


def amr(seconds):
    return b"#!AMR\n" + (b"\x3c" + b"\x00" * 31) * int(seconds * 50)


def amr_wide(seconds):
    return b"#!AMR-WB\n" + (b"\x44" + b"\x00" * 60) * int(seconds * 50)


def aac(seconds):
    """ADTS at 16 kHz, frames of 20 bytes."""
    head = bytes([0xFF, 0xF1, 8 << 2, 0x40, 20 >> 3, (20 & 7) << 5, 0])
    return (head + b"\x00" * 13) * round(seconds * 16000 / 1024)


def webm(seconds, cluster=b"\x01\xff\xff\xff\xff\xff\xff\xff"):
    """As a browser writes it: sizes of segment and clusters unknown, a cluster each five seconds, blocks of 60 ms."""
    out = [b"\x1aE\xdf\xa3\x87B\x82\x84webm", b"\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff"]
    out.append(b"\x15I\xa9f\x87\x2a\xd7\xb1\x83\x0f\x42\x40")
    for time in range(0, int(seconds * 1000) + 1, 60):
        if time % 5000 < 60:
            base = time
            out.append(b"\x1fC\xb6u" + cluster + b"\xe7\x84" + base.to_bytes(4, "big"))
        out.append(b"\xa3\x88\x81" + (time - base).to_bytes(2, "big") + b"\x80" + b"opus")
    return b"".join(out)


def m4a(seconds):
    """Only what tells its length."""
    mvhd = struct.pack(">4sIIIII", b"mvhd", 0, 0, 0, 1000, int(seconds * 1000)) + b"\x00" * 80
    moov = struct.pack(">I", len(mvhd) + 4) + mvhd
    return b"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00" + struct.pack(">I4s", len(moov) + 8, b"moov") + moov


def upload(data, name="录音.mp3"):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (wav, "audio/wav"),
        (amr, "audio/amr"),
        (amr_wide, "audio/amr"),
        (aac, "audio/aac"),
        (webm, "audio/webm"),
        (m4a, "audio/mp4"),
    ],
)
def test_its_kind_and_length_are_read_from_it(make, kind):
    found = accept_voice(upload(make(7)))
    assert (found.accepted.content_type, found.seconds) == (kind, 7)
    assert found.accepted.name.startswith("录音")
    with pytest.raises(ValidationError, match="有 75 秒，最长 60 秒"):
        accept_voice(upload(make(75)))


def test_a_browsers_recording_without_a_block_does_not_tell():
    found = accept_voice(upload(b"\x1aE\xdf\xa3\x9fB\x86\x81\x01webm" + b"\x00" * 90, "blob"))
    assert (found.accepted.content_type, found.seconds) == ("audio/webm", None)


@pytest.mark.parametrize(("make", "kind"), [(amr_wide, "audio/amr"), (aac, "audio/aac"), (webm, "audio/webm")])
@given(cut=st.floats(0.2, 1), noise=st.binary(max_size=40))
def test_a_damaged_recording_is_no_error(make, kind, cut, noise):
    data = make(3)
    seconds = seconds_of(data[: int(len(data) * cut)] + noise, kind)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"MZ\x90\x00" * 40, "不是录音"),
        (b"just text", "不是录音"),
        (m4a(5) + b"hdlr" + b"\x00" * 8 + b"vide", "录像"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01webm" + b"V_VP8", "录像"),
        (b"\x80" * (6 * 1024 * 1024 + 1), "太大"),
    ],
)
def test_what_is_no_voice_is_refused_with_a_sentence(data, said):
    with pytest.raises(ValidationError, match=said):
        accept_voice(upload(data))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"OggS\x00", "audio/ogg"),
        (b"\xff\xf1\x50", "audio/aac"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
    ],
)
def test_more_kinds_of_telephones(head, kind):
    assert sniff_sound(head) == kind
