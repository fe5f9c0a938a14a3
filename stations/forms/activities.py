"""What is typed about an activity: its plan, whom it invites, what is kept of it."""

from __future__ import annotations

import re
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from accounts.choices import UnitKind
from accounts.models import Unit, User
from common.forms import CnDateField, PortalForm, TextAreaField, UploadField, choices_of
from common.pictures import drawn_anew
from deputies.models import ActivityGroup, Deputy
from opinions.choices import Capacity
from opinions.models import Category, Contributor
from stations import reports
from stations.choices import ActivityKind, Audience, FilePurpose, Route
from stations.forms.fields import CnTimeField
from stations.models import Activity, PlanItem, Station
from stations.workflow import Asked, Planned, Said
from stations.workflow.minutes import ROUTES

BREAK = re.compile(r"[\n,，、;；]+")
SPEAKERS = (
    *(Capacity.RESIDENT, Capacity.GRID, Capacity.COUNTY_DEPUTY, Capacity.TOWN_DEPUTY, Capacity.CITY_DEPUTY),
    *(Capacity.PROVINCE_DEPUTY, Capacity.NATION_DEPUTY, Capacity.ADVISER, Capacity.REPORTER),
    *(Capacity.COLLECTOR, Capacity.TOWN_NPC),
)


def names_in(text: str) -> list[str]:
    """The names of a pasted list, one a line or with commas, once each."""
    return list(dict.fromkeys(one for part in BREAK.split(text) if (one := "".join(part.split()))))


class ActivityForm(PortalForm):
    """What, when, where; in whose name, for which group or item of a plan."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organiser = forms.ModelChoiceField(Unit.objects.none(), label="由谁组织", empty_label=None)
    kind = forms.ChoiceField(label="什么活动", choices=[("", "请选择"), *ActivityKind.choices])
    theme = forms.CharField(label="主题", max_length=80, help_text="如：汛前排水设施调研。")
    held_on = CnDateField(label="日期")
    starts_at = CnTimeField(label="几点开始")
    ends_at = CnTimeField(example="11:30", label="到几点", required=False, help_text="选填。")
    place = forms.CharField(label="地点", max_length=80)
    group = forms.ModelChoiceField(
        ActivityGroup.objects.none(), label="哪个小组的活动", required=False, empty_label="不是小组活动"
    )
    item = forms.ModelChoiceField(
        PlanItem.objects.none(), label="年度计划里的哪一项", required=False, empty_label="计划以外的"
    )
    station = forms.ModelChoiceField(
        Station.objects.none(), label="在哪个站举行", required=False, empty_label="不在站里"
    )
    plan = TextAreaField(
        label="怎样安排",
        rows=4,
        required=False,
        draft=True,
        help_text="选填：先看什么、再谈什么、要带什么。收到邀请的人看得到。",
    )

    def __init__(
        self, *args: Any, user: User, activity: Activity | None = None, group: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        self.initial.setdefault("client_id", uuid4())
        self._offer(user, group)
        if activity is not None:
            self.drop("organiser")
            names = ("kind", "theme", "held_on", "starts_at", "ends_at", "place", "group", "item", "station", "plan")
            self.initial.update({name: getattr(activity, name) for name in (*names, "version", "client_id")})

    def _offer(self, user: User, group: Any) -> None:
        """What this person may choose; what leaves no choice is not asked."""
        rows = {
            "organiser": reports.organisers_of(user, group or (self.activity.group if self.activity else None)),
            "group": reports.groups_to_plan(user),
            "item": reports.items_to_carry_out(user),
            "station": Station.objects.visible_to(user).select_related("unit"),
        }
        for name, found in rows.items():
            choices_of(self, name).queryset = found
            if name != "organiser" and not found[:1]:
                self.drop(name)
        first = rows["organiser"].first()
        self.initial.setdefault("organiser", first)
        if first is not None and self.activity is None:
            self.initial.setdefault("station", reports.station_of_unit(first))
        if len(rows["organiser"][:2]) == 1:
            self.fields["organiser"].widget = forms.HiddenInput()

    def planned(self) -> Planned:
        """What `plan_activity` and `change_activity` take."""
        names = ("kind", "theme", "held_on", "starts_at", "ends_at", "place", "plan", "group", "item", "station")
        facts = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Planned(**facts)


class InviteForm(PortalForm):
    """Whom to invite: by sort, by group, by station, by name; and units."""

    audiences = forms.MultipleChoiceField(
        label="按身份请", choices=Audience.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.ModelMultipleChoiceField(
        ActivityGroup.objects.none(), label="按小组请", required=False, widget=forms.CheckboxSelectMultiple
    )
    stations = forms.ModelMultipleChoiceField(
        Station.objects.none(),
        label="请站里的人（站长、副站长、联络员）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = TextAreaField(
        label="单独请的代表", rows=2, required=False, help_text="写姓名，一行一位，也可以用顿号隔开。"
    )
    guests = TextAreaField(
        label="来宾", rows=2, required=False, help_text="不是代表的人，一行一位，写姓名和身份，如：李工（县水利局）。"
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="邀请单位", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        region = activity.organiser.region
        groups = ActivityGroup.objects.filter(region__path__startswith=region.path)
        if activity.group_id:
            groups = groups | ActivityGroup.objects.filter(pk=activity.group_id)
        choices_of(self, "groups").queryset = groups.order_by("region__order", "number")
        stations = Station.objects.filter(unit__region__path__startswith=region.path).select_related("unit")
        choices_of(self, "stations").queryset = stations
        choices_of(self, "units").queryset = reports.units_to_invite(region)
        if not region.units.filter(kind=UnitKind.OFFICE).exists():
            offered = [one for one in Audience.choices if one[0] != Audience.ADVISERS]
            cast("forms.ChoiceField", self.fields["audiences"]).choices = offered

    def clean_names(self) -> list[Deputy]:
        """The deputies of these names; one unknown or borne by two is said, and nothing is saved."""
        found, wrong = reports.deputies_named(self.activity, names_in(self.cleaned_data["names"]))
        if wrong:
            raise ValidationError(wrong)
        return found

    def asked(self) -> Asked:
        """What `invite` takes."""
        data = self.cleaned_data
        guests = [one.strip()[:60] for one in data["guests"].splitlines() if one.strip()]
        lists = {name: list(data[name]) for name in ("audiences", "groups", "stations", "units")}
        return Asked(**lists, deputies=data["names"], guests=guests)


class MinutesForm(PortalForm):
    """The minutes, and which version the page showed."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    text = TextAreaField(
        label="纪要",
        rows=12,
        draft=True,
        strip=False,
        error_messages={"required": "请写几句纪要：说了什么、定了什么。"},
    )


class FileForm(PortalForm):
    """A photo, a material or the signed sheet; a photo is drawn anew."""

    purpose = forms.ChoiceField(label="这是什么", choices=FilePurpose.choices)
    file = UploadField(label="文件", help_text="照片里的拍摄地点会自动去掉。不要求必须有照片。")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is None or cleaned.get("purpose") != FilePurpose.PHOTO:
            return cleaned
        if not file.content_type.startswith("image/"):
            self.add_error("file", "这不是照片。文件请选“材料”再传。")
            return cleaned
        try:
            cleaned["file"] = drawn_anew(file)
        except ValidationError as error:
            self.add_error("file", error)
        return cleaned


class ReasonForm(PortalForm):
    """One sentence why."""

    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写一句原因。"})


class AnswerForm(PortalForm):
    """A word with “能参加” or “不能参加”; which of the two is the button pressed."""

    word = forms.CharField(label="捎一句话", max_length=120, required=False, help_text="选填，只有组织的人看得到。")


class SpeakerForm(PortalForm):
    """Who spoke at an activity: a deputy of its list, or somebody else by capacity."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    deputy = forms.ModelChoiceField(
        Deputy.objects.none(), label="名单里的代表说的", required=False, empty_label="不是名单里的代表"
    )
    name = forms.CharField(label="谁说的", max_length=40, required=False, help_text="群众不愿留姓名的，可以不填。")
    capacity = forms.ChoiceField(label="身份", choices=[(one.value, one.label) for one in SPEAKERS])
    secrecy = forms.BooleanField(label="要求保密：不让承办单位知道是谁说的", required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid4())
        here = activity.invitations.filter(deputy__isnull=False).values("deputy_id")
        choices_of(self, "deputy").queryset = Deputy.objects.filter(pk__in=here).order_by("initials")

    def contributor(self) -> Contributor:
        """Who said it, not saved yet."""
        data = self.cleaned_data
        deputy = data["deputy"]
        name = deputy.name if deputy else data["name"].strip()
        capacity = reports.capacity_of(deputy) if deputy else data["capacity"]
        return Contributor.named(name, capacity, deputy=deputy, secrecy=data["secrecy"])


class SaidForm(SpeakerForm):
    """What somebody said at the activity, on its way into the ledger."""

    category = forms.ModelChoiceField(Category.objects.none(), label="哪一类", required=False, empty_label="先不分类")
    original = TextAreaField(
        label="照原话记", rows=4, draft=True, strip=False, error_messages={"required": "请照原话记下说的事。"}
    )
    summary = forms.CharField(label="一句话概括", max_length=120, required=False, help_text="选填，方便以后查找。")
    route = forms.ChoiceField(
        label="怎么处理",
        choices=[(one.value, one.label) for one in ROUTES],
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么处理。"},
    )
    answer = TextAreaField(label="怎样答复的", rows=2, required=False, help_text="选“当场答复”的要写。")

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, activity=activity, **kwargs)
        choices_of(self, "category").queryset = Category.objects.filter(is_active=True, parent=None)
        if activity.station is None:
            kept = [one for one in ROUTES if one != Route.STATION]
            cast("forms.ChoiceField", self.fields["route"]).choices = [(one.value, one.label) for one in kept]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(data["original"], data["summary"], data["category"])
