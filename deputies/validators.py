"""The form of single values of this room."""

import re

from django.core.exceptions import ValidationError

MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")


def check_month(value: str) -> None:
    """Year and month as `1970-03`."""
    if not MONTH.fullmatch(value):
        raise ValidationError("出生年月请写成 1970-03 这样。")
