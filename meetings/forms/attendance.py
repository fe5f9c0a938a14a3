"""What is typed into the roll of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import RegionLevel, Role
from accounts.models import Region, Unit, User
from common.forms import PortalForm, TextAreaField, choices_of
from deputies.models import Deputy
from meetings.forms.plan import PlaceField
from meetings.forms.record import DeputyField
from opinions.choices import Capacity

CAPACITIES = [("", "请选身份"), *Capacity.choices]


class TotalForm(PortalForm):
    """How many members the committee has."""

    members_total = forms.IntegerField(
        label="组成人员全体人数", min_value=1, max_value=200, help_text="包括请假的；法定人数按全体的过半数算。"
    )


class AttendeeForm(PortalForm):
    """One person on the roll."""

    name = forms.CharField(label="姓名", max_length=40)
    capacity = forms.ChoiceField(label="身份", choices=CAPACITIES)
    title = forms.CharField(label="单位和职务", max_length=80, required=False)
    deputy = DeputyField(
        Deputy.objects.none(),
        label="代表名册里的这个人",
        required=False,
        empty_label="不对应代表名册",
        help_text="在名册里的，本人可以扫码签到、在手机上请假。",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="所在单位", required=False, empty_label="不填", help_text="责任单位的人要分到各组。"
    )
    region = PlaceField(Region.objects.none(), label="来自哪里", required=False, empty_label="不填")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = str(self.data.get("name") or "").strip()
        choices_of(self, "deputy").queryset = (
            Deputy.objects.visible_to(user).filter(name=name).select_related("home_region")
        )
        choices_of(self, "unit").queryset = units_for(user)
        levels = [RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP]
        choices_of(self, "region").queryset = Region.objects.filter(
            user.scopes.in_region("path", Role.STAFF), level__in=levels, valid_to=None, system="mca"
        ).order_by("path")

    def clean(self) -> dict[str, Any]:
        """A deputy of the same name is not passed over in silence, once: then they may be another person."""
        data: dict[str, Any] = super().clean() or {}
        offered: Any = choices_of(self, "deputy").queryset
        asked = "deputy" in self.data
        if data.get("capacity") in Capacity.NAMED and not data.get("deputy") and not asked and offered.exists():
            self.add_error("deputy", "名册里有同名的代表，请选是哪一位；不是同一个人的，再点一次“加进名单”。")
        return data


class LinesForm(PortalForm):
    """Many people at once."""

    capacity = forms.ChoiceField(label="这些人的身份", choices=CAPACITIES)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="所在单位", required=False, empty_label="不填，或各不相同")
    lines = TextAreaField(label="名单", rows=6, help_text="一人一行：姓名、空格、单位和职务，可以复制粘贴。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="lines_%s", **kwargs)
        choices_of(self, "unit").queryset = units_for(user)


def units_for(user: User) -> Any:
    """The units of the place, in their official order."""
    return Unit.objects.filter(
        user.scopes.in_region("region__path", Role.STAFF), region__level__in=[RegionLevel.CITY, RegionLevel.COUNTY]
    ).order_by("region__order", "order", "id")
