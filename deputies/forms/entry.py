"""What a deputy types to get in: the number of a slip, four digits, a telephone number, a code."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.workflow.codes import DIGITS
from accounts.workflow.slips import CODE_DIGITS, PROOF_DIGITS
from common.forms import DigitsField, PortalForm
from common.text import digits_of
from deputies.models import Deputy

MOBILE = re.compile(r"1\d{10}")


class SlipForm(PortalForm):
    """The number on the slip, for who cannot scan."""

    code = DigitsField(CODE_DIGITS, label="进入单上的 12 位单号", error_messages={"required": "请填进入单上的单号。"})


class ProofForm(PortalForm):
    """The end of the telephone number, or the four digits printed apart."""

    digits = DigitsField(PROOF_DIGITS, label="手机号后四位", error_messages={"required": "请填这四位数字。"})

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digits"].label = label


class PhoneForm(PortalForm):
    """The telephone number to which a code goes."""

    phone = forms.CharField(
        label="手机号",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "form-control-lg num"}),
        error_messages={"required": "请填您在名册里登记的手机号。"},
    )

    def clean_phone(self) -> str:
        digits = digits_of(self.cleaned_data["phone"])
        digits = digits[2:] if len(digits) == len("86") + 11 and digits.startswith("86") else digits
        if not MOBILE.fullmatch(digits):
            raise ValidationError(f"手机号要 11 位、以 1 开头，现在是 {len(digits)} 位。")
        return digits


class CodeForm(PortalForm):
    """The code that came by SMS."""

    code = DigitsField(DIGITS, label="短信里的 6 位数字", error_messages={"required": "请填短信里的 6 位数字。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocomplete"] = "one-time-code"


class WhoForm(PortalForm):
    """Which of the people who share a telephone."""

    deputy = forms.ChoiceField(
        label="您是哪一位", widget=forms.RadioSelect, error_messages={"required": "请选您是哪一位。"}
    )

    def __init__(self, *args: Any, people: list[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["deputy"].choices = [(pk, one.name) for pk, one in self.people.items()]  # type: ignore[attr-defined]
