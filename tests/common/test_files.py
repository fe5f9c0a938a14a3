"""Uploads are what their bytes say, refusals say why, and what is served can do nothing."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test.utils import isolate_apps
from docx import Document
from openpyxl import Workbook
from PIL import Image

from common.files import DOCX, XLSX, StoredFile, accept_upload, clean_name, readable_size, serve, stored_path

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def image(kind):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind)
    return out.getvalue()


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(parts, source=b""):
    out = io.BytesIO(source)
    with zipfile.ZipFile(out, "a") as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


def upload(data, name="会议通知.pdf"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.mark.parametrize(
    ("data", "kind", "content_type", "name"),
    [
        (PDF, "pdf", "application/pdf", "会议通知.pdf"),
        (image("PNG"), "image", "image/png", "会议通知.pdf.png"),
        (image("JPEG"), "image", "image/jpeg", "会议通知.pdf.jpg"),
        (image("GIF"), "image", "image/gif", "会议通知.pdf.gif"),
        (image("WEBP"), "image", "image/webp", "会议通知.pdf.webp"),
        (saved(Document()), "docx", DOCX, "会议通知.pdf.docx"),
        (saved(Workbook()), "xlsx", XLSX, "会议通知.pdf.xlsx"),
    ],
)
def test_a_file_is_typed_by_its_content_whatever_its_name(data, kind, content_type, name):
    accepted = accept_upload(upload(data))
    assert (accepted.content_type, accepted.name, accepted.size) == (content_type, name, len(data))
    assert accepted.sha256 == hashlib.sha256(data).hexdigest()
    assert accepted.file.read() == data
    others = [other for other in ("pdf", "image", "docx", "xlsx") if other != kind]
    with pytest.raises(ValidationError, match="可能改过扩展名"):
        accept_upload(upload(data), kinds=others)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "是空的"),
        (b"MZ\x90\x00" + b"\0" * 200, "内容不是 PDF"),
        (b"\x7fELF" + b"\0" * 200, "内容不是 PDF"),
        (b"<html><script>alert(1)</script>%PDF-1.7", "内容不是 PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "内容不是 PDF"),
        (b"plain text", "内容不是 PDF"),
        (b"\x00", "内容不是 PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "打开密码"),
        (b"PK\x03\x04 broken", "已损坏"),
        (archive({"a.txt": "x"}), "内容不是 PDF"),
        (archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "x"}), "内容不是 PDF"),
        (archive({"word/vbaProject.bin": "x"}, saved(Document())), "带有宏"),
        (archive({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}), "带有宏"),
    ],
)
def test_what_is_refused_says_why(data, sentence):
    with pytest.raises(ValidationError) as refused:
        accept_upload(upload(data))
    assert sentence in refused.value.message


def test_the_sentence_names_what_would_be_taken():
    with pytest.raises(ValidationError) as refused:
        accept_upload(upload(b"text"), kinds=("pdf", "image"))
    assert refused.value.message == "这个文件的内容不是 PDF 或图片，可能改过扩展名。请重新导出后再传。"


def test_a_large_file_is_told_both_sizes(settings):
    settings.UPLOAD_MAX_BYTES = 1024
    with pytest.raises(ValidationError) as refused:
        accept_upload(upload(PDF + b"\n" * 1024))
    assert "2 KB" in refused.value.message
    assert "超过了 1 KB" in refused.value.message
    assert accept_upload(upload(PDF + b"\n" * 1024), max_bytes=4096).size == len(PDF) + 1024


def test_an_archive_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("common.files._MAX_UNPACKED", 100_000)
    with pytest.raises(ValidationError, match="解开后太大"):
        accept_upload(upload(archive({"word/media/x.bin": b"\0" * 200_000}, saved(Document()))))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\资料\\通知.PDF", "通知.PDF"),
        ("a\r\nSet-Cookie: x.pdf", "a__Set-Cookie_ x.pdf"),
        ("\u202efdp.exe", "_fdp.exe.pdf"),
        ("", "附件.pdf"),
        (".pdf", "pdf.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, kept):
    assert clean_name(name, "application/pdf") == kept


def test_sizes_are_never_rounded_down():
    sizes = [readable_size(n) for n in (5, 1024, 1025, 20 * 1024**2, 20 * 1024**2 + 1)]
    assert sizes == ["5 B", "1 KB", "2 KB", "20 MB", "20.1 MB"]


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with isolate_apps("common"):

        class Paper(StoredFile):
            class Meta(StoredFile.Meta):
                app_label = "common"

        accepted = accept_upload(upload(PDF, "关于道路的“答复”.pdf"))
        paper = Paper(**accepted.fields())
        paper.file.save(paper.name, ContentFile(PDF), save=False)
        yield paper


def test_the_stored_path_holds_nothing_of_the_name(stored):
    assert "答复" not in stored.file.name
    assert stored.file.name.split("/")[:2] == [stored.file.name[6:8], stored.file.name[8:10]]
    assert stored_path(stored, "a.pdf") != stored_path(stored, "a.pdf")
    assert isinstance(stored, models.Model)
    assert str(stored) == "关于道路的“答复”.pdf"


def test_a_served_file_is_an_attachment_that_can_do_nothing(stored):
    response = serve(stored)
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%B3")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    response.file_to_stream.close()


def test_only_pdf_and_images_are_shown_in_the_window(stored):
    for content_type, shown, sandboxed in (
        ("application/pdf", True, False),
        ("image/png", True, True),
        (DOCX, False, True),
        ("text/html", False, True),
    ):
        stored.content_type = content_type
        response = serve(stored, inline=True)
        assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
        assert response["Content-Security-Policy"].startswith("sandbox") is sandboxed
        assert response["Content-Type"] != "text/html"
        response.file_to_stream.close()
