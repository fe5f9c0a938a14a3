"""What is typed about a resident's message inside."""

from __future__ import annotations

from django import forms

from common.forms import PortalForm, TextAreaField
from stations.choices import Elsewhere
from stations.workflow.answering import ANSWER_MAX, OBJECT_DAYS


class AnswerForm(PortalForm):
    """What the resident reads under their code."""

    text = TextAreaField(
        label="答复群众的话",
        rows=5,
        draft=True,
        error_messages={"required": "请写答复。"},
        help_text=f"群众凭查询码能看到，最多 {ANSWER_MAX} 字。请不要写别人的姓名和电话。",
    )


class NoteForm(PortalForm):
    """A word on the way."""

    note = forms.CharField(label="说明", max_length=200, required=False, help_text="选填，如核实到的情况。")


class ElsewhereForm(PortalForm):
    """Why it is not taken up; the page tells the resident where to go with it."""

    door = forms.ChoiceField(
        label="为什么不受理",
        choices=Elsewhere.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选为什么不受理。"},
    )
    note = forms.CharField(label="补充说明", max_length=120, required=False)


class SealForm(PortalForm):
    """Why the county alone should have it."""

    note = forms.CharField(
        label="为什么只报县里",
        max_length=200,
        error_messages={"required": "请写一句为什么只报县里，如“反映的是本站人员”。"},
    )


class SetAsideForm(PortalForm):
    """Why it is not let in."""

    note = forms.CharField(
        label="为什么搁置", max_length=200, error_messages={"required": "请写明为什么搁置，如“广告”“内容看不懂”。"}
    )


class TranscriptForm(PortalForm):
    """What was spoken, as it was spoken."""

    text = TextAreaField(
        label="照录音写下来", rows=4, draft=True, error_messages={"required": "请照录音写下来，听不清的写“听不清”。"}
    )


class ThreatForm(PortalForm):
    """What the committee should know of it."""

    note = forms.CharField(label="说明", max_length=200, required=False, help_text="有危险请先打 110。")


class ReissueForm(PortalForm):
    """What somebody who lost the code knew of the message."""

    known = forms.CharField(
        label="核对了什么",
        max_length=200,
        error_messages={"required": "请写明核对了什么，如“说得出留言时间和内容”。"},
        help_text="请本人说出留言的时间和内容，对得上再换。会记入审计日志。",
    )


class ObjectForm(PortalForm):
    """The deputy on what was answered for them."""

    note = forms.CharField(
        label="哪里不对",
        max_length=200,
        required=False,
        help_text=f"代答以后 {OBJECT_DAYS} 天内可以提，由您或者联络站重新答复。",
    )
