"""What is typed about a question to a unit, and about what stands first on a station's page."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Unit
from common.forms import CnDateField, PortalForm, TextAreaField, choices_of
from stations import reports
from stations.forms.activities import SpeakerForm
from stations.models import Activity, Inquiry


class AskForm(SpeakerForm):
    """Who asks which unit what."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="问哪个单位", empty_label="请选择")
    question = TextAreaField(
        label="问的什么", rows=3, draft=True, strip=False, error_messages={"required": "请写下问的什么。"}
    )
    field_order = ("client_id", "unit", "question", "deputy", "name", "capacity", "secrecy")

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, activity=activity, **kwargs)
        invited = activity.units.all()
        choices_of(self, "unit").queryset = invited or reports.units_to_invite(activity.organiser.region)


class SpokenAnswerForm(PortalForm):
    """What was answered on the spot."""

    text = TextAreaField(label="怎样答复的", rows=3, error_messages={"required": "请写一句怎样答复的。"})


class PromiseForm(PortalForm):
    """What was promised, by when, and who follows it up."""

    text = TextAreaField(label="承诺做什么", rows=3, error_messages={"required": "请写下承诺做什么。"})
    due_on = CnDateField(label="最迟哪天办好")
    follower = forms.ModelChoiceField(Unit.objects.none(), label="谁跟进", empty_label=None)

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organiser, station = inquiry.activity.organiser_id, inquiry.activity.station
        ids = [organiser, station.unit_id, station.reports_to_id] if station else [organiser]
        choices_of(self, "follower").queryset = Unit.objects.filter(pk__in=ids)
        self.initial.setdefault("follower", station.unit_id if station else organiser)
        if inquiry.promise:
            self.initial.setdefault("text", inquiry.promise)


class EvidenceForm(PortalForm):
    """How it stands, in a sentence or two; no photo is asked for."""

    evidence = TextAreaField(label="办得怎样", rows=2, error_messages={"required": "请写一句办得怎样。"})


class PinForm(PortalForm):
    """Until when it stands first, and why."""

    until = CnDateField(label="置顶到哪天")
    note = forms.CharField(label="说明", max_length=120, required=False, help_text="选填，如：县领导代表率先进站。")
