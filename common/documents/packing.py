"""The .docx file as a ZIP: read with limits, written the same way every time."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"
MAX_MEMBERS = 500
MAX_UNPACKED = 60 * 1024 * 1024


def problem_of_zip(data: bytes) -> str:
    """Why these bytes are no .docx we open, or an empty string."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "这不是 Word 文档（.docx）。旧的 .doc 或 .wps 文件请另存为 .docx 再上传"
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        return "文件展开后过大，请删去其中的图片再上传"
    if FIRST not in names or "word/document.xml" not in names:
        return "文件里没有 Word 正文，可能已损坏，也可能是其他格式改的名"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "文件含有宏，不能作模板。请另存为不含宏的 .docx"
    return ""


def fix_properties(doc: Any) -> None:
    """Take the clock and the author's machine out of the document properties."""
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    properties = doc.core_properties
    properties.created = properties.modified = moment
    properties.last_modified_by = ""
    properties.revision = 1


def pack(doc: Any) -> bytes:
    """The document as bytes that depend on its content alone: fixed times, fixed order."""
    fix_properties(doc)
    draft = io.BytesIO()
    doc.save(draft)
    return repack(draft)


def repack(draft: io.BytesIO, change: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The same members in a fixed order with fixed times; `change` rewrites members by name."""
    change = change or {}
    packed = io.BytesIO()
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != FIRST, name)):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = 0
            data = source.read(name)
            target.writestr(member, change[name](data) if name in change else data)
    return packed.getvalue()
