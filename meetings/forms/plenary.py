"""What is typed of the 全体会议 of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from common.forms import CnDateField, PortalForm
from meetings.models import Meeting, Plenary


class PlenaryForm(PortalForm):
    """One 全体会议."""

    label = forms.CharField(
        label="名称", max_length=20, required=False, help_text="不填的话，叫“第一次全体会议”“第二次全体会议”。"
    )
    held_on = CnDateField(label="日期", required=False, help_text="不填的话，是会议开始的那天。")
    starts_at = forms.TimeField(
        label="开始时间",
        required=False,
        input_formats=["%H:%M", "%H：%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "如 9:00", "class": "num"}),
        error_messages={"invalid": "时间请写成 9:00 这样。"},
        help_text="填了的话，过了这个时间才扫码的，记为迟到。",
    )


class LeaveForm(PortalForm):
    """Why somebody cannot come, and to which 全体会议 where there are several."""

    plenaries = forms.ModelMultipleChoiceField(
        Plenary.objects.none(), required=False, error_messages={"invalid_choice": "请重新勾选哪几次不能来。"}
    )
    reason = forms.CharField(label="请假事由", max_length=120, error_messages={"required": "请写请假事由。"})

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.several = meeting.plenaries.count() > 1
        field: Any = self.fields["plenaries"]
        field.queryset = meeting.plenaries.select_related("meeting__occasion")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.several and not data.get("plenaries") and "plenaries" not in self.errors:
            self.add_error("plenaries", "请勾选哪几次不能来。")
        return data
