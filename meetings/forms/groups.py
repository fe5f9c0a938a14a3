"""What is typed and chosen when a meeting is divided into groups."""

from __future__ import annotations

from typing import Any

from django import forms

from common.forms import CnDateField, PortalForm, choices_of
from common.text import cn_number
from meetings.models import Attendee, Meeting, PlanGroup, PlanSeat
from meetings.reports.groups import candidates_of
from meetings.workflow.appointments import BODY
from meetings.workflow.groups import MOST
from opinions.models import Topic


class PlanForm(PortalForm):
    """How many groups, and whether lists already there are kept."""

    total = forms.IntegerField(label="分几个组", min_value=1, max_value=MOST)
    keep = forms.BooleanField(
        label="已经在分组会议名单里的人不动", required=False, help_text="不勾的，只有发过言的、会议已经开始的不动。"
    )


class PlanMoveForm(PortalForm):
    """Where one person goes."""

    target = forms.ModelChoiceField(
        PlanGroup.objects.none(),
        error_messages={"required": "请先选要移到哪个组。", "invalid_choice": "请重新选要移到哪个组。"},
    )

    def __init__(self, *args: Any, seat: PlanSeat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "target").queryset = PlanGroup.objects.filter(plan=seat.plan_id)


class ConvenerForm(PortalForm):
    """Who convenes which group."""

    attendee = forms.ModelChoiceField(Attendee.objects.none(), label="召集人", empty_label="请选人")
    group = forms.TypedChoiceField(label="哪个组", coerce=int)

    def __init__(self, *args: Any, meeting: Meeting, groups: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = candidates_of(meeting)
        field = choices_of(self, "attendee")
        field.queryset = meeting.attendees.members().coming()
        field.choices = [("", "请选人"), *((one.attendee.pk, f"{one.attendee}（{one.words}）") for one in found)]
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            (number, f"第{cn_number(number)}组") for number in range(1, groups + 1)
        ]


class KeyForm(PortalForm):
    """Who speaks first on which topic."""

    attendee = forms.ModelChoiceField(Attendee.objects.none(), label="重点发言人", empty_label="请选人")
    topic = forms.ModelChoiceField(Topic.objects.none(), label="议题", empty_label=None)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="key_%s", **kwargs)
        choices_of(self, "attendee").queryset = meeting.attendees.coming().order_by("id")
        choices_of(self, "topic").queryset = Topic.objects.filter(occasion=meeting.occasion_id, parent=None)


class DecideForm(PortalForm):
    """Who chose them, when, and where that is written."""

    body = forms.CharField(label="由谁确定", max_length=40, initial=BODY)
    on = CnDateField(label="确定日期")
    paper = forms.CharField(label="依据", max_length=120, help_text="如“秘书长联席会议纪要〔2024〕3号”。")
