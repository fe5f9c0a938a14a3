"""What is typed about codes, public pages and the switch of the public side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from accounts.choices import RegionLevel
from accounts.models import Region, User
from common.forms import PortalForm, TextAreaField, choices_of
from deputies.models import Deputy
from stations.choices import PageStatus, PosterForm, PosterScope, ReviewPoint
from stations.models import Station
from stations.models.page import INTRODUCTION_MAX

WAITING, NO_CODE = "waiting", "no-code"
STATES = [("", "全部"), (NO_CODE, "还没有码"), (WAITING, "等保密审查"), *PageStatus.choices]


class TargetFilter(forms.Form):
    """The list of codes and pages: by name, by how they stand. Wrong values narrow nothing."""

    q = forms.CharField(label="姓名或站名", max_length=40, required=False)
    state = forms.ChoiceField(label="情况", required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["class"] = "form-control"
        self.fields["state"].widget.attrs["class"] = "form-select"

    def narrow(self, rows: Any) -> Any:
        """`rows` (of `reports.with_standing`) as asked for."""
        self.is_valid()
        if words := self.cleaned_data.get("q", "").strip():
            named = Q(name__contains=words) | Q(initials__startswith=words.lower())
            rows = rows.filter(named if rows.model is Deputy else Q(unit__name__contains=words))
        state = self.cleaned_data.get("state")
        if state == NO_CODE:
            return rows.filter(code_token=None)
        if state == WAITING:
            return rows.filter(is_waiting=True)
        if state == PageStatus.CLOSED:
            return rows.filter(Q(page_status=None) | Q(page_status=state))
        return rows.filter(page_status=state) if state else rows

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class CodeForm(PortalForm):
    """Why a code goes out of use. `code` is the one that was on the page."""

    code = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="原因", max_length=120, help_text="比如“海报丢了”“被涂改”。会记在案上。"
    )


class ProposeForm(PortalForm):
    """Which words stand on a page."""

    introduction = TextAreaField(
        label="介绍（可以不写）",
        rows=3,
        required=False,
        max_length=INTRODUCTION_MAX,
        help_text=f"最多 {INTRODUCTION_MAX} 个字。不写电话、身份证号、住址和家人情况。",
    )


class PassManyForm(PortalForm):
    """保密审查 passed: every point is ticked by hand, none beforehand."""

    checked = forms.MultipleChoiceField(
        label="逐项核对，核对过的打勾", choices=ReviewPoint.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    opinion = forms.CharField(label="审查意见", max_length=200, initial="可以公开。")


class PassForm(PassManyForm):
    """The same of one page."""

    review = forms.IntegerField(widget=forms.HiddenInput)


class RefuseForm(PortalForm):
    """保密审查 not passed, and why."""

    review = forms.IntegerField(widget=forms.HiddenInput)
    opinion = forms.CharField(label="哪里不妥", max_length=200, help_text="提请的人会看到这句话，照着改。")


class WithdrawForm(PortalForm):
    """Which proposal is taken back."""

    review = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(PortalForm):
    """Why something is taken down or put up."""

    reason = forms.CharField(label="原因", max_length=120, help_text="会记在案上，网页上不显示。")


class PostersForm(PortalForm):
    """Which posters of a place go into one file."""

    region = forms.ModelChoiceField(Region.objects.none(), label="哪里的", empty_label=None)
    scope = forms.ChoiceField(label="谁的", choices=PosterScope.choices)
    form = forms.ChoiceField(label="样式", choices=PosterForm.choices)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = user.scopes.paths("staff")
        found = Region.objects.none()
        for path in places:
            found |= Region.objects.shown().under(path)
        levels = (RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP)
        stations = Station.objects.values("unit__region_id")
        worth = Q(path__in=places) | ~Q(level=RegionLevel.TOWNSHIP) | Q(pk__in=stations)
        rows = found.filter(worth, level__in=levels)
        choices_of(self, "region").queryset = rows.order_by("path")
