"""The form of single values typed at a station."""

import re
import unicodedata

from django.core.exceptions import ValidationError

MOBILE = 11
LANDLINE = re.compile(r"0\d{9,11}")


def clean_phone(value: str) -> str:
    """A telephone number as digits, `` for none: a mobile of 11, or a landline with its area code.

    Blanks, hyphens, full-width digits and +86 make no difference. ValidationError says what is wrong.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if not text:
        return ""
    if re.search(r"[^\d\s()+\-]", text):
        raise ValidationError("电话只写数字，如 13800001234；座机写区号，如 0393-8612345。")
    digits = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", text))
    if LANDLINE.fullmatch(digits) or re.fullmatch(r"1[3-9]\d{9}", digits):
        return digits
    if len(digits) != MOBILE:
        raise ValidationError(f"手机号要 11 位，现在有 {len(digits)} 位；座机请连区号一起写。")
    raise ValidationError("手机号是 1 开头的 11 位数字，请再核对一遍。")


def check_public_text(value: str) -> None:
    """Free text for residents: refuses what looks like a mobile or an ID number, whoever wrote it."""
    text = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", value))
    if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text):
        raise ValidationError("里面有手机号。公开的页面上不写个人电话，请去掉。")
    if re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text):
        raise ValidationError("里面有身份证号。公开的页面上不写身份证号，请去掉。")
