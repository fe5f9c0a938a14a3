"""Of which days the figures are, and of which place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import Region
from common.forms import CnDateField, choices_of
from common.text import cn_date
from stations.choices import Elsewhere
from stations.models import Station
from stations.reports.figures import BY_KEY, MEASURES, Measure, Span, refused_of, rows_of

DECEMBER = 12
WORDS_ALONE = "words"  # a reason that was written and not chosen
WHY = [*Elsewhere.choices, (WORDS_ALONE, "只写了理由、没有选原因的")]


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
    """Which figure of which station; or the visits sent elsewhere for one reason."""

    what = forms.ChoiceField(choices=[(one.key, one.word) for one in MEASURES], required=False)
    why = forms.ChoiceField(choices=WHY, required=False)
    station = forms.ModelChoiceField(Station.objects.none(), required=False)

    def __init__(self, params: Any, *, user: Any, today: date) -> None:
        super().__init__(params, user=user, today=today)
        choices_of(self, "station").queryset = Station.objects.visible_to(user).select_related("unit__region")
        self.full_clean()

    @property
    def measure(self) -> Measure | None:
        """The figure asked for; for a reason, the parties."""
        return BY_KEY.get("visits" if self.reason else self.cleaned_data.get("what", ""))

    @property
    def reason(self) -> str:
        """Why the visits asked for were sent elsewhere; nothing where a figure is asked for."""
        return self.cleaned_data.get("why", "")

    @property
    def reason_in_words(self) -> str:
        return dict(WHY).get(self.reason, "")

    def rows(self, user: Any) -> Any:
        """The rows that make the figure, of those `user` may see."""
        place: dict[str, Any] = {"station": self.cleaned_data.get("station"), "region": self.region_asked}
        if self.reason:
            reason = "" if self.reason == WORDS_ALONE else self.reason
            return refused_of(user, self.span, **place).filter(elsewhere=reason)
        assert self.measure is not None  # noqa: S101 - the view has asked
        return rows_of(user, self.span, self.measure.of, **place).filter(self.measure.where)
