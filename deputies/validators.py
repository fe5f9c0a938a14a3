"""The form of single values of this room."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from deputies.choices import DutyKind

MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")


def check_month(value: str) -> None:
    """Year and month as `1970-03`."""
    if not MONTH.fullmatch(value):
        raise ValidationError("出生年月请写成 1970-03 这样。")


def check_kinds(value: Any) -> None:
    """A list of kinds of duty, each at most once."""
    if not isinstance(value, list) or len(set(value)) != len(value) or not set(value) <= set(DutyKind.values):
        raise ValidationError("请从列出的类别里选，每个类别只选一次。")
