"""The shape of what is typed while a roster comes in or goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from accounts.models import Region, User
from common.forms import CnDateField, PortalForm, choices_of
from common.text import redact
from common.xlsx import shown
from common.xlsx.guard import MB
from common.xlsx.sheets import Fault
from common.xlsx.tables import Heading, Table
from deputies.choices import Level
from deputies.imports import columns as c
from deputies.imports import drafts
from deputies.imports.people import Question
from deputies.imports.places import kept_by

SAMPLES = 3


class UploadTableForm(PortalForm):
    """A workbook to import."""

    table = forms.FileField(
        label="Excel 文件",
        help_text=f".xlsx 格式，不超过 {drafts.MAX_BYTES // MB} MB、{drafts.MAX_ROWS} 行。标题、合并的表头都不用改。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "请先选择文件。",
            "missing": "请先选择文件。",
            "empty": "这个文件是空的，请重新选择。",
        },
    )

    def clean_table(self) -> Any:
        """Refuses what is far too large before it is read."""
        upload = self.cleaned_data["table"]
        if upload.size > drafts.MAX_BYTES:
            limit = f"{drafts.MAX_BYTES // MB} MB"
            raise ValidationError(f"文件超过 {limit}，请删去图片或分几个文件上传。", code="too_large")
        return upload


class ColumnsForm(PortalForm):
    """Which column of a table is which of ours: one choice for each of its headings."""

    def __init__(self, *args: Any, table: Table, kind: drafts.Kind, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "不导入")] + [(column, names[0]) for column, names in kind.names.items()]
        self.headings = table.headings
        for heading in table.headings:
            self.fields[f"at_{heading.at}"] = forms.ChoiceField(
                label=heading.text,
                choices=choices,
                required=False,
                initial=known.get(str(heading.at), ""),
                help_text=_samples(table, heading),
            )
        self.helper.layout = Layout(Div(*(f"at_{heading.at}" for heading in table.headings), css_class="picks picks-2"))

    def columns(self) -> dict[str, str]:
        """The choice for each column, by its place in the sheet."""
        return {str(heading.at): self.cleaned_data[f"at_{heading.at}"] for heading in self.headings}


class RosterColumnsForm(ColumnsForm):
    """The columns of a roster, and what holds for all of its people."""

    home = forms.ModelChoiceField(
        Region.objects.none(), label="所在乡镇（街道）", required=False, empty_label="按表里写的"
    )
    level = forms.ChoiceField(label="代表层级", required=False, choices=[("", "按表里写的"), *Level.choices])
    term = forms.IntegerField(
        label="届次", required=False, min_value=1, max_value=99, error_messages={"invalid": "请写一个数，如 16。"}
    )
    started_on = CnDateField(label="任职起始", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "home").queryset = kept_by(user)
        says = HTML('<p class="small ink2">表里没有这一列，或者格子空着的，都按这里填的。</p>')
        self.helper.layout.append(Fieldset("整张表都一样的", says, *c.GIVEN))

    def given(self) -> dict[str, Any]:
        """What holds for all rows, as it is stored."""
        data = self.cleaned_data
        home, day = data["home"], data["started_on"]
        return {
            c.HOME: home.pk if home else None,
            c.LEVEL: data["level"],
            c.TERM: data["term"],
            c.STARTED: day.isoformat() if day else None,
        }

    def clean(self) -> None:
        """A level for all rows needs a term for all rows, or a column of terms."""
        data = super().clean() or self.cleaned_data
        if data.get("level") and not data.get("term") and c.TERM not in self.columns().values():
            self.add_error("term", "请写是第几届。")


def _samples(table: Table, heading: Heading) -> str:
    """What stands in the first rows of a column, without telephones and other numbers."""
    rows = (row for number, row in table.rows() if number - 1 not in table.sheet.bands and heading.at < len(row))
    cells = (row[heading.at] for row in rows)
    texts = (redact(_typed(one))[:20] for one in cells if one not in (None, "") and not isinstance(one, Fault))
    return format_html("如：{}", "、".join(text for text, _ in zip(texts, range(SAMPLES), strict=False)))


def _typed(value: Any) -> str:
    """A cell as somebody typed it: 16, not 16.0."""
    known = shown(value)
    return str(int(known)) if isinstance(known, float) and known.is_integer() else str(known)


class AnswersForm(PortalForm):
    """Who the people are who share a name."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"row_{question.row}"] = forms.ChoiceField(
                label=f"第 {question.row} 行 {question.name}（{question.words}）",
                choices=question.options,
                widget=forms.RadioSelect,
                required=False,
            )

    def answers(self) -> dict[str, str]:
        """The answers given, by row."""
        return {name.removeprefix("row_"): value for name, value in self.cleaned_data.items() if value}


class ConfirmForm(PortalForm):
    """What the user has seen and says yes to."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SheetForm(PortalForm):
    """Another sheet of the same workbook."""

    sheet = forms.CharField(max_length=60)


class RosterExportForm(PortalForm):
    """Whether the telephones are to be whole, and why."""

    reason = forms.CharField(
        label="为什么要完整手机号", max_length=120, help_text="会记入审计日志，如：核对换届后的通讯录。"
    )
