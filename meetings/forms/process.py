"""What is typed when a process is written down, a step is settled, papers are handed out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.choices import Role
from accounts.models import Region, Unit, User
from common.forms import CnDateField, Picks, PortalForm, TextAreaField, UploadField, choices_of
from meetings.actions.examples import EXAMPLES
from meetings.actions.preparation import default_choice
from meetings.choices import ApprovalBody, ApprovalResult, PaperKind, StepKind, StepOwner
from meetings.models import ProcessTemplate, TemplateStep
from meetings.models.process import FARTHEST
from meetings.reports import Shelf

BEFORE, AFTER = "before", "after"
OF_WHOM = ("title", "kind", "body", "owner", "owner_unit", "owner_name")


def process_choices(regions: list[Region]) -> list[tuple[str, str]]:
    """The templates in use of `regions`, and the examples of which a place has no copy yet."""
    own = ProcessTemplate.objects.filter(region__in=regions, is_used=True).select_related("region").order_by("id")
    known = set(ProcessTemplate.objects.filter(region__in=regions).values_list("name", flat=True))
    many = len(regions) > 1
    found = [(str(one.pk), f"{one.region.name}：{one.name}" if many else one.name) for one in own]
    found += [(key, f"示例：{one.name}") for key, one in EXAMPLES.items() if many or one.name not in known]
    return [("auto", "按单位的级别自动选"), *found] if many else found


def offer_processes(form: PortalForm, units: QuerySet[Unit]) -> None:
    """Let the form `process` choose; what fits the level of the unit's place is chosen already."""
    regions = list(dict.fromkeys(unit.region for unit in units))
    field: Any = form.fields["process"]
    field.choices = [*process_choices(regions), ("", "先不排，以后再选")]
    field.initial = "auto" if len(regions) > 1 else default_choice(regions[0]) if regions else ""


class BeginForm(PortalForm):
    """A process for a meeting that has none yet."""

    process = forms.ChoiceField(label="按哪个会务流程筹备")

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["process"]
        field.choices, field.initial = process_choices([region]), default_choice(region)


class TemplateForm(PortalForm):
    """What a process is called, and for which kind of committee."""

    region = forms.ModelChoiceField(Region.objects.none(), label="哪个地方的", empty_label=None)
    name = forms.CharField(label="名称", max_length=60)
    has_secretary = forms.BooleanField(
        label="有秘书长", required=False, help_text="省、市有秘书长；县（区）没有，不经秘书长联席会议。"
    )
    is_used = forms.BooleanField(
        label="在用", required=False, help_text="停用以后，新会议不能再选；已经在筹备的会议不受影响。"
    )

    def __init__(self, *args: Any, user: User, template: ProcessTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if template is not None:
            self.drop("region")
            return
        self.drop("is_used")
        own = Region.objects.filter(pk__in=[one.region_id for one in user.scopes.items if one.role == Role.STAFF])
        choices_of(self, "region").queryset = own.order_by("path")


class StepFactsForm(PortalForm):
    """What a step is, of a process or of one meeting."""

    title = forms.CharField(label="做什么", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=StepKind.choices)
    body = forms.ChoiceField(
        label="由谁审批",
        choices=[("", "不是审批"), *ApprovalBody.choices],
        required=False,
        help_text="类别是“请示和审批”的要选。",
    )
    owner = forms.ChoiceField(label="谁来办", choices=StepOwner.choices)
    owner_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="其他单位（从单位库选）", required=False, empty_label="不在单位库里"
    )
    owner_name = forms.CharField(
        label="其他单位（写名称）", max_length=40, required=False, help_text="如“报告机关”“市委办公室”。"
    )
    basis = forms.CharField(
        label="依据", max_length=120, required=False, help_text="法条或者本地规定；没有的写“本地做法”。"
    )
    how = TextAreaField(label="怎样办", max_length=200, required=False)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Unit.objects.active().filter(region=region).order_by("order", "id")
        choices_of(self, "owner_unit").queryset = own


class TemplateStepForm(StepFactsForm):
    """One step of a process."""

    side = forms.ChoiceField(label="会前还是会后", choices=[(BEFORE, "会前"), (AFTER, "闭会后")])
    days = forms.IntegerField(
        label="几天", min_value=0, max_value=FARTHEST, help_text="会前从开会那天往回数，当日不计。"
    )
    in_workdays = forms.TypedChoiceField(
        label="怎样数", choices=[("0", "按日历天"), ("1", "按工作日")], coerce=lambda value: value == "1"
    )
    field_order = (*OF_WHOM, "side", "days", "in_workdays")

    @staticmethod
    def initial_of(step: TemplateStep) -> dict[str, Any]:
        """What the form shows of a step that is there."""
        names = ("title", "kind", "body", "owner", "owner_unit", "owner_name", "basis", "how")
        days = {"side": BEFORE if step.offset < 0 else AFTER, "days": abs(step.offset)}
        return {name: getattr(step, name) for name in names} | days | {"in_workdays": "1" if step.in_workdays else "0"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        side, days = data.pop("side", AFTER), data.pop("days", None)
        if side == BEFORE and days == 0:
            self.add_error("days", "会前至少写 1 天。")
        data["offset"] = -(days or 0) if side == BEFORE else days or 0
        return data


class MeetingStepForm(StepFactsForm):
    """One more step, for this meeting alone."""

    due_on = CnDateField(label="最迟哪天", help_text="含当日。会议改期时，照离会议的天数跟着重算。")
    field_order = (*OF_WHOM, "due_on")


class StepDayForm(PortalForm):
    """Another last day, and why."""

    due_on = CnDateField(label="改到哪天")
    note = forms.CharField(label="为什么改", max_length=200)


class PaperTextForm(PortalForm):
    """The wording of a standard paper, and which version the writer had before them."""

    body = TextAreaField(label="正文", rows=18, draft=True, help_text="可以从 Word 里粘贴，一段一行。")
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SettleForm(PortalForm):
    """A step is done: on which day, on which paper."""

    on = CnDateField(label="哪天办的")
    number = forms.CharField(label="文号或纪要名称", max_length=60, required=False)
    upload = UploadField(label="文件", required=False, help_text="PDF、图片、Word 或 Excel。")
    note = forms.CharField(label="说明", max_length=200, required=False)


class DecideForm(SettleForm):
    """What a body decided. Nothing is chosen beforehand."""

    result = forms.ChoiceField(label="审批结果", choices=ApprovalResult.choices, widget=forms.RadioSelect)
    field_order = ("result", "on", "number", "upload", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "哪天定的"
        self.fields["number"].help_text = "如“主任会议纪要第12期”。同意、不同意的，文号和文件至少有一样。"
        self.fields["note"].help_text = "不同意、修改后再报的，写清楚为什么、要改什么。"
        self.helper.layout.fields[:] = [Picks("result"), "on", "number", "upload", "note"]


class ReasonForm(PortalForm):
    """A reason in one sentence."""

    note = forms.CharField(label="为什么", max_length=200)


class StepFileForm(PortalForm):
    """One more paper of a step."""

    upload = UploadField(label="文件", help_text="PDF、图片、Word 或 Excel。")


class HandForm(PortalForm):
    """Which papers go out now, and who is at work without an account."""

    kinds = forms.MultipleChoiceField(
        label="发哪几份",
        choices=PaperKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请先勾选要发的材料。"},
    )
    names = TextAreaField(
        label="没有账号的工作人员", required=False, help_text="一行写一个姓名。发纸质材料，发了以后在名单里登记。"
    )

    def __init__(self, *args: Any, shelves: list[Shelf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kinds"]
        field.choices = [(one.kind, one.label) for one in shelves if one.newest is not None]

    def clean_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
