"""The shape of what is typed about a mandate's legal status."""

from __future__ import annotations

from typing import Any

from django import forms

from common.forms import CnDateField, PortalForm, TextAreaField
from deputies.choices import StatusGround


def grounds(values: tuple[str, ...]) -> list[tuple[str, str]]:
    """The grounds of one article, each with it."""
    return [("", "请选择"), *((one, f"{StatusGround(one).label}") for one in values)]


class SuspendForm(PortalForm):
    """From when, and for which of the two grounds of the law."""

    ground = forms.ChoiceField(label="法定情形", choices=lambda: grounds(StatusGround.SUSPENDING))
    on = CnDateField(label="从哪一天起暂停")
    note = TextAreaField(label="依据和说明", rows=2, required=False, max_length=200)


class ResumeForm(PortalForm):
    """From when the deputy serves again."""

    on = CnDateField(label="从哪一天起恢复")
    note = TextAreaField(label="依据和说明", rows=2, required=False, max_length=200)


class EndForm(PortalForm):
    """From when, for which ground, and the announcement the law asks for."""

    ground = forms.ChoiceField(label="法定情形", choices=lambda: grounds(StatusGround.ENDING))
    on = CnDateField(label="从哪一天起终止")
    notice_no = forms.CharField(label="公告文号", max_length=60, help_text="如：新人常公告〔2024〕2号。")
    notice_on = CnDateField(label="公告日期")
    note = TextAreaField(label="依据和说明", rows=2, required=False, max_length=200)

    def __init__(self, *args: Any, announcer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_no"].label = f"{announcer}公告文号"


class CorrectForm(PortalForm):
    """Why a change was no change."""

    reason = TextAreaField(label="为什么更正", rows=2, max_length=200, help_text="如：同名，录错了人。")
