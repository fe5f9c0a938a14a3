"""What is chosen and typed on the board of 归并 and on a matter's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.db.models import Q

from accounts.models import Unit, User
from common.forms import Picks, PortalForm, TextAreaField, choices_of
from common.search import matching
from opinions.choices import Capacity, Destination, Intent, OpinionStatus, UnitRole
from opinions.models import Category, HandlingRule, Matter, Occasion, Topic
from opinions.reports.board import Board
from opinions.reports.choice import AT_ONCE, Choice
from opinions.workflow.decision import Decision

SHOW = [
    (OpinionStatus.WAITING.value, "待归并"),
    (OpinionStatus.MERGED.value, "已归并"),
    (OpinionStatus.NOT_ASSIGNED.value, "不交办"),
    ("all", "全部"),
]
TICKED = "ticked"
UNDECIDED = "undecided"


class BoardFilter(forms.Form):
    """Which opinions and which matters are shown. Ignores nonsense, never raises.

    With a `choice` what is ticked can be looked at by itself, whatever else narrows the list.
    """

    q = forms.CharField(label="找意见", max_length=60, required=False)
    show = forms.ChoiceField(label="状态", choices=SHOW, required=False)
    sitting = forms.ModelChoiceField(Occasion.objects.none(), label="来自哪个组", required=False, empty_label="各组")
    topic = forms.ModelChoiceField(Topic.objects.none(), label="议题", required=False, empty_label="全部议题")
    intent = forms.ChoiceField(label="意见类型", choices=[("", "全部类型"), *Intent.choices], required=False)
    capacity = forms.ChoiceField(label="身份", choices=[("", "各种身份"), *Capacity.choices], required=False)
    mq = forms.CharField(label="找事项", max_length=60, required=False)
    dest = forms.ChoiceField(
        label="去向",
        choices=[("", "全部去向"), (UNDECIDED, "待定去向"), *Destination.choices],
        required=False,
    )

    def __init__(self, params: Mapping[str, Any], *, board: Board, choice: Choice | None = None) -> None:
        super().__init__(params)
        self.choice = choice
        if choice is not None and (choice.rows or params.get("show") == TICKED):
            show: Any = self.fields["show"]
            show.choices = [*SHOW, (TICKED, "已选的")]
        if board.occasion:
            root = board.occasion.pk
            choices_of(self, "sitting").queryset = Occasion.objects.filter(Q(pk=root) | Q(parent=root)).order_by("id")
            topics = Topic.objects.filter(Q(occasion=root) | Q(occasion__parent=root))
            choices_of(self, "topic").queryset = topics.select_related("parent").order_by("parent_id", "order", "id")
        else:
            del self.fields["sitting"], self.fields["topic"]
        self.is_valid()
        self.shown = self.cleaned_data.get("show") or OpinionStatus.WAITING.value

    def opinions(self, rows: Any) -> Any:
        data = self.cleaned_data
        if self.choice is not None and self.shown == TICKED:
            return rows.filter(pk__in=self.choice.ids)
        if self.shown != "all":
            rows = rows.filter(status=self.shown)
        if data.get("sitting"):
            rows = rows.filter(occasion=data["sitting"])
        if topic := data.get("topic"):
            rows = rows.filter(Q(topic=topic) | Q(topic__parent=topic))
        if data.get("intent"):
            rows = rows.filter(intent=data["intent"])
        if data.get("capacity"):
            rows = rows.filter(contributor__capacity=data["capacity"])
        return matching(rows, data.get("q") or "")

    def matters(self, rows: Any) -> Any:
        if dest := self.cleaned_data.get("dest"):
            rows = rows.filter(destination="" if dest == UNDECIDED else dest)
        return matching(rows, self.cleaned_data.get("mq") or "")

    def selects(self) -> list[forms.BoundField]:
        """The choices beside the words, those that this board has."""
        return [self[name] for name in ("sitting", "topic", "intent", "capacity") if name in self.fields]

    @property
    def narrowed(self) -> bool:
        """Whether the list of opinions is narrowed beyond its status."""
        return self.shown != TICKED and bool(self.cleaned_data.get("q") or self.narrowed_by_choice)

    @property
    def narrowed_by_choice(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("sitting", "topic", "intent", "capacity"))


class ChosenForm(PortalForm):
    """An act on what is ticked on a board (`reports.choice`): all of it is still as it was seen, or nothing is done."""

    def __init__(self, *args: Any, choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        choice = self.choice
        wrong = [*choice.gone]
        if choice.gone and choice.rows:
            wrong.append(f"其余 {len(choice.rows)} 条都还选着；要继续，请再点一次。")
        if choice.cut:
            wrong.append(f"一次最多选 {AT_ONCE} 条，多出的没有选上。请先归并这些。")
        if not choice.rows and not wrong:
            wrong.append("请先选中意见。")
        if wrong:
            raise forms.ValidationError(wrong)
        return {**data, "opinion": choice.rows}


def _title() -> forms.CharField:
    return forms.CharField(label="新事项名称", max_length=80, error_messages={"required": "请给这个事项起个名称。"})


class CreateForm(ChosenForm):
    """A new matter of what is ticked."""

    title = _title()


class MergeForm(ChosenForm):
    into: Any = forms.ModelChoiceField(
        None,
        label="并入的事项",
        error_messages={"required": "请选并入哪个事项。", "invalid_choice": "这个事项已经不在这里，请刷新。"},
    )

    def __init__(self, *args: Any, matters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "into").queryset = matters.select_related("unit__region", "rule")


class DeclineForm(ChosenForm):
    reason = forms.CharField(label="不交办的理由", max_length=200, error_messages={"required": "不交办要写明理由。"})


class PickForm(PortalForm):
    """Opinions ticked on a page; `rows` are those that may be."""

    opinion: Any = forms.ModelMultipleChoiceField(None, label="意见", error_messages={"required": "请先选中意见。"})

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "opinion").queryset = rows
        self.fields["opinion"].error_messages["invalid_choice"] = "选中的意见有的已经不在这里，请刷新。"

    def clean_opinion(self) -> Any:
        rows = self.cleaned_data["opinion"].select_related("region", "contributor__deputy")
        found = list(rows[: AT_ONCE + 1])
        if len(found) > AT_ONCE:
            raise forms.ValidationError(f"一次最多选 {AT_ONCE} 条，请分几次归并。")
        return found

    @property
    def picked(self) -> set[str]:
        """The ids ticked, for drawing the page again."""
        return set(self.data.getlist("opinion")) if hasattr(self.data, "getlist") else set()


class SplitForm(PickForm):
    """A new matter of some opinions of another."""

    title = _title()


class MoveForm(PickForm):
    target: Any = forms.ModelChoiceField(
        None, label="移到哪个事项", empty_label="请选事项", error_messages={"required": "请选移到哪个事项。"}
    )

    def __init__(self, *args: Any, matters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "target").queryset = matters.select_related("unit__region")


class DecideForm(PortalForm):
    """定去向: the matter's wording, where it goes and who does it. Nothing is preselected."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="事项名称", max_length=80)
    wording = TextAreaField(
        label="意见建议内容", rows=4, draft=True, required=False, max_length=4000, help_text="印在清单上，交办的必填。"
    )
    demand = TextAreaField(label="办理要求", rows=2, draft=True, required=False, max_length=2000)
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True), label="类别", required=False, empty_label="未分类"
    )
    destination = forms.ChoiceField(
        label="去向",
        choices=Destination.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选去向。"},
        help_text="对草案条文的意见转法制委、法工委修改草案，不交给单位办。涉及党委部门职责的，报告市委（党委）。",
    )
    reason = forms.CharField(label="理由或说明", max_length=200, required=False, help_text="不交办的必填。")
    leads = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="主办单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选几个就是分办，各自答复。",
    )
    cos = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="协办单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    rule = forms.ModelChoiceField(HandlingRule.objects.all(), label="按什么规则办理", empty_label=None)

    def __init__(self, *args: Any, matter: Matter, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = user.scopes.in_region("region__path", "staff")
        units = Unit.objects.may_lead().filter(paths)
        names = [(unit.pk, str(unit)) for unit in units]
        for field in (choices_of(self, "leads"), choices_of(self, "cos")):
            field.queryset = units
            field.choices = names  # read once for both
        rules: Any = self.fields["rule"]  # its choices are rows here
        # a required select looks at its first choice apart: one more query of a queryset
        rules.choices = [(rule.pk, str(rule)) for rule in rules.queryset]
        self.initial = {**decision_of(matter), **self.initial}
        boxed = {"css_class": "unit-boxes", "wrapper_class": "unit-pick"}
        self.helper.layout = Layout(
            "version",
            "title",
            "wording",
            "demand",
            Picks("destination"),
            "reason",
            Div(Field("leads", **boxed), Field("cos", **boxed), css_class="unit-columns"),
            Div(Div("category"), Div("rule"), css_class="grid-2"),
        )

    def facts(self) -> dict[str, Any]:
        """What the verb takes: the decision, and the version the page showed."""
        typed = dict(self.cleaned_data)
        return {"version": typed.pop("version"), "decision": Decision(**typed)}


def decision_of(matter: Matter) -> dict[str, Any]:
    """The matter as it stands, in the names of the form."""
    units = list(matter.matter_units.all())
    return {
        "version": matter.version,
        "title": matter.title,
        "wording": matter.wording,
        "demand": matter.demand,
        "category": matter.category_id,
        "destination": matter.destination,
        "reason": matter.reason,
        "rule": matter.rule_id,
        "leads": [u.unit_id for u in units if u.role == UnitRole.LEAD],
        "cos": [u.unit_id for u in units if u.role == UnitRole.CO],
    }
