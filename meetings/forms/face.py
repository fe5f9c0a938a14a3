"""What is typed about a face-to-face sitting: its arrangement, who is asked, what they answer, the report."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone

from accounts.choices import Role, UnitKind
from accounts.models import Region, Unit, User
from common.forms import CnDateField, PortalForm, TextAreaField, choices_of
from deputies.models import Deputy
from meetings.actions.face import Plan, host_word
from meetings.choices import FaceHost, SittingStatus
from meetings.forms.plan import PlaceField
from meetings.models.face import FaceSeries, FaceSitting
from meetings.workflow.face_report import Words
from opinions.choices import Capacity

CITIZENS = (Capacity.CITIZEN_REP, Capacity.RESIDENT, Capacity.GRID, Capacity.TOWN_NPC, Capacity.REPORTER)


class FacePlanForm(PortalForm):
    """Who leads a sitting, on what, when and where."""

    host = forms.ChoiceField(label="由谁主持", choices=FaceHost.choices)
    leader = forms.CharField(
        label="主持领导的职务和姓名", max_length=40, required=False, help_text="写进报告用；领导讲话不记成意见。"
    )
    theme = forms.CharField(label="主题", max_length=60, help_text="如“农村道路管护”。速录时就按这个议题记。")
    held_on = CnDateField(label="日期")
    starts_at = forms.TimeField(
        label="开始时间",
        required=False,
        input_formats=["%H:%M", "%H：%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "如 14:30", "class": "num"}),
        error_messages={"invalid": "时间请写成 14:30 这样。"},
    )
    region = PlaceField(Region.objects.none(), label="在哪个地方", empty_label=None)
    place = forms.CharField(label="地点", max_length=80, required=False, help_text="如“庆祖镇综治中心会议室”。")

    def __init__(self, *args: Any, user: User, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = ["city", "county", "township"]
        choices_of(self, "region").queryset = Region.objects.filter(
            user.scopes.in_region("path", Role.STAFF), level__in=levels, valid_to=None, system="mca"
        ).order_by("path")
        words = [(value, host_word(value, unit.region)) for value in FaceHost.values]
        cast("forms.ChoiceField", self.fields["host"]).choices = words

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


class DeputyPickForm(PortalForm):
    """Deputies of the place found by name: several at once, ticked."""

    deputies = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="勾选要请的代表",
        error_messages={"required": "请先勾选要请的代表。", "invalid_choice": "有的代表已经不在名册里，请刷新页面。"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "deputies").queryset = Deputy.objects.visible_to(user).serving()


class CitizenForm(PortalForm):
    """A citizen to be asked by telephone; what is known of a participant."""

    name = forms.CharField(label="姓名", max_length=40)
    capacity = forms.ChoiceField(
        label="身份", choices=[("", "请选身份"), *[(str(one), str(one.label)) for one in CITIZENS]]
    )
    title = forms.CharField(label="单位和职务", max_length=80, required=False, help_text="如“庆祖镇西街村村民”。")
    phone = forms.CharField(label="手机号", max_length=20, required=False, help_text="只用来邀请，页面上不显示全号。")
    secrecy = forms.BooleanField(label="要求保密，转办时不透露姓名", required=False)


class OwnAnswerForm(PortalForm):
    """A deputy's receipt; the button pressed says whether they come."""

    reason = forms.CharField(label="不能参加的原因", max_length=120, required=False, help_text="能参加的不用写。")


class FaceReportForm(PortalForm):
    """The words of a report, in whose name, and on which sittings."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="报告单位", empty_label=None)
    title = forms.CharField(label="标题", max_length=120)
    addressee = forms.CharField(label="主送", max_length=60, help_text="如“中共濮阳市委”。")
    faces = forms.ModelMultipleChoiceField(
        FaceSitting.objects.none(),
        label="报告哪几场",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选报告哪几场座谈会。", "invalid_choice": "有的座谈会不能选，请刷新页面。"},
    )
    opening = TextAreaField(label="开头", rows=4, required=False)
    proposals = TextAreaField(label="工作建议", rows=6, required=False, help_text="一段一条，写进报告最后一部分。")

    def __init__(self, *args: Any, user: User, series: FaceSeries, fixed_unit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ended = series.faces.with_place().filter(sitting__status=SittingStatus.ENDED)
        choices_of(self, "faces").queryset = ended
        if fixed_unit:
            self.drop("unit")
            return
        choices_of(self, "unit").queryset = Unit.objects.active().filter(
            user.scopes.in_region("region__path", Role.STAFF), kind__in=[UnitKind.OFFICE, UnitKind.CONGRESS]
        )

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(**{name: data[name] for name in ("title", "addressee", "opening", "proposals")})


class FaceReportEditForm(FaceReportForm):
    """The same in 拟稿; the unit stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(PortalForm):
    note = TextAreaField(label="退回的原因", rows=3, help_text="拟稿人会看到。")


class SendForm(PortalForm):
    """登记报送: when, under which number, signed by whom."""

    number = forms.CharField(label="文号", max_length=40, help_text="如“濮人常〔2024〕12号”。")
    signer = forms.CharField(label="签发人", max_length=20, required=False, help_text="上行文要写签发人。")
    sent_on = CnDateField(label="报送日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = timezone.localdate()
