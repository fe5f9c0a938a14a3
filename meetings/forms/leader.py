"""A leader's speech, written or corrected."""

from __future__ import annotations

from django import forms

from common.forms import PortalForm
from meetings.choices import SpeechPoint
from meetings.workflow.people import NAME_MAX, TITLE_MAX


class SpeechForm(PortalForm):
    """What a leader said, with who it was."""

    speaker = forms.CharField(label="讲话人", max_length=NAME_MAX)
    title = forms.CharField(label="职务", max_length=TITLE_MAX, required=False)
    text = forms.CharField(
        label="讲话内容",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="照原话记。审定以前只有本级人大机关看得到，不进意见台账，搜索也搜不到。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PublishSpeechForm(PortalForm):
    """保密审查 passed: every point is ticked by hand, none beforehand."""

    checked = forms.MultipleChoiceField(
        label="逐项核对，核对过的打勾",
        choices=SpeechPoint.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeBackForm(PortalForm):
    """Why residents may no longer read it."""

    reason = forms.CharField(label="原因", max_length=120, help_text="会记在案上，网页上不显示。")


class QueuedSpeechForm(forms.Form):
    """The same as a laptop's queue brings it."""

    client_id = forms.UUIDField(error_messages={"invalid": "这一篇缺少编号，请刷新页面后再存。"})
    speaker = forms.CharField(error_messages={"required": "请写讲话人的姓名。"})
    title = forms.CharField(required=False)
    text = forms.CharField(strip=False, error_messages={"required": "还没有写讲话内容。"})
