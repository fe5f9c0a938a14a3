"""What is typed about a station itself, its rota, and what became of its opinions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from common.forms import CnDateField, PortalForm, TextAreaField
from opinions.choices import FeedbackHow
from stations.forms.deputies import DeputiesForm
from stations.forms.fields import CnTimeField
from stations.models import DutySlot, Station


class StationForm(PortalForm):
    """Where the station is and when it is open."""

    address = forms.CharField(label="地址", max_length=80)
    directions = forms.CharField(
        label="怎么来",
        max_length=120,
        required=False,
        help_text="写在接待公告上，如：乘 6 路车到镇政府站，向东 50 米。",
    )
    hours = forms.CharField(label="开放时间", max_length=60, help_text="如：每月第一、第三个星期二 8:30 到 11:30。")
    phone = forms.CharField(label="站内电话", max_length=40, required=False, help_text="填站里的座机，不填个人手机。")


class AssignForm(DeputiesForm):
    """Who is on duty on a day already planned: those who are stand first."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, slot: DutySlot, **kwargs: Any) -> None:
        self.planned = [row.deputy_id for row in slot.slot_deputies.all()]
        super().__init__(*args, station=slot.station, on=slot.date, first=self.planned, **kwargs)
        self.fields["deputies"].required = False
        self.fields["deputies"].label = "轮值代表"
        self.initial.setdefault("deputies", self.planned)
        self.initial.setdefault("version", slot.version)


class SlotForm(DeputiesForm):
    """A reception day to come, and who is on duty."""

    day = CnDateField(label="日期")
    starts_at = CnTimeField(label="开始")
    ends_at = CnTimeField(example="11:30", label="结束")
    field_order = ("day", "starts_at", "ends_at", "deputies")

    def __init__(self, *args: Any, station: Station, today: date, **kwargs: Any) -> None:
        super().__init__(*args, station=station, on=today, first=(), **kwargs)
        self.fields["deputies"].required = False
        self.fields["deputies"].label = "轮值代表"


class CancelForm(PortalForm):
    """Why a reception day falls away."""

    note = forms.CharField(
        label="原因",
        max_length=120,
        help_text="代表会看到，群众看不到。",
        error_messages={"required": "请写一句为什么取消，代表会看到。"},
    )


class SettleForm(PortalForm):
    """How it was solved."""

    note = TextAreaField(label="怎样解决的", rows=2, error_messages={"required": "请写一句怎样解决的。"})


class ReportForm(PortalForm):
    """Why it goes up."""

    note = forms.CharField(label="说明", max_length=200, required=False, help_text="可以写站里做过什么、卡在哪里。")


class FeedbackForm(PortalForm):
    """How the visitor was told."""

    how = forms.ChoiceField(
        label="怎样告知的",
        choices=[(how.value, how.label) for how in (FeedbackHow.VISIT, FeedbackHow.PHONE, FeedbackHow.PAPER)],
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎样告知的，当面、电话或者书面。"},
    )
    note = forms.CharField(label="来访人怎么说", max_length=300, required=False)
