"""What is typed about a paper register: which reception it belongs to, its rows, and that it is finished."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import PortalForm, UploadsField
from stations.forms.receptions import MORE, ReceptionForm, VisitForm

PHOTOS: dict[str, Any] = {
    "kinds": ("pdf", "image"),
    "accept": "image/*,application/pdf",
    "help_text": "可以一次选几张。手机上点这里就能拍。照片、PDF 都行。",
}


class PaperForm(ReceptionForm):
    """The photos, and which reception they belong to."""

    photos = UploadsField(label="登记表的照片", **PHOTOS)
    field_order = ("photos", "held_on", "started_at", "ended_at", "deputies")

    def reception_facts(self) -> dict[str, Any]:
        """What `record_reception` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photos"}


class PhotosForm(PortalForm):
    """More photos of the same register."""

    photos = UploadsField(label="再传几张", **PHOTOS)


class RowForm(VisitForm):
    """One row of the register: as a visit, without what no row has room for."""

    LEFT_OUT = (*MORE, "summary", "sealed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LEFT_OUT:
            self.drop(name)
        self.fields["original"].widget.attrs["rows"] = 3
        self.fields["answer"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("sealed"):
            raise ValidationError("只报县里的，请在“再登记一位”里登记。")
        return cleaned | {"summary": "", "sealed": False, **dict.fromkeys(MORE, "")}


class FinishForm(PortalForm):
    """How many rows stand on the paper; and why, where not all of them were entered."""

    row_count = forms.IntegerField(
        label="登记表上一共几行",
        min_value=0,
        max_value=500,
        error_messages={"required": "请数一数登记表上一共几行。", "invalid": "行数只写数字，如 6。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
    )
    note = forms.CharField(
        label="行数和录入的不一样时，写一句为什么",
        max_length=120,
        required=False,
        help_text="如：第 3 行只报县里，另外登记了；第 5 行划掉了。",
    )
