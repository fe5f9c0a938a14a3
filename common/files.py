"""Uploaded files: typed by what they contain, stored under a name of ours, served only by a view.

No address serves the media folder. A view finds the row through `visible_to` and calls `serve`.
"""

import hashlib
import re
import unicodedata
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.http import FileResponse
from django.utils import timezone

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL_KINDS = ("pdf", "image", "docx", "xlsx")
_KIND_NAMES = {
    "pdf": "PDF",
    "image": "图片",
    "audio": "录音",
    "docx": "Word 文档（.docx）",
    "xlsx": "Excel 表格（.xlsx）",
}
_CONTENT_KINDS = {
    "application/pdf": "pdf",
    "image/png": "image",
    "image/jpeg": "image",
    "image/gif": "image",
    "image/webp": "image",
    DOCX: "docx",
    XLSX: "xlsx",
    "audio/amr": "audio",
    "audio/mp4": "audio",
    "audio/ogg": "audio",
    "audio/webm": "audio",
    "audio/wav": "audio",
    "audio/aac": "audio",
    "audio/mpeg": "audio",
}
_SUFFIXES = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    DOCX: ".docx",
    XLSX: ".xlsx",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/webm": ".webm",
    "audio/wav": ".wav",
    "audio/aac": ".aac",
    "audio/mpeg": ".mp3",
}
_SAME_SUFFIX = {".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg"}
# What a browser may show in its own window; everything else is saved.
_INLINE = frozenset(content for content, kind in _CONTENT_KINDS.items() if kind in ("pdf", "image", "audio"))
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
KB, MB = 1024, 1024 * 1024
_MAX_PARTS = 4000
_MAX_UNPACKED = 400 * MB
_MAX_TYPES_PART = MB


def stored_path(_instance: models.Model, _name: str) -> str:
    """Two folders and a random name: nothing of what the user called the file."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name[2:4]}/{name}"


class StoredFile(models.Model):
    """A file and what we know about it; concrete per app, with a foreign key to what it belongs to."""

    file = models.FileField("文件", upload_to=stored_path, max_length=120)
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("校验值", max_length=64)
    created_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Accepted:
    """An upload that passed. `fields()` are the columns of the StoredFile to make from it."""

    name: str
    content_type: str
    size: int
    sha256: str
    file: File

    def fields(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "name": self.name,
            "content_type": self.content_type,
            "size": self.size,
            "sha256": self.sha256,
        }


def accept_upload(upload: Any, *, kinds: Iterable[str] = ALL_KINDS, max_bytes: int | None = None) -> Accepted:
    """Check an uploaded file by its content and size, whatever its name or its sender say.

    Refused with a ValidationError in Chinese: empty or too large, other than `kinds`, with macros,
    locked by a password, damaged. The name returned ends as the content demands.
    """
    kinds = tuple(kinds)
    _check_size(upload.size, settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes)
    content_type = sniff(upload)
    if _CONTENT_KINDS.get(content_type) not in kinds:
        raise ValidationError(
            f"这个文件的内容不是 {_listed(kinds)}，可能改过扩展名。请重新导出后再传。", code="content"
        )
    return Accepted(clean_name(upload.name or "", content_type), content_type, upload.size, digest_of(upload), upload)


def _listed(kinds: tuple[str, ...]) -> str:
    *most, last = (_KIND_NAMES[kind] for kind in kinds)
    return f"{'、'.join(most)}或{last}".replace("PDF或", "PDF 或") if most else last


def _check_size(size: int, limit: int) -> None:
    if not size:
        raise ValidationError("这个文件是空的，没有内容。请检查后重新选择。", code="empty")
    if size > limit:
        raise ValidationError(
            f"这个文件有 {readable_size(size)}，超过了 {readable_size(limit)} 的上限。请压缩或分成几个文件再传。",
            code="size",
        )


def readable_size(size: int) -> str:
    """`800 B`, `12 KB`, `20 MB`, `20.1 MB`: never rounded below what it is."""
    if size < KB:
        return f"{size} B"
    if size < MB:
        return f"{-(-size // KB)} KB"
    tenths = -(-size * 10 // MB)
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths / 10} MB"


def sniff(upload: Any) -> str:
    """The content type that the bytes themselves show; "" if it is none we take.

    Raises ValidationError for what deserves its own sentence: macros, a password, an old Office file.
    """
    upload.seek(0)
    head = upload.read(_HEAD)
    upload.seek(0)
    if head.startswith(_OLE2):
        raise ValidationError(
            "这是旧版 Office 文件（.doc、.xls），或设了打开密码的文件。请去掉密码，另存为 .docx、.xlsx 或 PDF 再传。",
            code="ole2",
        )
    if head.startswith(b"PK\x03\x04"):
        found = _sniff_ooxml(upload)
        upload.seek(0)
        return found
    return _sniff_plain(head)


def _sniff_plain(head: bytes) -> str:
    """PDF and images, by signature at the very start: a page of HTML with `%PDF` inside is none."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    images = [guess.mime_type for guess in guesses if _CONTENT_KINDS.get(guess.mime_type) == "image"]
    return images[0] if images and _is_image(head, images[0]) else ""


_SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def _is_image(head: bytes, content_type: str) -> bool:
    return head.startswith(_SIGNATURES[content_type]) and (content_type != "image/webp" or head[8:12] == b"WEBP")


def _sniff_ooxml(upload: Any) -> str:
    """Word or Excel by the parts of the package; "" for another archive."""
    try:
        with zipfile.ZipFile(upload) as package:
            return _ooxml_type(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValidationError("这个文件已损坏，打不开。请重新导出后再传。", code="damaged") from error


def _ooxml_type(package: zipfile.ZipFile) -> str:
    parts = {info.filename: info for info in package.infolist()}
    types = parts.get("[Content_Types].xml")
    if types is None or types.file_size > _MAX_TYPES_PART:
        return ""
    if len(parts) > _MAX_PARTS or sum(info.file_size for info in parts.values()) > _MAX_UNPACKED:
        raise ValidationError("这个文件解开后太大，不能接收。请减少图片或分成几个文件再传。", code="size")
    declared = package.read(types)
    if b"macroEnabled" in declared or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise ValidationError("这个文件带有宏，不能接收。请另存为不带宏的 .docx 或 .xlsx 再传。", code="macro")
    if "word/document.xml" in parts and f"{DOCX}.main+xml".encode() in declared:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts and f"{XLSX}.main+xml".encode() in declared else ""


def digest_of(upload: Any) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in iter(lambda: upload.read(64 * KB), b""):
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]')


def clean_name(name: str, content_type: str) -> str:
    """The user's name for the file, fit for every file system, with the suffix of its content."""
    base = _UNFIT.sub("_", unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])).strip(" .")
    suffix = _SUFFIXES[content_type]
    stem, dot, given = base.rpartition(".")
    own = f".{given.lower()}" if dot else ""
    if not stem or _SAME_SUFFIX.get(own, own) != suffix:
        return (base[: 120 - len(suffix)] or "附件") + suffix
    return stem[: 120 - len(own)] + dot + given


_LOCKED_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
# Chromium does not start its PDF viewer in a sandboxed page, so a PDF goes without that word.
_LOCKED = f"sandbox; {_LOCKED_PDF}"


def serve(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """The file to somebody who may see it (the view has asked). `inline` shows PDF, images and sounds only.

    The browser neither guesses the type nor runs anything in it. A missing file raises
    FileNotFoundError.
    """
    shown = inline and stored.content_type in _INLINE
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=not shown,
        filename=stored.name,
        content_type=stored.content_type if stored.content_type in _CONTENT_KINDS else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _LOCKED if stored.content_type != "application/pdf" else _LOCKED_PDF
    response["Cache-Control"] = "private, no-store"
    return response
