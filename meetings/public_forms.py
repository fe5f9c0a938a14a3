"""What a speaker sends back from a phone; the public side loads it without the forms of the desk."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.workflow.slips import PROOF_DIGITS
from common.forms import DigitsField, PortalForm
from meetings.workflow.speech import Agreed

READ = re.compile(r"(\d{1,18}):([0-9a-f]{16})")


class ReadField(forms.Field):
    """Which speeches somebody read and in which words: `12:0123456789abcdef`, several of them."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, str]:
        found = [READ.fullmatch(one) for one in value or []]
        if not found or not all(found):
            raise ValidationError("没有要核对的发言，请刷新页面再看。")
        return {int(one[1]): one[2] for one in found if one}


class ProofForm(PortalForm):
    """The end of the speaker's telephone number, before their link opens."""

    digits = DigitsField(PROOF_DIGITS, label="您手机号的后四位", error_messages={"required": "请填这四位数字。"})


class AgreeForm(PortalForm):
    """The speaker agrees to what they read; with one speech they may have changed its words."""

    read = ReadField()
    text = forms.CharField(required=False, strip=False)

    def agreed(self) -> dict[int, Agreed]:
        """By speech, what is agreed to; changed words go with a single speech alone."""
        read, text = self.cleaned_data["read"], self.cleaned_data["text"] if "text" in self.data else None
        return {pk: Agreed(mark=mark, text=text if len(read) == 1 else None) for pk, mark in read.items()}
