"""Whether a value is what it says it is."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def clean_id_number(text: str) -> str:
    """Eighteen characters with their check digit (GB 11643), else a sentence: a slip of the pen would let the
    same person apply twice."""
    text = text.strip().upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise ValidationError("身份证号要 18 位，最后一位可以是 X。")
    if "10X98765432"[sum(int(a) * b for a, b in zip(text, WEIGHTS, strict=False)) % 11] != text[-1]:
        raise ValidationError("身份证号的最后一位对不上，请再核对一遍。")
    return text


def check_born_on(number: str, born_on: date) -> None:
    """The number names the same day of birth."""
    if number[6:14] != f"{born_on:%Y%m%d}":
        raise ValidationError("出生日期和身份证号对不上，请再核对一遍。")
