"""The one base of our forms, and the fields that read what people here really type."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError

from common.errors import RuleError
from common.files import ALL_KINDS, Accepted, accept_upload
from common.text import cn_date, digits_of


class PortalForm(forms.Form):
    """A form of one action. Its verb saves; the form only reads and keeps what was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for field in self.fields.values():
            field.error_messages.setdefault("required", "这一项要填。")
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = "这一项要填。"

    def drop(self, name: str) -> None:
        """Leave a field out of this form, and out of what is drawn."""
        del self.fields[name]
        self.helper.layout.fields = [field for field in self.helper.layout.fields if field != name]

    def try_verb(self, verb: Callable[[], Any]) -> Any:
        """Call `verb`; a RuleError's sentence goes beside its field. Returns (done, result)."""
        try:
            return True, verb()
        except RuleError as error:
            self.refuse(error)
            return False, error

    def refuse(self, error: RuleError) -> None:
        """Put the rule's sentence beside its field, or above the form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(error))


def choices_of(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Any]:
    """The field `name` of `form`, which chooses among rows; set its `queryset` to what is offered."""
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


class CnDateField(forms.DateField):
    """A day as people write it: 2024年9月30日, 2024-9-30, 2024.9.30, also in full-width digits."""

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%Y年%m月%d日", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]
        widget = forms.TextInput(attrs={"placeholder": "如 2024年9月30日", "autocomplete": "off", "class": "num"})
        errors = {"invalid": "日期请写成 2024年9月30日 这样。"}
        super().__init__(**{"input_formats": formats, "widget": widget, "error_messages": errors, **kwargs})

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = "".join(unicodedata.normalize("NFKC", value).split())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return cn_date(value) if isinstance(value, date) else value


class TextAreaField(forms.CharField):
    """A text of some lines."""

    def __init__(self, *, rows: int = 3, draft: bool = False, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if draft:
            attrs["data-draft-field"] = ""
        super().__init__(**{"widget": forms.Textarea(attrs=attrs), **kwargs})


class DigitsField(forms.CharField):
    """Digits as people type them: full-width, with blanks or hyphens between; `length` of them."""

    def __init__(self, length: int, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control-lg num"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), "max_length": 40, **kwargs})
        self.length = length

    def clean(self, value: Any) -> str:
        digits = digits_of(super().clean(value))
        if len(digits) != self.length:
            raise ValidationError(f"这里要填 {self.length} 位数字，现在是 {len(digits)} 位。")
        return digits


class UploadField(forms.FileField):
    """A file checked by its content; cleans to `common.files.Accepted` (None when empty)."""

    def __init__(self, *, kinds: tuple[str, ...] = ALL_KINDS, **kwargs: Any) -> None:
        self.kinds = kinds
        errors = {"required": "请先选择文件。", "missing": "请先选择文件。", "empty": "这个文件是空的，请重新选择。"}
        super().__init__(**{"error_messages": errors, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return accept_upload(upload, kinds=self.kinds)
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else [one for one in [files.get(name)] if one]


class UploadsField(UploadField):
    """Several files at once, each checked by its content; cleans to a list of `Accepted`, at most `most`."""

    def __init__(self, *, most: int = 20, accept: str = "", **kwargs: Any) -> None:
        self.most = most
        attrs = {"multiple": True, **({"accept": accept} if accept else {})}
        super().__init__(**{"widget": _FilesInput(attrs=attrs), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:  # type: ignore[override]
        uploads = [one for one in data or [] if one]
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            raise ValidationError(f"一次最多传 {self.most} 个文件，您选了 {len(uploads)} 个。请分几次传。", code="many")
        return [self._accepted(one, initial, several=len(uploads) > 1) for one in uploads]

    def _accepted(self, upload: Any, initial: Any, *, several: bool) -> Accepted:
        try:
            return cast("Accepted", super().clean(upload, initial))
        except ValidationError as error:
            mark = f"“{upload.name}”：" if several else ""
            raise ValidationError([f"{mark}{text}" for text in error.messages]) from error


class Picks(Field):
    """A layout's radio choices as cards: `css` lays them out, `letters` shows each value before its label."""

    template = "_partials/field_picks.html"

    def __init__(self, name: str, *, css: str = "picks-3", letters: bool = False) -> None:
        super().__init__(name)
        self.shape = {"picks_class": css, "letters": letters}

    def render(self, *args: Any, **kwargs: Any) -> str:
        return super().render(*args, extra_context=dict(self.shape), **kwargs)
