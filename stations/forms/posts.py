"""What is typed about who works at a station, and about what the station is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from common.forms import CnDateField, PortalForm, choices_of
from stations.choices import Chosen, NatureKind, StaffRole
from stations.models import Station, StationStaff
from stations.reports import deputies_of
from stations.workflow import Newcomer


class NewcomerForm(PortalForm):
    """Who takes a post: a name, and where there is one the account and the deputy."""

    name = forms.CharField(label="姓名", max_length=40)
    chosen_by = forms.ChoiceField(
        label="怎样产生的",
        choices=[("", "没有登记"), *Chosen.choices],
        required=False,
        help_text="上级选配，或者竞选。",
    )
    document = forms.CharField(
        label="任职文件", max_length=60, required=False, help_text="有文号就写，如：砖人〔2024〕3号。"
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="登录账号",
        required=False,
        empty_label="没有账号",
        help_text="选了账号，登录后就能登记接待；离任后自动收回。",
    )

    def __init__(self, *args: Any, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = station.unit.region.path
        people = User.objects.active().filter(unit__region__path__startswith=path)
        choices_of(self, "user").queryset = people | User.objects.active().filter(unit=station.unit)
        self.deputies = deputies_of(station)

    def newcomer(self) -> Newcomer:
        """Who comes; a deputy of the place is known by their account."""
        data = self.cleaned_data
        user = data["user"]
        deputy = self.deputies.filter(user=user).first() if user else None
        return Newcomer(data["name"].strip(), user, deputy, data["chosen_by"], data["document"].strip())


class StaffForm(NewcomerForm):
    """Somebody starts at the station."""

    role = forms.ChoiceField(label="职责", choices=StaffRole.choices)
    started_on = CnDateField(label="到任日期")
    field_order = ("name", "role", "chosen_by", "document", "user", "started_on")

    def facts(self) -> dict[str, Any]:
        """What `add_staff` takes."""
        data = self.cleaned_data
        return {**vars(self.newcomer()), "role": data["role"], "started_on": data["started_on"]}


class SuccessionForm(NewcomerForm):
    """Somebody follows somebody in a post."""

    on = CnDateField(label="从哪天起换人", help_text="原来的人办离任，新来的人到任，同一天。")

    def __init__(self, *args: Any, staff: StationStaff, **kwargs: Any) -> None:
        super().__init__(*args, station=staff.station, **kwargs)


class StaffEndForm(PortalForm):
    """Somebody leaves."""

    on = CnDateField(label="离任日期")


class NatureForm(PortalForm):
    """What the station is, by whose decision, since when."""

    kind = forms.ChoiceField(label="性质", choices=NatureKind.choices)
    granted_by = forms.CharField(label="批准单位", max_length=60, help_text="如：省人大常委会法制工作委员会。")
    document = forms.CharField(label="文号", max_length=60, required=False)
    since = CnDateField(label="批准日期")


class NatureEndForm(PortalForm):
    """It is that no longer."""

    until = CnDateField(label="从哪天起不再是")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"until": today}, **kwargs)
