"""What is typed about a 交办清单."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.choices import UnitKind
from accounts.models import Unit, User
from common.forms import CnDateField, PortalForm, TextAreaField, UploadField, choices_of
from opinions.choices import ListStatus
from opinions.models import AssignmentList, Matter, Occasion
from opinions.workflow.paper import Cover


class ListForm(PortalForm):
    """拟稿: in whose name, under which title, to whom."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="发文单位", empty_label=None)
    series = forms.CharField(
        label="代字", max_length=20, help_text="如“濮人常办”。编号在印发时自动取，不跳号、不重号。"
    )
    title = forms.CharField(label="标题", max_length=160)
    supplements = forms.ModelChoiceField(
        AssignmentList.objects.none(), label="补充哪一份清单", required=False, empty_label="不是补充清单"
    )
    salutation = forms.CharField(label="主送", max_length=200, help_text="如“市人民政府，市中级人民法院”。")
    opening = TextAreaField(label="正文", rows=5, required=False)
    copies_to = forms.CharField(label="抄送", max_length=200, required=False)

    def __init__(self, *args: Any, user: User, occasion: Occasion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = user.scopes.in_region("region__path", "staff")
        choices_of(self, "unit").queryset = Unit.objects.active().filter(
            place, kind__in=[UnitKind.OFFICE, UnitKind.CONGRESS]
        )
        choices_of(self, "supplements").queryset = AssignmentList.objects.visible_to(user).filter(
            status=ListStatus.ISSUED, occasion=occasion
        )

    def facts(self) -> dict[str, Any]:
        """What the verb takes: the cover, in whose name, and which list it supplements."""
        data = self.cleaned_data
        cover = Cover(**{name: data[name] for name in ("series", "title", "salutation", "opening", "copies_to")})
        return {"cover": cover, "unit": data["unit"], "supplements": data["supplements"]}


class ListEditForm(PortalForm):
    """The texts of a list in 拟稿."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=160)
    salutation = forms.CharField(label="主送", max_length=200, required=False)
    opening = TextAreaField(label="正文", rows=5, required=False)
    copies_to = forms.CharField(label="抄送", max_length=200, required=False)


class ReturnForm(PortalForm):
    note = TextAreaField(label="退回的原因", rows=3, help_text="拟稿人会看到。")


class SignForm(PortalForm):
    note = TextAreaField(label="审签意见", rows=2, required=False)


class SignPaperForm(PortalForm):
    """The clerk enters a signature given on paper."""

    signed_by = forms.CharField(
        label="审签领导", max_length=60, help_text="姓名和职务，如“王建军（市人大常委会副主任）”。"
    )
    sheet = UploadField(label="审签单扫描件", kinds=("pdf", "image"), help_text="PDF 或图片。")


class IssueForm(PortalForm):
    on = CnDateField(label="印发日期", help_text="交办之日就是这一天，各项期限从这一天起算，当日不计。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("印发日期不能晚于今天。")
        return day


class SealForm(PortalForm):
    on = CnDateField(label="用印日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class AnnulForm(PortalForm):
    reason = TextAreaField(label="作废理由", rows=3, help_text="文号保留不再用，各单位会收到撤销通知。")


class MatterPickForm(forms.Form):
    """Which matters: those the user may see and that may be listed, in the order ticked on the page."""

    matter = forms.ModelMultipleChoiceField(
        Matter.objects.none(),
        error_messages={"required": "请先选中要交办的事项。", "invalid_choice": "有的事项已经不能交办，请刷新。"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "matter").queryset = Matter.objects.visible_to(user).listable().on_board()
