"""Of which days the figures are, and of which place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import Region
from common.forms import CnDateField, choices_of
from common.text import cn_date
from stations.models import Station
from stations.reports.figures import MEASURES, Span

DECEMBER = 12


def first_of_month(on: date) -> date:
    return on.replace(day=1)


def last_of_month(on: date) -> date:
    following = date(on.year + on.month // DECEMBER, on.month % DECEMBER + 1, 1)
    return following - timedelta(days=1)


class SpanForm(forms.Form):
    """A GET form; what is not understood leaves the year so far."""

    since = CnDateField(label="从", required=False)
    until = CnDateField(label="到", required=False)
    region = forms.ModelChoiceField(Region.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, params: Any, *, user: Any, today: date) -> None:
        first = {"since": cn_date(date(today.year, 1, 1)), "until": cn_date(today)}
        super().__init__({name: params.get(name) or first.get(name) for name in self.base_fields})
        self.today = today
        places = Station.objects.visible_to(user).values("unit__region")
        above = Region.objects.filter(pk__in=places).values("parent")
        choices_of(self, "region").queryset = Region.objects.filter(pk__in=places) | Region.objects.filter(pk__in=above)
        for name in ("since", "until"):
            self.fields[name].widget.attrs["class"] = "form-control num"
        self.is_valid()

    @property
    def region_asked(self) -> Region | None:
        return self.cleaned_data.get("region")

    @property
    def span(self) -> Span:
        """From the first of January, or as asked; the days the wrong way round are turned."""
        since = self.cleaned_data.get("since") or date(self.today.year, 1, 1)
        until = self.cleaned_data.get("until") or self.today
        return Span(min(since, until), max(since, until))

    def quick(self) -> list[tuple[str, Span]]:
        """This month, the last one, this year, the last one."""
        today, month = self.today, first_of_month(self.today)
        before = month - timedelta(days=1)
        return [
            ("本月", Span(month, today)),
            ("上月", Span(first_of_month(before), before)),
            ("今年", Span(date(today.year, 1, 1), today)),
            ("去年", Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
        ]


class RowsForm(SpanForm):
    """Which figure of which station."""

    what = forms.ChoiceField(choices=[(one.key, one.word) for one in MEASURES if one.where is not None])
    station = forms.ModelChoiceField(Station.objects.none(), required=False)

    def __init__(self, params: Any, *, user: Any, today: date) -> None:
        super().__init__(params, user=user, today=today)
        choices_of(self, "station").queryset = Station.objects.visible_to(user).select_related("unit__region")
        self.full_clean()
