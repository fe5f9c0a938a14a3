"""What is typed on an opinion's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from common.forms import Picks, PortalForm, TextAreaField, choices_of
from opinions.choices import FeedbackHow, Intent
from opinions.models import AssignmentList, Occasion, Opinion

SHOWN_AT_ONCE = 20


class EditForm(PortalForm):
    """修改原话: until it is merged."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    original = TextAreaField(label="原话", rows=5, draft=True, help_text="照说话人的原话记，不用写成公文。")
    summary = TextAreaField(label="摘要", rows=2, draft=True, required=False, help_text="可以不写。写了就用摘要转办。")
    intent = forms.ChoiceField(label="意见类型", choices=Intent.choices)

    def __init__(self, *args: Any, opinion: Opinion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "version": opinion.version,
            "original": opinion.original,
            "summary": opinion.summary,
            "intent": opinion.intent,
            **self.initial,
        }


class SharedTextForm(PortalForm):
    """核对转办文字: what an agency will read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    shared_text = TextAreaField(
        label="转办文字",
        rows=6,
        draft=True,
        help_text="承办单位只看到这一段。请看清：有没有群众的姓名、电话、住址，或者一看就知道是谁的说法。",
    )

    def __init__(self, *args: Any, opinion: Opinion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"version": opinion.version, "shared_text": opinion.shared_text, **self.initial}


class FeedbackForm(PortalForm):
    """登记反馈: that the person who spoke was told."""

    how = forms.ChoiceField(
        label="怎样告知的",
        choices=FeedbackHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种方式。"},
    )
    note = TextAreaField(label="说明", rows=2, required=False, max_length=300, help_text="可以写对方怎么说。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Picks("how"), "note")


class SettleForm(PortalForm):
    """办结 at the station."""

    note = TextAreaField(
        label="怎样解决的", rows=2, max_length=1000, error_messages={"required": "请写一句怎样解决的。"}
    )


class ReportUpForm(PortalForm):
    """报上级人大: it goes to the committee's board."""

    note = TextAreaField(label="说明", rows=2, required=False, max_length=1000, help_text="可以写站里做过什么。")


class RevealForm(PortalForm):
    """A look behind the mask."""

    reason = forms.CharField(
        label="查看原因",
        max_length=200,
        error_messages={"required": "请写明查看原因，至少 4 个字。"},
        help_text="会记入审计日志。只显示这一次。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SharedScope(forms.Form):
    """Which opinions are to be read through: of one list, or of one occasion."""

    list = forms.ModelChoiceField(AssignmentList.objects.none(), required=False)
    occasion = forms.ModelChoiceField(Occasion.objects.none(), required=False)

    def __init__(self, params: Mapping[str, Any], *, user: Any) -> None:
        super().__init__(params)
        choices_of(self, "list").queryset = AssignmentList.objects.visible_to(user)
        choices_of(self, "occasion").queryset = Occasion.objects.visible_to(user)


class SharedRow:
    """One opinion on the page of 核对转办文字: its form under a prefix of its own, and what became of it."""

    def __init__(self, opinion: Opinion, data: Any = None) -> None:
        self.opinion = opinion
        self.form = SharedTextForm(data, opinion=opinion, prefix=f"o{opinion.pk}")
        self.confirmed = False
        self.theirs = ""

    @property
    def sent(self) -> bool:
        """Whether the page sent this row."""
        return self.form.is_bound and self.form.add_prefix("version") in self.form.data
