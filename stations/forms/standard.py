"""What is typed about the checklist, and what a check found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from common.forms import CnDateField, Picks, PortalForm, TextAreaField, UploadField
from stations.choices import CheckKind, StationGrade
from stations.models import CheckResult, StandardItem, StationCheck
from stations.workflow import Finding

YES, NO = "yes", "no"


class ItemForm(PortalForm):
    """One more item."""

    group = forms.CharField(label="哪一类", max_length=20, help_text="如：六有、八有、本地标准。")
    wording = forms.CharField(label="要做到什么", max_length=120)
    is_required = forms.BooleanField(label="必须做到", required=False)


class ItemEndForm(PortalForm):
    """No longer asked about."""

    on = CnDateField(label="问到哪一天为止")


class CheckForm(PortalForm):
    """Yes or no to every item, nothing preselected, with words where there is something to say."""

    on = CnDateField(label="哪天查的")
    inspectors = forms.CharField(label="检查的人", max_length=80, help_text="如：县人大常委会选工委周敏、李强。")
    words = TextAreaField(label="总的说一说", rows=2, max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        items: Sequence[StandardItem],
        kind: str,
        before: StationCheck | None = None,
        found: Mapping[int, CheckResult] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        shelves: dict[str, list[Any]] = {}
        for item in items:
            known = (found or {}).get(item.pk)
            self._ask(item, known)
            shelves.setdefault(item.group, []).append(
                Div(Picks(f"met_{item.pk}", css="picks-2"), f"words_{item.pk}", css_class="mb-3")
            )
        groups = [Fieldset(name, *rows) for name, rows in shelves.items()]
        top = ["on", "inspectors"] if kind == CheckKind.INSPECTION else ["on"]
        if kind != CheckKind.INSPECTION:
            del self.fields["inspectors"]
        if before:
            seen = {"version": before.version, "words": before.words, "inspectors": before.inspectors}
            self.initial = {**self.initial, **seen}
        self.helper.layout = Layout("version", *top, *groups, "words")

    def _ask(self, item: StandardItem, known: CheckResult | None) -> None:
        self.fields[f"met_{item.pk}"] = forms.ChoiceField(
            label=item.wording + ("" if item.is_required else "（有更好）"),
            choices=[(YES, "是，做到了"), (NO, "否，还没有")],
            widget=forms.RadioSelect,
            initial=(YES if known.is_met else NO) if known else None,
            error_messages={"required": "这一条还没有选“是”或者“否”。"},
        )
        self.fields[f"words_{item.pk}"] = forms.CharField(
            label="说明（可以不写）", max_length=200, required=False, initial=known.words if known else ""
        )

    def facts(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is said of the check as a whole."""
        known = {"on": data["on"], "words": data["words"], "version": data["version"] or 0}
        return {**known, "inspectors": data.get("inspectors", "")}

    def findings(self) -> dict[int, Finding]:
        """What was found, item by item."""
        data = self.cleaned_data
        return {one.pk: Finding(data[f"met_{one.pk}"] == YES, data[f"words_{one.pk}"]) for one in self.items}


class RemedyForm(PortalForm):
    """What was missing is there now."""

    on = CnDateField(label="哪天补上的")
    words = forms.CharField(label="怎样补上的", max_length=200, error_messages={"required": "请写一句怎样补上的。"})


class GradeForm(PortalForm):
    """The grade that staff give."""

    grade = forms.ChoiceField(
        label="等次",
        choices=StationGrade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个等次。"},
    )
    since = CnDateField(label="哪天评定的")
    document = forms.CharField(label="文件", max_length=60, required=False)


class PhotoForm(PortalForm):
    """A photo beside a result."""

    file = UploadField(label="照片", kinds=("image",))
