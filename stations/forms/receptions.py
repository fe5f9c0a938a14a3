"""What is typed while somebody sits across the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Unit
from common.forms import CnDateField, PortalForm, TextAreaField, UploadField, choices_of
from deputies.choices import Gender
from opinions.choices import Grade
from opinions.models import Category
from stations.choices import Elsewhere, Route
from stations.forms.deputies import DeputiesForm
from stations.forms.fields import CnTimeField
from stations.models import Reception, Station
from stations.validators import clean_phone
from stations.workflow import Handling, Held, Said, Visitor

DRAFT = {"data-draft-field": ""}
MORE = ("original_2", "original_3")


class ReceptionForm(DeputiesForm):
    """When, and which deputies received."""

    held_on = CnDateField(
        label="接待日期", error_messages={"required": "请填接待日期。", "invalid": "日期请写成 2024年9月30日 这样。"}
    )
    started_at = CnTimeField(label="接待时间", error_messages={"required": "请填几点开始接待的。"})
    ended_at = CnTimeField(example="11:30", label="到几点", required=False, help_text="选填。")
    field_order: tuple[str, ...] = ("held_on", "started_at", "ended_at", "deputies")

    def __init__(self, data: Any = None, *, station: Station, on: date, **kwargs: Any) -> None:
        super().__init__(data, station=station, on=self._day(data) or on, **kwargs)
        for name in ("held_on", "started_at", "ended_at"):
            self.fields[name].widget.attrs |= DRAFT

    def _day(self, data: Any) -> date | None:
        """The day that was typed, where it is one: its rota says who stands first."""
        typed = data.get("held_on", "") if data else ""
        try:
            return self.base_fields["held_on"].clean(typed)
        except ValidationError:
            return None


class CorrectForm(DeputiesForm):
    """What was written down wrongly of a reception; those who are on it stand first."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    held_on = CnDateField(label="接待日期")
    started_at = CnTimeField(label="接待时间")
    ended_at = CnTimeField(example="11:30", label="到几点", required=False, help_text="选填。")
    place = forms.CharField(label="接待地点", max_length=80, required=False)
    reason = forms.CharField(
        label="为什么更正",
        max_length=120,
        help_text="写一句就行，如：日期写错了一天；张代表没有到场。",
        error_messages={"required": "请写一句为什么更正。"},
    )
    field_order = ("version", "held_on", "started_at", "ended_at", "place", "deputies", "reason")

    def __init__(self, data: Any = None, *, reception: Reception) -> None:
        own = [one.pk for one in reception.deputies.all()]
        names = ("version", "held_on", "started_at", "ended_at")
        initial = {name: getattr(reception, name) for name in names}
        initial |= {"place": reception.occasion.place, "deputies": own}
        super().__init__(data, station=reception.station, on=reception.held_on, first=own, initial=initial)

    def held(self) -> Held:
        """When, where and by whom, as typed."""
        data = self.cleaned_data
        names = ("held_on", "started_at", "ended_at", "place")
        return Held(**{name: data[name] for name in names}, deputies=frozenset(data["deputies"]))


@dataclass(frozen=True)
class RouteCard:
    """One of the six ways on, as a card."""

    value: str
    label: str
    hint: str
    icon: str
    is_on: bool = False


ROUTES = (
    (Route.SETTLED, "当场答复", "下面写一句怎样答复的", "chat-dots"),
    (Route.STATION, "站内协调", "请村（社区）、物业到站里商量", "people"),
    (Route.TOWNSHIP, "转本乡镇（街道）", "", "signpost-split"),
    (Route.COUNTY, "报县人大", "", "send"),
    (Route.SUGGESTION, "整理成代表建议", "由代表本人修改、签名", "file-earmark-text"),
    (Route.OTHER, "告知其他渠道", "不归这里管的，下面选原因", "info-circle"),
)


class VisitForm(PortalForm):
    """Who came, what they said in their own words, and what becomes of it. Nothing is chosen for anybody."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label="姓名", max_length=40, required=False)
    is_anonymous = forms.BooleanField(label="不愿留姓名，按“匿名”登记", required=False)
    phone = forms.CharField(label="手机号", max_length=30, required=False, help_text="选填，用来告知结果。")
    address = forms.CharField(label="住在哪里", max_length=80, required=False, help_text="选填。")
    gender = forms.ChoiceField(label="性别", choices=[("", "不填"), *Gender.choices], required=False)
    age = forms.IntegerField(
        label="年龄",
        min_value=1,
        max_value=120,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "年龄只写数字，如 56；不知道就空着。"),
    )
    headcount = forms.IntegerField(
        label="来了几个人",
        min_value=1,
        max_value=500,
        initial=1,
        error_messages={
            "required": "请填来了几个人。",
            "invalid": "人数只写数字，如 2。",
            "min_value": "人数至少是 1。",
            "max_value": "人数最多写 500。",
        },
    )
    category = forms.ModelChoiceField(Category.objects.none(), required=False, label="哪一类", empty_label="不选")
    original = TextAreaField(
        label="照原话记", rows=5, draft=True, strip=False, error_messages={"required": "请照原话记下来访人说的事。"}
    )
    original_2 = TextAreaField(label="第二件事，照原话记", rows=3, draft=True, strip=False, required=False)
    original_3 = TextAreaField(label="第三件事，照原话记", rows=3, draft=True, strip=False, required=False)
    summary = forms.CharField(label="一句话概括", max_length=120, required=False, help_text="选填，方便以后查找。")
    route = forms.ChoiceField(
        label="怎么处理", choices=Route.choices, error_messages={"required": "请选怎么处理，六种里选一种。"}
    )
    elsewhere = forms.ChoiceField(
        label="为什么不在这里办", choices=[("", "请选一个原因"), *Elsewhere.choices], required=False
    )
    answer = TextAreaField(
        label="怎样答复的，或者理由",
        rows=2,
        draft=True,
        required=False,
        help_text="“当场答复”写怎样答复的，“告知其他渠道”可以再写几句，其他选填。",
    )
    secrecy = forms.BooleanField(label="要求保密：不让承办单位知道是谁反映的", required=False)
    sealed = forms.BooleanField(label="只报县里", required=False)

    def __init__(self, *args: Any, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.station = station
        self.initial.setdefault("client_id", uuid4())
        choices_of(self, "category").queryset = Category.objects.filter(is_active=True, parent=None)
        for name in ("summary", "answer", "headcount", "secrecy", "sealed", "elsewhere"):
            self.fields[name].widget.attrs |= DRAFT
        for name, attrs in {
            "name": {"autocomplete": "off"},
            "phone": {"autocomplete": "off", "inputmode": "tel"},
            "address": {"autocomplete": "off", "placeholder": "如：东湖社区 3 号楼"},
            "headcount": {"inputmode": "numeric"},
            "age": {"inputmode": "numeric", "autocomplete": "off"},
        }.items():
            self.fields[name].widget.attrs |= attrs

    def route_cards(self) -> list[RouteCard]:
        """The six ways with what each means here; the one chosen is marked."""
        hints = {Route.TOWNSHIP: _named(self.station.township_office), Route.COUNTY: _named(self.station.reports_to)}
        chosen = self["route"].value()
        return [
            RouteCard(value, label, hint or hints.get(value, ""), icon, value == chosen)
            for value, label, hint, icon in ROUTES
        ]

    def is_elsewhere(self) -> bool:
        """Whether the reasons stand open."""
        return self["route"].value() == Route.OTHER or bool(self["elsewhere"].value())

    def places(self) -> list[Elsewhere]:
        """The reasons with the sentence where to go."""
        return list(Elsewhere)

    def more_said(self) -> bool:
        """Whether the second and third box stand open."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_anonymous"):
            cleaned["name"] = ""
        elif not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", ValidationError("请填姓名；不愿留的，请勾“不愿留姓名”。"))
        if cleaned.get("sealed") and "route" not in cleaned and not self.data.get("route"):
            self.errors.pop("route", None)
            cleaned["route"] = Route.COUNTY
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What `record_visit` takes."""
        data = self.cleaned_data
        texts = [data["original"], *(data[name] for name in MORE)]
        summaries = (data["summary"], *("" for _ in MORE))
        said = [Said(text, summary, data["category"]) for text, summary in zip(texts, summaries, strict=True)]
        names = ("name", "phone", "address", "secrecy", "headcount", "gender", "age")
        visitor = Visitor(**{name: data[name] for name in names})
        handling = Handling(data["route"], data["answer"], data["sealed"], data["elsewhere"])
        return {"visitor": visitor, "said": said, "handling": handling, "client_id": data["client_id"]}


def _named(unit: Unit | None) -> str:
    return unit.name if unit else ""


class ScanForm(PortalForm):
    """The signed form, or a photo of the paper register."""

    file = UploadField(label="照片或 PDF", kinds=("pdf", "image"))


class RevealForm(PortalForm):
    """Why somebody looks behind the mask."""

    reason = forms.CharField(label="为什么要看", max_length=120, help_text="会记入审计日志，如：打电话告知办理结果。")


class ProxyRatingForm(PortalForm):
    """What the visitor said about the reply; nothing preselected."""

    attitude = forms.ChoiceField(
        label="办理态度",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选办理态度，满意、基本满意或者不满意。"},
    )
    result = forms.ChoiceField(
        label="办理结果",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选办理结果，满意、基本满意或者不满意。"},
    )
    reason = forms.CharField(label="来访人的原话", max_length=300, required=False, help_text="“不满意”要写原因。")
