"""What a speaker sends back from a phone, and what a citizen writes who wants to listen; the public side loads it
without the forms of the desk."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError

from accounts.workflow.slips import PROOF_DIGITS
from common.forms import CnDateField, DigitsField, PortalForm
from deputies.choices import Gender
from meetings.models import AudienceNotice
from meetings.validators import check_born_on, clean_id_number
from meetings.workflow.audience import Applicant
from meetings.workflow.speech import Agreed
from stations.validators import clean_phone

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


class AudienceForm(PortalForm):
    """An application to listen. `website` is a trap that people do not see; `form_id` makes a repeated sending
    the same. The number of the identity card is a field only where the notice asks for it."""

    ASKED = ("name", "gender", "born_on", "id_number", "phone", "occupation", "address", "topic")

    name = forms.CharField(label="姓名", max_length=40, help_text="和身份证上的一样，入场时核对。")
    gender = forms.ChoiceField(label="性别", choices=[("", "请选"), *Gender.choices])
    born_on = CnDateField(label="出生日期", help_text="如 1980年5月1日。开会那天要满 18 周岁。")
    id_number = forms.CharField(label="身份证号", max_length=20, help_text="加密保存，只用来核对入场的人。")
    phone = forms.CharField(label="电话", max_length=40, help_text="有变动时打这个电话告诉您。")
    occupation = forms.CharField(label="单位或职业", max_length=80, required=False)
    address = forms.CharField(
        label="住址", max_length=120, required=False, help_text="写到乡镇（街道）、村（社区）就行。"
    )
    topic = forms.CharField(label="想旁听的议题", max_length=160, required=False)
    agree = forms.BooleanField(
        label="我看过上面的说明，同意这样使用我的信息",
        error_messages={"required": "请看过上面的说明，同意的在这里打勾。"},
    )
    website = forms.CharField(label="网址", required=False)
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, notice: AudienceNotice, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("form_id", uuid4())
        super().__init__(*args, **kwargs)
        if not notice.asks_id:
            self.drop("id_number")
        for name in self.ASKED:
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "form-select" if name == "gender" else "form-control"
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def asked(self) -> list[forms.BoundField]:
        """The fields that a citizen sees, in their order."""
        return [self[name] for name in self.ASKED if name in self.fields]

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_id_number(self) -> str:
        return clean_id_number(str(self.cleaned_data["id_number"]))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("id_number") and data.get("born_on"):
            try:
                check_born_on(data["id_number"], data["born_on"])
            except ValidationError as error:
                self.add_error("born_on", error)
        return data

    def applicant(self) -> Applicant:
        """What the verb takes."""
        return Applicant(**{name: self.cleaned_data[name] for name in self.ASKED if name in self.fields})

    def client_id(self) -> UUID:
        """The form and what stands in it: the same again is the same application."""
        parts = "\x1f".join(str(value) for value in vars(self.applicant()).values())
        return uuid5(self.cleaned_data["form_id"], hashlib.sha256(parts.encode()).hexdigest())


class AnswerForm(PortalForm):
    """Code and PIN, however they were copied."""

    code = forms.CharField(label="查询码", max_length=40, error_messages={"required": "请填查询码。"})
    pin = forms.CharField(label="6 位密码", max_length=40, error_messages={"required": "请填 6 位密码。"})
