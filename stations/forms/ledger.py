"""Which month, the form of the ledger column by column, and the text that somebody has read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import Region
from common.forms import PortalForm, TextAreaField, choices_of
from stations.models import Station
from stations.reports.ledger import BLANKS, KINDS, Layout

MONTHS = 24
DECEMBER = 12


def months_back(today: date) -> list[date]:
    """The first days of this month and of the 23 before it, the latest first."""
    found, month = [], today.replace(day=1)
    for _ in range(MONTHS):
        found.append(month)
        month = month.replace(year=month.year - 1, month=DECEMBER) if month.month == 1 else month.replace(
            month=month.month - 1
        )
    return found


class MonthForm(forms.Form):
    """A GET form: which month, of which station or place. What is not understood is the month before this."""

    month = forms.ChoiceField(label="月份", required=False)
    station = forms.ModelChoiceField(Station.objects.none(), required=False, widget=forms.HiddenInput)
    region = forms.ModelChoiceField(Region.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, params: Any, *, user: Any, today: date) -> None:
        self.months = months_back(today)
        super().__init__({name: params.get(name) for name in ("station", "region")} | {"month": self._month(params)})
        stations = Station.objects.visible_to(user)
        choices_of(self, "station").queryset = stations.with_list_data()
        places = Region.objects.filter(pk__in=stations.values("unit__region"))
        choices_of(self, "region").queryset = places | Region.objects.filter(
            pk__in=stations.values("unit__region__parent")
        )
        month = self.fields["month"]
        month.choices = [(f"{one:%Y-%m}", f"{one.year}年{one.month}月") for one in self.months]  # type: ignore[attr-defined]
        month.widget.attrs["class"] = "form-select"
        self.is_valid()

    def _month(self, params: Any) -> str:
        """What the list of months shows: the one asked for where there is such a one, else the last that is over."""
        asked = params.get("month", "")
        return asked if any(f"{one:%Y-%m}" == asked for one in self.months) else f"{self.months[1]:%Y-%m}"

    @property
    def month_asked(self) -> date:
        asked = self.cleaned_data.get("month")
        return next((one for one in self.months if f"{one:%Y-%m}" == asked), self.months[1])


class LayoutForm(PortalForm):
    """A row for each column there is: whether it stands in the table, where, under which heading, how wide."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="表题", max_length=80, help_text="{地方}、{年}、{月} 会换成站名或乡镇名、年份和月份。"
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", layout.title)
        places = {key: number for number, key in enumerate(layout.keys, start=1)}
        shown = dict(zip(layout.keys, layout.columns, strict=True))
        self.keys = sorted((one.key for one in KINDS), key=lambda key: places.get(key, len(KINDS)))
        for kind in (one for key in self.keys for one in KINDS if one.key == key):
            own = shown.get(kind.key)
            self._add(f"on_{kind.key}", forms.BooleanField(required=False), own is not None)
            self._add(f"order_{kind.key}", _number(1, 99, "顺序写 1 到 99 的数。"), places.get(kind.key))
            self._add(f"heading_{kind.key}", forms.CharField(max_length=20, required=False), _word(kind, own))
            width = own.width if own else kind.width
            self._add(f"width_{kind.key}", _number(4, 60, "宽度写 4 到 60 的数。"), int(width))

    def _add(self, name: str, field: forms.Field, value: Any) -> None:
        self.fields[name] = field
        self.initial.setdefault(name, value)

    def rows(self) -> list[dict[str, Any]]:
        """What the table draws, line by line."""
        words = {one.key: one.word for one in KINDS}
        return [
            {"key": key, "word": "空列" if key in BLANKS else words[key]}
            | {name: self[f"{name}_{key}"] for name in ("on", "order", "heading", "width")}
            for key in self.keys
        ]

    def columns(self) -> list[dict[str, Any]]:
        """The columns ticked, in the order written; what has no number comes last, as it stood."""
        data = self.cleaned_data
        chosen = [key for key in self.keys if data.get(f"on_{key}")]
        chosen.sort(key=lambda key: data.get(f"order_{key}") or 100)
        kinds = {one.key: one for one in KINDS}
        return [
            {
                "key": key,
                "heading": (data.get(f"heading_{key}") or "").strip(),
                "width": data.get(f"width_{key}") or int(kinds[key].width),
            }
            for key in chosen
        ]


def _number(least: int, most: int, wrong: str) -> forms.IntegerField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control num", "size": 3})
    return forms.IntegerField(min_value=least, max_value=most, required=False, error_messages=errors, widget=widget)


def _word(kind: Any, own: Any) -> str:
    return str(own.heading if own else kind.word)


class TextForm(PortalForm):
    """The text for outside, and that somebody has read it."""

    text = TextAreaField(label="要发出去的文字", rows=14, max_length=5000)
    is_read = forms.BooleanField(
        label="我看过一遍：没有姓名、电话、门牌，看不出是谁说的",
        error_messages={"required": "请先看一遍，没有问题再勾上。"},
    )
