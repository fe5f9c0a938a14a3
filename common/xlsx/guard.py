"""Is this upload a workbook we can open without harm? Asked before the reader sees it.

The reader builds the whole rectangle of a sheet in memory, so one cell in the last corner of an otherwise
empty sheet would end the process. Every member is unpacked here first, against limits, and every cell's
place is looked at.
"""

import io
import re
import zipfile
import zlib
from typing import Any

from django.core.exceptions import ValidationError
from lxml import etree

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MB = 1024 * 1024
MAX_MEMBERS = 300
MAX_UNPACKED = 100 * MB
MAX_COLUMNS = 300
HARMLESS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".bin", ".vml")
SHEET_RELATION = "/worksheet"
CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
BROKEN = "文件已损坏，打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
RETYPED = "这不是 Excel 工作簿，像是 CSV 或文本文件改了扩展名。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"


def take_in(upload: Any, max_bytes: int) -> bytes:
    """The bytes of an uploaded file, refused when empty or too large."""
    if isinstance(upload, bytes):
        data = upload
    else:
        upload.seek(0)
        data = upload.read(max_bytes + 1)
    if not data:
        raise ValidationError("文件是空的，请重新选择。", code="empty")
    if len(data) > max_bytes:
        limit = f"{max_bytes // MB} MB" if max_bytes >= MB else f"{max_bytes // 1024} KB"
        raise ValidationError(f"文件超过 {limit}，请删去图片或分几个文件上传。", code="too_large")
    return data


def check_workbook(data: bytes, max_rows: int) -> None:
    """Refuse what is no .xlsx, what is locked, broken or made to exhaust memory."""
    if data.startswith(OLE2):
        if ENCRYPTED in data:
            raise ValidationError("文件设了打开密码，读不出来。请去掉密码后再上传。", code="password")
        raise ValidationError("这是旧版 Excel 文件（.xls）。请另存为 .xlsx 再上传。", code="old")
    if not data.startswith(b"PK"):
        raise ValidationError(RETYPED, code="not_xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive, max_rows)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, etree.XMLSyntaxError) as error:
        raise ValidationError(BROKEN, code="broken") from error


def _check_members(archive: zipfile.ZipFile, max_rows: int) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ValidationError("文件展开后过大，请删去图片和多余的工作表再上传。", code="too_large")
    if len(names) != len(members):
        raise ValidationError(BROKEN, code="broken")
    if "xl/workbook.xml" not in names:
        raise ValidationError("这不是 Excel 工作簿（.xlsx），可能是其他文件改了扩展名。", code="not_xlsx")
    for member in members:
        # Reading to the end also proves that the declared size and checksum are true.
        content = archive.read(member)
        if member.filename.lower().endswith((".xml", ".rels")):
            _check_xml(content, max_rows)
        elif not member.is_dir() and not member.filename.lower().endswith(HARMLESS):
            raise ValidationError(BROKEN, code="broken")


def _check_xml(content: bytes, max_rows: int) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValidationError(BROKEN, code="broken")
    for _, node in etree.iterparse(io.BytesIO(content), resolve_entities=False, no_network=True):
        if isinstance(node.tag, str):
            _check_node(node, max_rows)
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]


def _check_node(node: Any, max_rows: int) -> None:
    tag = etree.QName(node).localname
    if tag == "c":
        _check_place(node.get("r", "A1"), max_rows)
    elif tag == "row":
        _check_place(f"A{node.get('r', '1')}", max_rows)
    elif tag == "Relationship" and node.get("Type", "").endswith(SHEET_RELATION):
        _check_target(node.get("Target", ""))


def _check_place(place: str, max_rows: int) -> None:
    match = CELL.fullmatch(place)
    if match is None:
        raise ValidationError(BROKEN, code="broken")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    if int(match[2]) > max_rows:
        raise ValidationError(
            f"表格用到了第 {match[2]} 行，最多读到第 {max_rows} 行。请分几个文件上传，并删去表格下方多余的行。",
            code="too_many",
        )
    if column > MAX_COLUMNS:
        raise ValidationError(
            f"表格用到了第 {column} 列，最多 {MAX_COLUMNS} 列。请删去表格右侧多余的列。", code="too_many"
        )


def _check_target(target: str) -> None:
    if not target.lower().endswith(".xml"):
        raise ValidationError(BROKEN, code="broken")
