"""Deputies to tick: the few of that day stand open, everybody else is folded away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms

from common.forms import PortalForm, choices_of
from deputies.models import Deputy
from stations.models import Station
from stations.reports import Choice, Choices, choices_for, deputies_of

FEW = 6  # so many are taken in at a glance


class DeputiesForm(PortalForm):
    """A form of a station on which deputies are ticked, and what else the action asks for.

    `on` is the day whose rota says who stands first; `first` names them instead (those already on
    the reception or on the day).
    """

    deputies = forms.ModelMultipleChoiceField(
        Deputy.objects.none(),
        label="接待代表",
        error_messages={"required": "请勾选接待代表，至少一位。", "invalid_choice": "有一位代表不在本站，请重新勾选。"},
    )

    def __init__(
        self, *args: Any, station: Station, on: date, first: Collection[int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "deputies").queryset = deputies_of(station, first or ())
        self.choices: Choices = choices_for(station, on, first)

    @property
    def ticked(self) -> set[str]:
        """The deputies ticked so far, as the page sends them."""
        return {str(getattr(one, "pk", one)) for one in self["deputies"].value() or ()}

    def first_rows(self) -> list[tuple[Choice, bool]]:
        """Those of the day with their ticks."""
        return self._with_ticks(self.choices.first)

    def rest_rows(self) -> list[tuple[Choice, bool]]:
        """Everybody else with their ticks: the members of the station's groups, then the others of its place."""
        return self._with_ticks(self.choices.rest)

    def rest_ticked(self) -> int:
        """How many of the rest are ticked."""
        return sum(ticked for _, ticked in self.rest_rows())

    def rest_is_open(self) -> bool:
        """Nothing that is ticked is hidden; and a handful with nobody before them is not worth folding."""
        return self.rest_ticked() > 0 or (not self.choices.first and not self.rest_is_long())

    def rest_is_long(self) -> bool:
        """Whether it takes a search to find somebody."""
        return len(self.choices.rest) > FEW

    def _with_ticks(self, rows: list[Choice]) -> list[tuple[Choice, bool]]:
        ticked = self.ticked
        return [(row, str(row.deputy.pk) in ticked) for row in rows]
