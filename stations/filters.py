"""What the lists of receptions and opinions can be narrowed to. Wrong values narrow nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.calendar import Calendar
from common.forms import CnDateField, choices_of
from common.search import matching
from opinions.choices import OpinionStatus
from opinions.models import Opinion
from stations.choices import FLAGS, ActivityKind, ActivityStatus, InquiryStatus, NatureKind
from stations.models import Station
from stations.reports import SOON_WD

TABS = (
    ("", "全部"),
    ("held", "站内办理"),
    ("soon", "快到期"),
    ("late", "超期"),
    ("up", "已报上级"),
    ("untold", "等告知来访人"),
    ("told", "已反馈"),
)


class _Filter(forms.Form):
    """A GET form: unbound words stand in the address, so a narrowed list can be sent on."""

    station = forms.ModelChoiceField(Station.objects.none(), label="联络站", required=False, empty_label="全部站点")

    def __init__(self, params: Any, *, user: Any) -> None:
        super().__init__(params)
        self.stations = Station.objects.visible_to(user).select_related("unit")
        choices_of(self, "station").queryset = self.stations
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        self.is_valid()

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def has_stations(self) -> bool:
        """Whether there is more than one station to choose from."""
        return len(self.stations[:2]) > 1


class ReceptionFilter(_Filter):
    """By station and span of days."""

    since = CnDateField(label="从", required=False)
    until = CnDateField(label="到", required=False)

    def narrow(self, rows: Any) -> Any:
        """`rows` of receptions as asked for."""
        asked = self.asked
        if station := asked.get("station"):
            rows = rows.filter(station=station)
        if since := asked.get("since"):
            rows = rows.filter(held_on__gte=since)
        if until := asked.get("until"):
            rows = rows.filter(held_on__lte=until)
        return rows


class StationFilter(forms.Form):
    """By what a station is. A wrong word narrows nothing."""

    kind = forms.ChoiceField(choices=NatureKind.choices, required=False)

    def __init__(self, params: Any) -> None:
        super().__init__(params)
        self.is_valid()
        self.asked = self.cleaned_data.get("kind") or ""

    def narrow(self, rows: Any) -> Any:
        """`rows` of stations as asked for; each of them is a 联络站."""
        return rows.filter(**{FLAGS[self.asked]: True}) if self.asked in FLAGS else rows

    def tabs(self, counts: dict[str, int]) -> list[tuple[str, str, int, bool]]:
        """Value, word, how many, whether it is the present one."""
        now = self.asked if self.asked in FLAGS else ""
        kinds = [(str(value), str(label)) for value, label in NatureKind.choices if value in FLAGS]
        return [(value, label, counts[value], value == now) for value, label in [("", "全部联络站"), *kinds]]


class ItemFilter(_Filter):
    """By where it stands, words and station."""

    q = forms.CharField(label="原话或摘要里的字", max_length=60, required=False)
    tab = forms.ChoiceField(choices=TABS, required=False, widget=forms.HiddenInput)

    def __init__(self, params: Any, *, user: Any, today: date) -> None:
        self.today = today
        super().__init__(params, user=user)

    @property
    def tab_now(self) -> str:
        return str(self.asked.get("tab", ""))

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Value, word, whether it is the present one."""
        return [(value, label, value == self.tab_now) for value, label in TABS]

    @property
    def order(self) -> tuple[str, ...]:
        """What is held by its day, everything else the latest first."""
        return ("opinion__due_on", "id") if self.tab_now in {"held", "soon", "late"} else ("-id",)

    def narrow(self, rows: Any) -> Any:
        """`rows` of opinions of visits as asked for."""
        asked = self.asked
        if station := asked.get("station"):
            rows = rows.filter(visit__reception__station=station)
        if words := asked.get("q"):
            rows = rows.filter(opinion__in=matching(Opinion.objects.all(), words).values("pk"))
        return self._by_tab(rows)

    def _by_tab(self, rows: Any) -> Any:
        if self.tab_now == "held":
            return rows.at_station()
        if self.tab_now == "soon":
            return rows.due_until(self.today, Calendar.load().add_workdays(self.today, SOON_WD))
        if self.tab_now == "late":
            return rows.overdue(self.today)
        if self.tab_now == "up":
            return rows.filter(opinion__status__in=(OpinionStatus.WAITING, OpinionStatus.MERGED))
        if self.tab_now == "untold":
            return rows.untold()
        return rows.filter(opinion__status=OpinionStatus.FED_BACK) if self.tab_now == "told" else rows


class CopiesForm(forms.Form):
    """How many sheets to print."""

    copies = forms.IntegerField(
        label="打几张",
        min_value=1,
        max_value=50,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "张数请写 1 到 50 的数。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control num", "autocomplete": "off"}),
    )

    @property
    def number(self) -> int:
        """As asked; one where nothing was asked or understood."""
        return int(self.cleaned_data.get("copies") or 1) if self.is_valid() else 1
COURSES = (("", "接下来"), ("open", "等收尾"), ("done", "办过的"), ("cancelled", "取消的"))


class ActivityFilter(_Filter):
    """Activities by where they stand, kind, station and words."""

    tab = forms.ChoiceField(choices=COURSES, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[("", "各种活动"), *ActivityKind.choices], label="什么活动", required=False)
    q = forms.CharField(label="主题里的字", max_length=40, required=False)

    def __init__(self, params: Any, *, user: Any, today: date) -> None:
        self.today = today
        super().__init__(params, user=user)

    @property
    def tab_now(self) -> str:
        return str(self.asked.get("tab", ""))

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Value, word, whether it is the present one."""
        return [(value, label, value == self.tab_now) for value, label in COURSES]

    @property
    def order(self) -> tuple[str, ...]:
        """What is to come and what waits by its day, everything else the latest first."""
        return ("-held_on", "-id") if self.tab_now in {"done", "cancelled"} else ("held_on", "id")

    def narrow(self, rows: Any) -> Any:
        """`rows` of activities as asked for."""
        asked = self.asked
        by_tab = {
            "": lambda: rows.ahead(self.today),
            "open": lambda: rows.unfinished(self.today),
            "done": rows.done,
            "cancelled": lambda: rows.filter(status=ActivityStatus.CANCELLED),
        }
        rows = by_tab[self.tab_now]()
        if station := asked.get("station"):
            rows = rows.filter(station=station)
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        return rows.filter(theme__icontains=asked["q"]) if asked.get("q") else rows


PROMISES = (("", "在跟进的"), ("late", "过了期限的"), ("kept", "已兑现"), ("all", "全部问题"))


class PromiseFilter(forms.Form):
    """Questions to units by what became of them. A wrong word narrows as none does."""

    tab = forms.ChoiceField(choices=PROMISES, required=False)

    def __init__(self, params: Any, *, today: date) -> None:
        super().__init__(params)
        self.today = today
        self.is_valid()
        self.tab_now = str(self.cleaned_data.get("tab") or "")

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Value, word, whether it is the present one."""
        return [(value, label, value == self.tab_now) for value, label in PROMISES]

    @property
    def order(self) -> tuple[str, ...]:
        """Promises by their day, everything else the latest first."""
        return ("due_on", "id") if self.tab_now in {"", "late"} else ("-id",)

    def narrow(self, rows: Any) -> Any:
        """`rows` of inquiries as asked for."""
        if self.tab_now == "all":
            return rows
        if self.tab_now == "kept":
            return rows.filter(status=InquiryStatus.KEPT)
        return rows.promised().filter(due_on__lt=self.today) if self.tab_now == "late" else rows.promised()
