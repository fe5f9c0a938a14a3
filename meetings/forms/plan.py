"""What is typed when a meeting is prepared."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import RegionLevel, Role, UnitKind
from accounts.models import Region, Unit, User
from common.errors import RuleError
from common.forms import CnDateField, PortalForm, TextAreaField, choices_of
from meetings.choices import DraftStage, SittingKind
from meetings.forms.process import offer_processes
from meetings.imports.draft import split_articles

SHORT_HELP = "页面和清单里用的简称。"


class PlaceField(forms.ModelChoiceField):
    """A place among others, indented by level, so that townships stand below their county."""

    def label_from_instance(self, obj: Region) -> str:
        depths: dict[str, int] = {RegionLevel.COUNTY: 1, RegionLevel.TOWNSHIP: 2}
        return "　" * depths.get(obj.level, 0) + obj.name


class MeetingForm(PortalForm):
    """A meeting of the standing committee."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="由哪个单位记录意见", empty_label=None)
    term = forms.IntegerField(label="届", min_value=1, max_value=99)
    number = forms.IntegerField(label="第几次会议", min_value=1, max_value=99)
    title = forms.CharField(
        label="会议全称", max_length=120, help_text="如“濮阳市第九届人民代表大会常务委员会第十次会议”，公文里用。"
    )
    short_title = forms.CharField(label="会议简称", max_length=60, help_text="如“市九届人大常委会第十次会议”。")
    held_on = CnDateField(label="开会日期")
    ends_on = CnDateField(label="闭会日期", required=False, help_text="只开一天的不填。")
    place = forms.CharField(label="地点", max_length=80, required=False)
    process = forms.ChoiceField(
        label="按哪个会务流程筹备",
        required=False,
        help_text="步骤和最迟日期照流程排好，以后还可以逐项改。",
    )

    def __init__(self, *args: Any, user: User, fixed_unit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed_unit:
            self.drop("unit")
            self.drop("process")
        else:
            own = Unit.objects.filter(
                pk__in=user.scopes.units(Role.STAFF), kind__in=[UnitKind.OFFICE, UnitKind.CONGRESS]
            )
            choices_of(self, "unit").queryset = own.select_related("region")
            offer_processes(self, own.select_related("region"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("ends_on") and data.get("held_on") and data["ends_on"] < data["held_on"]:
            self.add_error("ends_on", "闭会日期不能早于开会日期。")
        return data


class AgendaItemForm(PortalForm):
    """One item of the agenda."""

    title = forms.CharField(
        label="议题名称", max_length=160, help_text="如“审议《濮阳市基层网格化服务管理条例（草案）》”。"
    )
    short_title = forms.CharField(label="简称", max_length=60, help_text="速录页签和清单里用，如“条例草案”。")
    report_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="报告（提案）单位", required=False, empty_label="没有或以后再填"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "report_unit").queryset = Unit.objects.filter(
            user.scopes.in_region("region__path", Role.STAFF), region__level__in=[RegionLevel.CITY, RegionLevel.COUNTY]
        ).order_by("region__order", "order", "id")


class DraftForm(PortalForm):
    """The text of a draft, pasted whole; `articles` after a valid form."""

    title = forms.CharField(label="草案名称", max_length=160)
    short_title = forms.CharField(
        label="简称", max_length=40, help_text="用在“条例草案第九条”里，如“条例草案”“决定草案”。"
    )
    stage = forms.ChoiceField(label="稿次", choices=DraftStage.choices, initial=DraftStage.DRAFT)
    dated = CnDateField(label="文稿日期")
    text = TextAreaField(
        label="草案全文",
        rows=14,
        draft=True,
        help_text="从 Word 里整篇复制粘贴。每条以“第一条”这样开头、另起一行；目录先删去。",
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            self.articles = split_articles(text)
        except RuleError as error:
            raise forms.ValidationError(str(error)) from error
        return text


class SittingForm(PortalForm):
    """Where and when a group sits, or a forum is held."""

    kind = forms.ChoiceField(label="类别", choices=SittingKind.choices, initial=SittingKind.GROUP)
    label = forms.CharField(
        label="组别", max_length=20, required=False, help_text="分组会议写“第二组”这样；座谈会可不填。"
    )
    held_on = CnDateField(label="日期")
    starts_at = forms.TimeField(
        label="开始时间",
        required=False,
        input_formats=["%H:%M", "%H：%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "如 14:30", "class": "num"}),
        error_messages={"invalid": "时间请写成 14:30 这样。"},
    )
    region = PlaceField(Region.objects.none(), label="在哪个地方", empty_label=None)
    place = forms.CharField(label="地点", max_length=80, required=False, help_text="如“濮阳县庆祖镇综治中心”。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP]
        choices_of(self, "region").queryset = Region.objects.filter(
            user.scopes.in_region("path", Role.STAFF), level__in=levels, valid_to=None, system="mca"
        ).order_by("path")
