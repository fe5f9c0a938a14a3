"""What is typed about those who listen, who are asked, where one went, and how a sitting runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from common.forms import CnDateField, PortalForm, TextAreaField, choices_of
from deputies.choices import Gender
from meetings.actions.run_sheet import Line
from meetings.choices import RunKind, SittingKind
from meetings.models import Meeting, Sitting
from meetings.models.audience import BODY_MAX
from meetings.validators import clean_id_number
from opinions.models import Category
from stations.validators import check_public_text

TIMES = ["%H:%M", "%H：%M"]


class QuotaForm(PortalForm):
    """How many may listen."""

    quota = forms.IntegerField(label="旁听席数", min_value=0, max_value=200, help_text="一般 5 到 20 席。")


class ApplicationForm(PortalForm):
    """An application to listen, as it was handed in."""

    name = forms.CharField(label="姓名", max_length=40)
    gender = forms.ChoiceField(label="性别", choices=[("", "请选"), *Gender.choices])
    born_on = CnDateField(label="出生日期", help_text="开会那天要满 18 周岁。")
    id_number = forms.CharField(label="身份证号", max_length=18, help_text="加密保存，页面上只显示最后四位。")
    phone = forms.CharField(label="电话", max_length=20)
    occupation = forms.CharField(label="单位或职业", max_length=80, required=False)
    address = forms.CharField(label="住址", max_length=120, required=False)
    topic = forms.CharField(label="想旁听的议题", max_length=160, required=False)

    def clean_id_number(self) -> str:
        """As it stands on the card."""
        return clean_id_number(str(self.cleaned_data["id_number"]))


class RefusalForm(PortalForm):
    """Why somebody may not listen."""

    reason = forms.CharField(label="不通过的理由", max_length=200, error_messages={"required": "请写不通过的理由。"})


class RevokeForm(PortalForm):
    """Why a seat is taken back."""

    reason = forms.CharField(label="收回的理由", max_length=200, help_text="申请人查询时看得到这句话。")


class LookForm(PortalForm):
    """Why somebody looks behind the mask."""

    reason = forms.CharField(label="为什么要看", max_length=120, help_text="会记入审计日志，如：打电话告知旁听安排。")


class AudienceNoticeForm(PortalForm):
    """What the public is told, until when they may apply, and whether the door needs a number."""

    body = TextAreaField(
        label="公告内容",
        rows=8,
        max_length=BODY_MAX,
        validators=[check_public_text],
        help_text="写清哪些议题可以旁听、怎样的人可以申请、要遵守什么。会议名称、时间、地点和席数自动写上。",
    )
    closes_on = CnDateField(label="报名截止日", help_text="含当日。")
    asks_id = forms.BooleanField(
        label="报名时要填身份证号", required=False, help_text="入场现场核对证件就够的，不要勾，少收一项个人信息。"
    )


class NoticeReviewForm(PortalForm):
    """The 保密审查; nothing ticked beforehand."""

    checked = forms.BooleanField(
        label="我逐字看过，没有国家秘密、工作秘密和不宜公开的个人信息",
        error_messages={"required": "审查过了才能公开，请打勾。"},
    )


class NoticeReasonForm(PortalForm):
    """Why a notice goes back, or off the public side."""

    note = forms.CharField(label="为什么", max_length=200)


class RelevanceForm(PortalForm):
    """By what words and category deputies are looked for."""

    words = forms.CharField(label="议题涉及的词", max_length=60, help_text="用空格分开，如“网格 社区 物业”。")
    category = forms.ModelChoiceField(
        Category.objects.none(), label="有关的意见类别", required=False, empty_label="不限类别"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "category").queryset = Category.objects.order_by("id")


class StopForm(PortalForm):
    """A place of field research."""

    place = forms.CharField(label="地点", max_length=80)
    visited_on = CnDateField(label="日期")
    starts_at = forms.TimeField(
        label="时间",
        required=False,
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "如 9:30", "class": "num"}),
        error_messages={"invalid": "时间请写成 9:30 这样。"},
    )
    hosts = forms.CharField(label="接待、陪同", max_length=120, required=False)
    sitting = forms.ModelChoiceField(Sitting.objects.none(), label="哪个组去", required=False, empty_label="各组都去")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = meeting.sittings.filter(kind=SittingKind.GROUP).select_related("occasion")
        choices_of(self, "sitting").queryset = rows


class FindingForm(PortalForm):
    """One thing found."""

    text = TextAreaField(label="发现", rows=2, help_text="一条一条写，发言意见可以引用。")


class FindingEditForm(FindingForm):
    """Other words for one; `was` is the text that the writer had before them."""

    was = forms.CharField(widget=forms.HiddenInput, strip=False)


class RunLineForm(forms.Form):
    """One line of a run-sheet; without a part it is left out."""

    kind = forms.ChoiceField(label="环节", choices=[("", "（不用这一行）"), *RunKind.choices], required=False)
    who = forms.CharField(label="谁", max_length=120, required=False)
    what = forms.CharField(label="做什么", max_length=200, required=False)
    minutes = forms.IntegerField(label="分钟", min_value=1, max_value=240, required=False)

    def line(self) -> Line | None:
        data = self.cleaned_data
        return Line(**data) if data.get("kind") else None


RUN_FIELDS, RUN_MOST = tuple(RunLineForm.base_fields), 80
RunLines = forms.formset_factory(RunLineForm, extra=3, max_num=RUN_MOST)


@dataclass(frozen=True)
class Moved:
    """The lines as typed, one of them a place up or down, and where it stands now."""

    lines: list[dict[str, str]]
    at: int
    way: str


def moved_line(data: QueryDict) -> Moved | None:
    """What the buttons 上移 and 下移 ask for; None: something else was pressed.

    Nothing is checked or dropped but empty lines: what was typed stays as it is. At either end nothing moves.
    """
    name, _, way = data.get("move", "").partition(":")
    if way not in {"up", "down"}:
        return None
    typed = [{field: data.get(f"form-{n}-{field}", "") for field in RUN_FIELDS} for n in range(RUN_MOST)]
    numbers = [n for n, line in enumerate(typed) if any(line.values())]
    lines = [typed[n] for n in numbers]
    at = next((place for place, n in enumerate(numbers) if str(n) == name), None)
    if at is None:
        return Moved(lines, 0, way)
    there = min(max(at + (-1 if way == "up" else 1), 0), len(lines) - 1)
    lines.insert(there, lines.pop(at))
    return Moved(lines, there, way)
