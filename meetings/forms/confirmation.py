"""What staff enter of a signature on paper and of what speakers changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from common.forms import CnDateField, PortalForm, TextAreaField, UploadField
from deputies.forms.entry import PhoneForm
from meetings.choices import CorrectionFate
from meetings.models import RaisedOpinion


class SettleForm(PortalForm):
    fate = forms.ChoiceField(choices=CorrectionFate.choices)


class AnnulForm(PortalForm):
    note = TextAreaField(label="为什么撤销", rows=2)


class SpeakerPhoneForm(PhoneForm):
    """The number of a speaker, whose end is asked when they open their link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = "手机号"
        self.fields["phone"].error_messages["required"] = "请填本人的手机号。"


class PaperForm(PortalForm):
    """The speeches of one participant as they signed them, the day, and the sheet."""

    signed_on = CnDateField(label="签字日期")
    sheet = UploadField(
        label="签字页扫描件或照片", kinds=("pdf", "image"), required=False, help_text="没有的可以不传，纸质件请存档。"
    )

    def __init__(self, *args: Any, rows: list[RaisedOpinion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = timezone.localdate()
        self.numbers = {f"row{row.pk}": row.pk for row in rows}
        for number, row in enumerate(rows, start=1):
            field = TextAreaField(label=f"第 {number} 条", rows=4, required=False, initial=row.opinion.original)
            field.help_text = "照签字页上的文字。这一条没有签的，清空。"
            self.fields[f"row{row.pk}"] = field
        self.order_fields([*self.numbers, "signed_on", "sheet"])
        self.helper.layout.fields = list(self.fields)

    def words(self) -> dict[int, str]:
        """The texts as signed, by speech; an emptied one was not signed."""
        typed = {pk: self.cleaned_data[name] for name, pk in self.numbers.items()}
        return {pk: text for pk, text in typed.items() if text.strip()}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(str(data.get(name, "")).strip() for name in self.numbers):
            raise ValidationError("没有一条签了字。")
        return data
