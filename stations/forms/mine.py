"""What a deputy types or taps about their reception days."""

from __future__ import annotations

from typing import Any

from django import forms

from common.forms import PortalForm, choices_of
from stations.models import DutySlot, Station
from stations.reports.my_days import Offer


class AbsenceForm(PortalForm):
    """Why a deputy cannot come, and on which other day of the station they would rather."""

    note = forms.CharField(
        label="为什么来不了", max_length=60, error_messages={"required": "请写一句为什么来不了，如“外出开会”。"}
    )
    wish = forms.ModelChoiceField(
        DutySlot.objects.none(),
        label="想改到哪天（可以不选）",
        required=False,
        error_messages={"invalid_choice": "想改的那天，请在本站别的接待日里选。"},
    )

    def __init__(self, *args: Any, station: Station | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "wish").queryset = DutySlot.objects.filter(station=station)


class SwapForm(PortalForm):
    """Whom a deputy asks, chosen with one tap."""

    choice = forms.ChoiceField(
        label="请谁", widget=forms.RadioSelect,
        error_messages={"required": "请选一位。", "invalid_choice": "这一位现在排不开，请另选一位。"},
    )  # fmt: skip
    note = forms.CharField(label="想说一句（可以不写）", max_length=60, required=False)

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.value: offer for offer in offers}
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - for the type checker
        choice.choices = [(offer.value, offer.label) for offer in offers]

    @property
    def chosen(self) -> Offer:
        """Whom to ask, and for which day in return."""
        return self.offers[self.cleaned_data["choice"]]
