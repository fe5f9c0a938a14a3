"""What the list of deputies can be narrowed to. Wrong values narrow nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from accounts.choices import RegionLevel
from accounts.models import Region
from common.forms import choices_of
from common.search import matching
from deputies.choices import Level, MandateStatus
from deputies.models import ActivityGroup, Deputy


class DeputyFilter(forms.Form):
    """By words of name and post (or pinyin initials), level of mandate, place, group."""

    q = forms.CharField(label="姓名、职务或拼音首字母", max_length=60, required=False)
    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部层级"), *Level.choices])
    region = forms.ModelChoiceField(Region.objects.none(), label="乡镇（街道）", required=False, empty_label="全部乡镇")
    group = forms.ModelChoiceField(
        ActivityGroup.objects.none(), label="活动小组", required=False, empty_label="全部小组"
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            css = "form-control" if isinstance(field, forms.CharField) else "form-select"
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else css
        places = Deputy.objects.visible_to(user).values("home_region_id")
        choices_of(self, "region").queryset = Region.objects.filter(pk__in=places, level=RegionLevel.TOWNSHIP)
        choices_of(self, "group").queryset = ActivityGroup.objects.visible_to(user)

    def narrow(self, rows: Any) -> Any:
        """`rows` as asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if words := asked.get("q"):
            found = matching(Deputy.objects.all(), words).values("pk")
            rows = rows.filter(Q(pk__in=found) | Q(initials__startswith=words.strip().lower()))
        if level := asked.get("level"):
            rows = rows.filter(mandates__level=level, mandates__status=MandateStatus.ACTIVE).distinct()
        if region := asked.get("region"):
            rows = rows.filter(home_region=region)
        if group := asked.get("group"):
            rows = rows.filter(memberships__group=group, memberships__left_on=None)
        return rows

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
