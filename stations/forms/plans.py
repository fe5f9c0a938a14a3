"""What is typed about the plan of a year."""

from __future__ import annotations

from typing import Any

from django import forms

from common.forms import PortalForm


class YearForm(PortalForm):
    """Which year's plan is begun."""

    year = forms.IntegerField(
        label="年度", min_value=2001, max_value=2099, error_messages={"invalid": "年度写四位数，如 2024。"}
    )


class ItemForm(PortalForm):
    """One thing of the plan."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    month = forms.TypedChoiceField(label="几月", coerce=int, choices=[(n, f"{n}月") for n in range(1, 13)])
    what = forms.CharField(label="做什么", max_length=80, help_text="如：视察农村人居环境整治。")
    who = forms.CharField(label="谁参加", max_length=80, required=False, help_text="如：全组代表、直报员。")
    how = forms.CharField(label="怎样做", max_length=200, required=False, help_text="如：走访三个村，座谈一次。")

    def facts(self) -> dict[str, Any]:
        """What `add_item` and `change_item` take."""
        return {name: self.cleaned_data[name] for name in ("month", "what", "who", "how")}
