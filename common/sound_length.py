"""How long a recording is, where a library does not tell: by counting what it is made of.

AMR and AAC (ADTS) are rows of frames of a known length. A browser's WebM is written while one speaks, so
its head says nothing; the times of its blocks do. All of them walk once over the bytes and stop at what
they do not understand: a damaged end makes a recording shorter, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator

AMR_FRAME = 0.02
NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
AMR_SIZES = {
    NARROW: (12, 13, 15, 17, 19, 20, 26, 31, 5),
    WIDE: (17, 23, 32, 36, 40, 46, 50, 58, 60, 5),
}
ADTS_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
ADTS_HEAD, ADTS_SAMPLES = 7, 1024
ADTS_MARK, ADTS_MARKED = 0xFFF0, 0xFFF6  # twelve bits set, the layer none

# Elements of Matroska by their id: those gone into, and those that are read.
SEGMENT, INFO, CLUSTER, GROUP = 0x18538067, 0x1549A966, 0x1F43B675, 0xA0
SCALE, CLUSTER_TIME, SIMPLE, BLOCK = 0x2AD7B1, 0xE7, 0xA3, 0xA1
INSIDE = {SEGMENT, INFO, CLUSTER, GROUP}


def amr(data: bytes) -> float:
    """Frames of twenty milliseconds each, their sizes by the first byte; narrow or wide band by the head."""
    head = WIDE if data.startswith(WIDE) else NARROW
    sizes, at, frames = AMR_SIZES[head], len(head), 0
    while at < len(data):
        mode = data[at] >> 3 & 15
        at += 1 + (sizes[mode] if mode < len(sizes) else 0)
        frames += 1
    return frames * AMR_FRAME


def adts(data: bytes) -> float:
    """Frames of 1,024 samples, each with its rate and length in its head."""
    at, seconds = 0, 0.0
    while at + ADTS_HEAD <= len(data) and int.from_bytes(data[at : at + 2], "big") & ADTS_MARKED == ADTS_MARK:
        rate = data[at + 2] >> 2 & 15
        size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        if rate >= len(ADTS_RATES) or size < ADTS_HEAD:
            break
        seconds += ADTS_SAMPLES * ((data[at + 6] & 3) + 1) / ADTS_RATES[rate]
        at += size
    return seconds


def webm(data: bytes) -> float | None:
    """The time of the last block; None where there is no block."""
    scale, base, last = 1_000_000, 0, None
    for kind, body in _elements(data):
        if kind == SCALE:
            scale = int.from_bytes(body, "big") or scale
        elif kind == CLUSTER_TIME:
            base = int.from_bytes(body, "big")
        elif kind in (SIMPLE, BLOCK) and (time := _time(body)) is not None:
            last = max(last or 0, base + time)
    return None if last is None else last * scale / 1_000_000_000


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element with its bytes, those gone into without; until the end or what is no element."""
    at = 0
    while at < len(data):
        kind, width = _number(data, at, keep_mark=True)
        size, more = _number(data, at + width) if width else (0, 0)
        if not width or not more:
            return
        at += width + more
        if kind in INSIDE:
            continue
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    """A number of variable width and that width, 0 where there is none."""
    if at >= len(data) or not data[at]:
        return 0, 0
    width = 9 - data[at].bit_length()
    if at + width > len(data):
        return 0, 0
    value = int.from_bytes(data[at : at + width], "big")
    return (value if keep_mark else value & (1 << 7 * width) - 1), width


def _time(block: bytes) -> int | None:
    """A block's time against its cluster: two bytes after the number of its track."""
    _, width = _number(block, 0)
    if not width or len(block) < width + 2:
        return None
    return int.from_bytes(block[width : width + 2], "big", signed=True)
