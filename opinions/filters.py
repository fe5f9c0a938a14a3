"""What lists can be narrowed by. A filter never raises on what a browser sends; it ignores nonsense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from accounts.calendar import Calendar
from accounts.models import Unit, User
from common.forms import choices_of
from common.search import matching
from opinions.choices import Intent, OpinionStatus, UndertakingStatus
from opinions.models import Category, Channel, Matter, Occasion

UNDERTAKING_TABS = (
    ("open", "在办"),
    ("accept", "待签收"),
    ("doing", "办理中"),
    ("soon", "临期"),
    ("late", "超期"),
    ("checking", "待审核"),
    ("rating", "待评价"),
    ("closed", "已办结"),
    ("all", "全部"),
)


class UndertakingFilter(forms.Form):
    """Tab, words, unit. `apply(rows)` narrows; unknown values count as not chosen."""

    tab = forms.ChoiceField(choices=UNDERTAKING_TABS, required=False, widget=forms.HiddenInput)
    q = forms.CharField(label="事项、意见建议内容", max_length=60, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办单位", required=False, empty_label="全部单位")

    def __init__(self, params: Mapping[str, Any], *, user: User, today: date) -> None:
        super().__init__(params)
        self.today = today
        paths = user.scopes.paths("staff", "office", "leader")
        if paths:
            choices_of(self, "unit").queryset = Unit.objects.may_lead().filter(
                user.scopes.in_region("region__path", "staff", "office", "leader")
            )
        else:
            del self.fields["unit"]
        self.is_valid()
        self.tab_now = self.cleaned_data.get("tab") or "open"

    def tabs(self) -> list[tuple[str, str, bool]]:
        return [(key, label, key == self.tab_now) for key, label in UNDERTAKING_TABS]

    def apply(self, rows: Any) -> Any:
        rows = self._by_tab(rows)
        if unit := self.cleaned_data.get("unit"):
            rows = rows.filter(unit=unit)
        if words := self.cleaned_data.get("q"):
            found = matching(Matter.objects.all(), words).values("pk")
            rows = rows.filter(assignment__matter_id__in=found)
        return rows

    def _by_tab(self, rows: Any) -> Any:
        U = UndertakingStatus  # noqa: N806 - the enum
        statuses = {
            "accept": (U.TO_ACCEPT, U.TO_DISPATCH),
            "doing": (U.DOING, U.REDO),
            "checking": (U.CHECKING, U.ASSESSING),
            "rating": (U.RATING,),
            "closed": (U.CLOSED, U.CO_GIVEN, U.DISPATCHED),
        }
        if self.tab_now in statuses:
            return rows.filter(status__in=statuses[self.tab_now])
        if self.tab_now == "late":
            return rows.overdue(self.today)
        if self.tab_now == "soon":
            return rows.due_between(self.today, self.soon_until)
        return rows if self.tab_now == "all" else rows.exclude(status__in=U.ENDED)

    @property
    def soon_until(self) -> date:
        """The last day that still counts as 临期: three working days on."""
        return Calendar.load().add_workdays(self.today, 3)


class OpinionFilter(forms.Form):
    """Words, status, intent, channel, category, occasion."""

    q = forms.CharField(label="原话、摘要", max_length=60, required=False)
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *OpinionStatus.choices], required=False)
    intent = forms.ChoiceField(label="类型", choices=[("", "全部类型"), *Intent.choices], required=False)
    channel = forms.ModelChoiceField(Channel.objects.all(), label="渠道", required=False, empty_label="全部渠道")
    category = forms.ModelChoiceField(Category.objects.all(), label="类别", required=False, empty_label="全部类别")
    occasion = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, params: Mapping[str, Any], *, user: User) -> None:
        super().__init__(params)
        self.user = user
        for name in ("channel", "category"):
            # Drawn from here with one query each; `list()` would ask for the count as well.
            field: Any = self.fields[name]  # its choices may be of many types, and are rows here
            field.choices = [choice for choice in field.choices]  # noqa: C416
        self.is_valid()

    def apply(self, rows: Any) -> Any:
        data = self.cleaned_data
        if occasion := data.get("occasion"):
            rows = rows.of_occasion(occasion)
        for name in ("status", "intent", "channel", "category"):
            if data.get(name):
                rows = rows.filter(**{name: data[name]})
        return matching(rows, data["q"]) if data.get("q") else rows

    @property
    def occasion_shown(self) -> Occasion | None:
        """The occasion narrowed to, where the user may see it."""
        pk = self.cleaned_data.get("occasion")
        return Occasion.objects.visible_to(self.user).filter(pk=pk).first() if pk else None
