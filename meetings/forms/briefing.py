"""What is typed about a 简报."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.choices import Role, UnitKind
from accounts.models import Unit, User
from common.forms import CnDateField, PortalForm, TextAreaField, UploadField, choices_of
from meetings.choices import BriefingSeries, Lead
from meetings.models import BriefingItem, RaisedOpinion
from meetings.workflow.briefing import Cover

LISTED = "几个的，用逗号隔开。"


class CoverForm(PortalForm):
    """What stands around the speeches."""

    title = forms.CharField(label="标题", max_length=80, help_text="如“分组审议两个草案发言摘要”。")
    note = TextAreaField(label="按语", rows=3, required=False, help_text="不写就不印。")
    supplied_by = forms.CharField(label="供稿", max_length=60, required=False, help_text="如“会议简报组”。")
    report_to = forms.CharField(label="报", max_length=200, required=False, help_text=f"报给上级。{LISTED}")
    send_to = forms.CharField(label="送", max_length=200, required=False, help_text=f"送同级和领导。{LISTED}")
    issue_to = forms.CharField(label="发", max_length=200, required=False, help_text=f"发给下级和与会人员。{LISTED}")
    copies = forms.IntegerField(label="共印多少份", min_value=1, max_value=5000)

    def facts(self) -> dict[str, Any]:
        """The texts around the speeches, as the verbs take them."""
        return {name: value for name, value in self.cleaned_data.items() if name in Cover.__dataclass_fields__}


class BriefingForm(CoverForm):
    """A new issue: in whose name, regular or extra."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="编印单位", empty_label=None)
    series = forms.ChoiceField(
        label="刊别", choices=BriefingSeries.choices, help_text="期号印发时自动取，按年编号；增刊另外编号。"
    )

    field_order = ("unit", "series")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = user.scopes.in_region("region__path", Role.STAFF)
        kinds = [UnitKind.OFFICE, UnitKind.CONGRESS]
        choices_of(self, "unit").queryset = Unit.objects.active().filter(place, kind__in=kinds)
        self.helper.layout.fields = list(self.fields)

    def cover(self) -> Cover:
        return Cover(**self.facts())


class BriefingEditForm(CoverForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ItemForm(PortalForm):
    """One printed paragraph."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lead = forms.ChoiceField(label="引语", choices=Lead.choices, help_text="印在姓名后面，如“周培林委员建议：”。")
    text = TextAreaField(label="印出的文字", rows=8)


class PickForm(forms.Form):
    """Which speeches: those the user may see, ticked on the page."""

    row = forms.ModelMultipleChoiceField(
        RaisedOpinion.objects.none(),
        error_messages={"required": "请先勾选要编进来的发言。", "invalid_choice": "有的发言已经不在了，请刷新。"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "row").queryset = RaisedOpinion.objects.visible_to(user)


class AmendForm(forms.Form):
    """Which speeches of earlier issues are put right: those ticked on the page."""

    item = forms.ModelMultipleChoiceField(
        BriefingItem.objects.none(),
        error_messages={"required": "请先勾选要更正的发言。", "invalid_choice": "有的已经处理过了，请刷新。"},
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "item").queryset = items


class CheckForm(PortalForm):
    note = TextAreaField(label="核稿意见", rows=2, required=False)


class ReturnForm(PortalForm):
    note = TextAreaField(label="退回的原因", rows=3, help_text="编辑会看到。")


class SignForm(PortalForm):
    note = TextAreaField(label="签发意见", rows=2, required=False)


class SignPaperForm(PortalForm):
    """The clerk enters a signature given on paper."""

    signed_by = forms.CharField(label="签发领导", max_length=60, help_text="姓名和职务。")
    sheet = UploadField(label="签发单扫描件", kinds=("pdf", "image"), help_text="PDF 或图片。")


class AnnulForm(PortalForm):
    """A leader takes back an issue that is out."""

    reason = TextAreaField(
        label="作废原因", rows=3, max_length=200, help_text="期号保留不再用；发言可以编进以后的简报。会印在这一期上。"
    )


class IssueForm(PortalForm):
    on = CnDateField(label="印发日期", help_text="印在报头上，期号按这一年编。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("印发日期不能晚于今天。")
        return day
