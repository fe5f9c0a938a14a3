"""The shape of what is typed into the file of duties."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from crispy_forms.layout import Layout
from django import forms
from django.db import models

from common.forms import CnDateField, Picks, PortalForm, TextAreaField
from deputies.choices import DutyKind, DutyPart, ObjectionGround, ObjectionOutcome
from deputies.reports import BY_HAND


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds one may enter by hand, under the parts of the file."""
    groups: list[tuple[str, Any]] = [("", "请选择")]
    for part in DutyPart:
        kinds = [kind for kind in DutyPart.KINDS[part.value] if kind in BY_HAND]
        if kinds:
            groups.append((str(part.label), [(kind, DutyKind(kind).label) for kind in kinds]))
    return groups


class EntryForm(PortalForm):
    """One thing done that no room of the portal saw. No photo is asked for."""

    kind = forms.ChoiceField(label="做的是哪一类", choices=kind_choices)
    on = CnDateField(label="哪一天")
    title = forms.CharField(
        label="做了什么", max_length=120, help_text="一句话就行，如：调解西街村两户宅基地纠纷。不用传照片。"
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid4())


class ObjectForm(PortalForm):
    """What is wrong with a record; nothing is chosen beforehand."""

    ground = forms.ChoiceField(
        label="哪里不对",
        choices=ObjectionGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选哪里不对。"},
    )
    words = TextAreaField(label="说一句", rows=2, max_length=200, error_messages={"required": "请写一句话，方便核对。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Picks("ground"), "words")


class ReasonForm(PortalForm):
    """Why an entry is not counted."""

    note = TextAreaField(label="原因", rows=2, max_length=200, help_text="录入的人和代表看得到。")


class DecideForm(PortalForm):
    """What becomes of an objection."""

    outcome = forms.ChoiceField(
        label="怎么处理",
        choices=ObjectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么处理。"},
    )
    on = CnDateField(label="改成哪一天", required=False, help_text="日期不用改就不动。")
    kind = forms.ChoiceField(label="改成哪一类", choices=kind_choices, required=False)
    answer = TextAreaField(label="答复代表", rows=2, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Picks("outcome"), "on", "kind", "answer")


class SettingForm(PortalForm):
    """How the committee keeps its files."""

    group_first = forms.BooleanField(
        label="手工录入的，先请小组长看，再由选工委审核",
        required=False,
        help_text="小组没有组长，或者组长就是本人的，直接送选工委。",
    )
    objection_days = forms.IntegerField(
        label="代表可以在几天内提出异议",
        min_value=1,
        max_value=365,
        help_text="从记入那天起算。不提异议不等于有问题，也不等于没问题。",
    )
    scoring = forms.BooleanField(label="使用量化计分", required=False)


class ConfirmYearForm(PortalForm):
    """Which year is confirmed as a whole."""

    year = forms.IntegerField(min_value=2000, max_value=2999, widget=forms.HiddenInput)


def initial_of(row: models.Model, *names: str) -> dict[str, Any]:
    """What a form shows at first: the values of the row."""
    return {name: getattr(row, name) for name in names}
