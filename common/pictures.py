"""Photographs on their way in: drawn anew, so that nothing but the picture is kept.

Place, time and device (EXIF), comments, thumbnails and whatever else hangs on the file go; the picture
stands upright as the camera meant it and is at most `LONGEST` pixels on its longer side.
"""

from __future__ import annotations

import hashlib
import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from common.files import Accepted, clean_name

LONGEST = 2400
MOST_PIXELS = 80_000_000
QUALITY = 85
JPEG = "image/jpeg"


def drawn_anew(accepted: Accepted) -> Accepted:
    """The photograph of `accepted` as a new JPEG. ValidationError for one that cannot be opened or is
    larger than 80 million pixels."""
    data = _encoded(accepted)
    name = clean_name(accepted.name.rpartition(".")[0] or "照片", JPEG)
    return Accepted(name, JPEG, len(data), hashlib.sha256(data).hexdigest(), ContentFile(data, name=name))


def _encoded(accepted: Accepted) -> bytes:
    accepted.file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of what the camera wrote wrong beside it; that goes anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(accepted.file) as picture:
                _check_size(picture)
                return _as_jpeg(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError("这张照片打不开，可能没有传完。请换一张，或者重新拍一张再传。", code="picture") from error


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise ValidationError("这张照片太大了，请用手机的普通尺寸再拍一张。", code="picture")


def _as_jpeg(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST, LONGEST))
    if upright.mode not in ("RGB", "L"):
        whole = upright.convert("RGBA")
        ground = Image.new("RGB", whole.size, "white")
        ground.paste(whole, mask=whole.getchannel("A"))
        upright = ground
    out = io.BytesIO()
    # Without being told otherwise the encoder would carry the comment of the old file over.
    upright.save(out, "JPEG", quality=QUALITY, optimize=True, comment=b"")
    return out.getvalue()
