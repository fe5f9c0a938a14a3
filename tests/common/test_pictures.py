"""Photographs are drawn anew: upright, not too large, without what the camera wrote beside them."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.files import accept_upload
from common.pictures import LONGEST, drawn_anew

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photo(size=(60, 30), *, kind="JPEG", mode="RGB", name="现场.jpg", exif=None):
    out = io.BytesIO()
    Image.new(mode, size, 200 if mode == "L" else None).save(out, kind, **({"exif": exif} if exif else {}))
    return accept_upload(SimpleUploadedFile(name, out.getvalue()), kinds=("image",))


def opened(accepted):
    accepted.file.seek(0)
    return Image.open(accepted.file)


def test_place_and_device_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "某牌手机", 6
    exif.get_ifd(GPS)[2] = (35.0, 45.0, 0.0)
    made = photo(exif=exif)
    assert b"Exif" in made.file.read()
    found = opened(drawn_anew(made))
    assert (found.size, dict(found.getexif())) == ((30, 60), {})


def test_a_comment_in_the_file_is_gone():
    out = io.BytesIO()
    Image.new("RGB", (60, 30)).save(out, "JPEG", comment=b"GPS 35.7 115.0")
    made = accept_upload(SimpleUploadedFile("现场.jpg", out.getvalue()), kinds=("image",))
    assert b"GPS" not in drawn_anew(made).file.read()


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGBA"), ("GIF", "P"), ("PNG", "L")])
def test_every_kind_becomes_a_jpeg(kind, mode):
    made = drawn_anew(photo(kind=kind, mode=mode, name=f"合影.{kind.lower()}"))
    assert (made.name, made.content_type, opened(made).format) == ("合影.jpg", "image/jpeg", "JPEG")
    assert made.size == made.file.size


def test_a_large_one_is_made_smaller():
    assert opened(drawn_anew(photo(size=(3600, 1200)))).size == (LONGEST, 800)


def test_half_a_photo_is_refused_in_a_sentence():
    whole = photo(size=(400, 400))
    half = SimpleUploadedFile("半张.jpg", whole.file.read()[:400])
    with pytest.raises(ValidationError, match="打不开"):
        drawn_anew(accept_upload(half, kinds=("image",)))


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr("common.pictures.MOST_PIXELS", 100)
    with pytest.raises(ValidationError, match="太大"):
        drawn_anew(photo())
