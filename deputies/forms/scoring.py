"""The shape of what is typed about schemes, rounds, marks and appeals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from accounts.choices import RegionLevel
from accounts.models import Region, Unit
from common.forms import CnDateField, Picks, PortalForm, TextAreaField, choices_of
from deputies.choices import AppealOutcome, DutyKind, DutyPart, Rater
from deputies.models import ScoreRule
from deputies.scoring import FORM, Variant
from deputies.workflow.schemes import RuleFacts

VARIANTS = (1, 2, 3)
YEARS: dict[str, Any] = {"min_value": 2000, "max_value": 2999}
WHOLE_YEAR: dict[str, Any] = {"min_value": Decimal(0), "max_digits": 5, "decimal_places": 1}


def all_kinds() -> list[tuple[str, Any]]:
    """Every kind under its part of the file."""
    return [
        (str(part.label), [(kind, DutyKind(kind).label) for kind in DutyPart.KINDS[part.value]]) for part in DutyPart
    ]


class SchemeForm(PortalForm):
    """For which year a draft is made."""

    year = forms.IntegerField(label="年度", **YEARS)


class RuleForm(PortalForm):
    """One item of a scheme, with up to three kinds counted by points of their own."""

    name = forms.CharField(label="项目", max_length=40)
    kinds = forms.MultipleChoiceField(
        label="合并计算的类别", choices=all_kinds, required=False, widget=forms.CheckboxSelectMultiple
    )
    first = forms.DecimalField(label="第一次几分", **WHOLE_YEAR)
    each_more = forms.DecimalField(label="以后每次几分", **WHOLE_YEAR)
    cap = forms.DecimalField(label="全年上限", **WHOLE_YEAR)
    is_special = forms.BooleanField(label="另计，不在合计里", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = []
        for number in VARIANTS:
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label="类别", choices=[("", "没有"), *all_kinds()], required=False
            )
            self.fields[f"first{number}"] = forms.DecimalField(label="第一次几分", required=False, **WHOLE_YEAR)
            self.fields[f"more{number}"] = forms.DecimalField(label="以后每次几分", required=False, **WHOLE_YEAR)
            self.fields[f"cap{number}"] = forms.DecimalField(label="上限", required=False, **WHOLE_YEAR)
            names.append([f"{part}{number}" for part in ("kind", "first", "more", "cap")])
        own = [Fieldset(f"另行计分的类别（{number}）", *row) for number, row in zip(VARIANTS, names, strict=True)]
        self.helper.layout = Layout("name", "kinds", "first", "each_more", "cap", "is_special", *own)

    def clean(self) -> dict[str, Any]:
        """A kind of its own needs its numbers."""
        data = super().clean() or {}
        for number in VARIANTS:
            if data.get(f"kind{number}") and (data.get(f"first{number}") is None or data.get(f"cap{number}") is None):
                self.add_error(f"first{number}", "另行计分的类别，第一次的分数和上限都要填。")
        return data

    def facts(self) -> RuleFacts:
        """What the verb takes."""
        data = self.cleaned_data
        variants = [
            Variant(data[f"kind{n}"], data[f"first{n}"], data[f"more{n}"] or Decimal(0), data[f"cap{n}"])
            for n in VARIANTS
            if data[f"kind{n}"]
        ]
        names = ("name", "first", "each_more", "cap", "is_special")
        return RuleFacts(
            **{name: data[name] for name in names}, kinds=tuple(data["kinds"]), variants=tuple(variants)
        )


def facts_of(rule: ScoreRule) -> dict[str, Any]:
    """What the form shows of an item that is there."""
    shown: dict[str, Any] = {
        name: getattr(rule, name) for name in ("name", "kinds", "first", "each_more", "cap", "is_special")
    }
    for number, one in zip(VARIANTS, rule.variants.all(), strict=False):
        shown |= {f"kind{number}": one.kind, f"first{number}": one.first, f"more{number}": one.each_more}
        shown[f"cap{number}"] = one.cap
    return shown


class BatchForm(PortalForm):
    """For which year and place a round is opened, and how high each column goes at most."""

    year = forms.IntegerField(label="年度", **YEARS)
    region = forms.ModelChoiceField(Region.objects.none(), label="评定范围", empty_label="请选择")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Region.objects.filter(path__startswith=unit.region.path).exclude(level=RegionLevel.VILLAGE)
        choices_of(self, "region").queryset = places.order_by("path")
        for key, part, name, most in FORM:
            self.fields[key] = forms.IntegerField(
                label=f"{part}：{name}，最高几分", min_value=0, max_value=100, initial=most
            )
        self.helper.layout = Layout(*self.fields)

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        return {"year": data["year"], "region": data["region"], "maxima": {key: data[key] for key, *_ in FORM}}


class TellForm(PortalForm):
    """Until when the deputies may appeal."""

    appeal_until = CnDateField(label="申诉截止日期（含当日）")


class CancelForm(PortalForm):
    """Why a round is taken back."""

    note = TextAreaField(label="为什么撤销", rows=2, max_length=200)


class CloseForm(PortalForm):
    """That a round ends; where sheets are 没评齐, a tick that names how many. It is good for that number alone."""

    def __init__(self, *args: Any, unrated: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unrated:
            self.fields["sure"] = forms.MultipleChoiceField(
                label=f"还有 {unrated} 人没评齐",
                choices=[(str(unrated), f"我知道这 {unrated} 人定稿后写明“没评齐”，不作结果")],
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "required": f"还有 {unrated} 人没评齐。确实要结束的，请勾选确认。",
                    "invalid_choice": f"没评齐的人数变了，现在是 {unrated} 人。请再看一遍，再勾选。",
                },
            )

    def unrated(self) -> int:
        """How many sheets without a result the person has said yes to."""
        return int(self.cleaned_data["sure"][0]) if "sure" in self.fields else 0


class MarksForm(PortalForm):
    """The marks of one rater; nothing is filled in beforehand."""

    rater = forms.ChoiceField(label="以哪一方评分", choices=())

    def __init__(
        self, *args: Any, raters: Sequence[str], columns: Sequence[Mapping[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rater"]
        named = [(one, Rater(one).label) for one in raters]
        field.choices = named if len(raters) == 1 else [("", "请选择"), *named]  # type: ignore[attr-defined]
        if len(raters) == 1:
            field.widget, field.initial = forms.HiddenInput(), raters[0]
        for column in columns:
            most = column["most"]
            self.fields[column["key"]] = forms.IntegerField(
                label=f"{column['part']}：{column['name']}（最高 {most} 分）",
                min_value=0,
                max_value=most,
                error_messages={
                    "max_value": f"“{column['name']}”最高 {most} 分。",
                    "min_value": "不能小于 0。",
                    "required": f"请给“{column['name']}”评分。",
                },
            )
        self.keys = [column["key"] for column in columns]
        self.helper.layout = Layout(*self.fields)

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        return {"rater": data["rater"], "marks": {key: data[key] for key in self.keys}}


class AppealForm(PortalForm):
    """What is wrong with one's sheet."""

    words = TextAreaField(label="哪一条不对，为什么", rows=3, max_length=300)


class AnswerForm(PortalForm):
    """What becomes of an appeal."""

    outcome = forms.ChoiceField(
        label="怎么处理",
        choices=AppealOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么处理。"},
    )
    redo = forms.ChoiceField(
        label="哪一方重评", choices=[("", "不用重评"), *Rater.choices], required=False, help_text="申诉成立才用填。"
    )
    answer = TextAreaField(label="答复代表", rows=2, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Picks("outcome", css="picks-2"), "redo", "answer")
