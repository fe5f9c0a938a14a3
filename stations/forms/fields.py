"""Fields that read what people at a station really type."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

CLOCK = re.compile(r"(上午|早上|早晨|中午|下午|晚上)?(\d{1,2})(?:[::点时](?:(\d{1,2})分?|(半))?)?")
AFTERNOON = {"下午", "晚上"}
NOON = 12


class CnTimeField(forms.Field):
    """A time of day as people write it: 9:30, 9：30, 上午9点半, 下午3点, 15点20分."""

    def __init__(self, *, example: str = "9:30", **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": f"如 {example}", "autocomplete": "off", "class": "num"})
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        text = "".join(unicodedata.normalize("NFKC", str(value)).split())
        found = CLOCK.fullmatch(text)
        if found is None:
            raise ValidationError("时间请写成 9:30 或 上午9点半 这样。", code="invalid")
        part, hour, minute, half = found.groups()
        number = int(hour) + (NOON if part in AFTERNOON and int(hour) < NOON else 0)
        try:
            return time(number, 30 if half else int(minute or 0))
        except ValueError as error:
            raise ValidationError("没有这个时间，请再核对一遍。", code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}:{value:%M}" if isinstance(value, time) else value
