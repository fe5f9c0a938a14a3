"""The shape of what is typed while a table of stations comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Fieldset
from django import forms

from accounts.models import Region, User
from common.forms import CnDateField, PortalForm, choices_of
from deputies.forms.roster import ColumnsForm
from deputies.imports.places import kept_by
from stations.imports import columns as c
from stations.imports.register import Question


class StationColumnsForm(ColumnsForm):
    """The columns of a table of stations, and what holds for all of them."""

    home = forms.ModelChoiceField(
        Region.objects.none(), label="所在乡镇（街道）", required=False, empty_label="按表里写的"
    )
    started_on = CnDateField(label="到任日期", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "home").queryset = kept_by(user)
        says = HTML('<p class="small ink2">表里没有这一列，或者格子空着的，都按这里填的。</p>')
        self.helper.layout.append(Fieldset("整张表都一样的", says, *c.GIVEN))

    def given(self) -> dict[str, Any]:
        """What holds for all rows, as it is stored."""
        home, day = self.cleaned_data["home"], self.cleaned_data["started_on"]
        return {c.HOME: home.pk if home else None, c.STARTED: day.isoformat() if day else None}


class StationAnswersForm(PortalForm):
    """What the table leaves open."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q_{question.key}"] = forms.ChoiceField(
                label=f"第 {question.row} 行 {question.name}（{question.words}）",
                choices=question.options,
                widget=forms.RadioSelect,
                required=False,
            )

    def answers(self) -> dict[str, str]:
        """The answers given, by question."""
        return {name.removeprefix("q_"): value for name, value in self.cleaned_data.items() if value}
