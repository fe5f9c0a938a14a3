"""What is typed while people speak, and a record that comes as a table."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from common.errors import RuleError
from common.forms import PortalForm, choices_of
from deputies.models import Deputy
from meetings.choices import Attendance
from meetings.imports.laptop import MAX_BYTES, NOT_OURS
from meetings.imports.record import MAX_ROWS
from meetings.models import Participant
from meetings.workflow import Change, Entry
from opinions.choices import Capacity, Intent

BY_NUMBER = re.compile(r"p(\d{1,18})")


class DeputyField(forms.ModelChoiceField):
    """Somebody of the register, with place and post: names repeat."""

    def label_from_instance(self, obj: Deputy) -> str:
        return f"{obj.name}（{obj.home_region}，{obj.post}）"


class SpeakerField(forms.CharField):
    """How the capture page names a speaker: `p12`, or the key given to a latecomer offline.

    Cleans to `{"participant_id": …}` or `{"participant_key": …}`.
    """

    default_error_messages = {"required": "请先选是谁在发言。", "invalid": "请重新选发言人。"}

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value)
        if not text:
            return {}
        if number := BY_NUMBER.fullmatch(text):
            return {"participant_id": int(number[1])}
        try:
            return {"participant_key": UUID(text)}
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class TopicField(forms.IntegerField):
    """A topic's number; 0 is 其他意见, no topic at all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, error_messages={"invalid": "请重新选议题。"}, **kwargs)


class EntryForm(forms.Form):
    """One spoken opinion, as the capture page sends it."""

    client_id = forms.UUIDField(error_messages={"invalid": "这一条缺少编号，请刷新页面后再存。"})
    speaker = SpeakerField()
    topic = TopicField(required=False)
    intent = forms.ChoiceField(
        choices=Intent.choices, error_messages={"required": "请选意见类型。", "invalid_choice": "请选意见类型。"}
    )
    original = forms.CharField(strip=False, error_messages={"required": "还没有写意见内容。"})
    said_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])

    def entry(self) -> Entry:
        typed = dict(self.cleaned_data)
        speaker, topic = typed.pop("speaker"), typed.pop("topic")
        return Entry(**typed, **speaker, topic_id=topic or None)


class EditForm(forms.Form):
    """A change of one row; what is not sent stays."""

    version = forms.IntegerField(min_value=1)
    speaker = SpeakerField(required=False)
    topic = TopicField(required=False)
    intent = forms.ChoiceField(choices=Intent.choices, required=False)
    original = forms.CharField(strip=False, error_messages={"required": "还没有写意见内容。"})

    def change(self, speaker: Participant | None) -> Change:
        """With `speaker`, whom the form names by number or key alone."""
        data = self.cleaned_data
        return Change(
            original=data["original"],
            intent=data["intent"] or None,
            topic_id=data["topic"] or None,
            off_topic=data["topic"] == 0,
            speaker=speaker,
        )


class LatecomerForm(forms.Form):
    """Somebody who came in late, added from the capture page in seconds, also offline."""

    client_id = forms.UUIDField()
    name = forms.CharField(
        max_length=40, error_messages={"required": "请写发言人的姓名。", "max_length": "姓名最多 40 个字。"}
    )
    capacity = forms.ChoiceField(
        choices=Capacity.choices, error_messages={"required": "请选身份。", "invalid_choice": "请选身份。"}
    )
    title = forms.CharField(max_length=80, required=False, error_messages={"max_length": "单位和职务最多 80 个字。"})
    secrecy = forms.BooleanField(required=False)


class ParticipantForm(PortalForm):
    """Somebody on the list of a sitting."""

    name = forms.CharField(label="姓名", max_length=40)
    capacity = forms.ChoiceField(label="身份", choices=[("", "请选身份"), *Capacity.choices])
    title = forms.CharField(label="单位和职务", max_length=80, required=False)
    deputy = DeputyField(
        Deputy.objects.none(),
        label="代表名册里的这个人",
        required=False,
        empty_label="不对应代表名册",
        help_text="名册里有同名代表时在这里选，发言会记入其履职档案。",
    )
    not_in_register = forms.BooleanField(label="和名册里的同名代表不是同一个人", required=False)
    attendance = forms.ChoiceField(label="参会方式", choices=Attendance.choices, initial=Attendance.PRESENT)
    is_convener = forms.BooleanField(label="召集人", required=False)
    is_key_speaker = forms.BooleanField(label="重点发言人", required=False)
    secrecy = forms.BooleanField(label="要求保密，转办时不透露姓名", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = str((self.data if self.is_bound else self.initial).get("name") or "").strip()
        chosen = [
            str(value)
            for value in (self.data.get("deputy"), self.initial.get("deputy"))
            if str(value or "").isdecimal()
        ]
        visible = Deputy.objects.visible_to(user)
        offered = visible.filter(name=name) | visible.filter(pk__in=chosen)
        choices_of(self, "deputy").queryset = offered.select_related("home_region")
        if not visible.filter(name=name).exists():
            self.drop("not_in_register")

    def clean(self) -> dict[str, Any]:
        """A deputy of the same name in the register is not passed over in silence: their duty record hangs on it."""
        data: dict[str, Any] = super().clean() or {}
        unsure = data.get("capacity") in Capacity.NAMED and not data.get("deputy")
        if unsure and "not_in_register" in self.fields and not data["not_in_register"]:
            self.add_error("deputy", "名册里有同名的代表，请选是哪一位；不是同一个人的，请勾选下面一项。")
        data.pop("not_in_register", None)
        return data


class ImportForm(PortalForm):
    """A record kept in Excel."""

    table = forms.FileField(
        label="Excel 文件",
        help_text=f"第一张工作表，.xlsx 格式，一次最多 {MAX_ROWS} 行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "请先选择文件。",
            "missing": "请先选择文件。",
            "empty": "这个文件是空的，请重新选择。",
        },
    )


class ImportConfirmForm(PortalForm):
    """The rows read in the dry run, carried signed from page to page; nothing is taken on trust."""

    rows = forms.CharField(widget=forms.HiddenInput)
    skip_known = forms.BooleanField(label="已经有的几条不再导入", required=False)


class ReturnForm(PortalForm):
    """A file carried back from where there was no network; after the trial its words come with the page."""

    file = forms.FileField(
        label="会场文件",
        required=False,
        help_text="在会场电脑的意见速录里点“导出加密文件”得到的 .json 文件。",
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"empty": "这个文件是空的，请重新选择。"},
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    confirm = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if not file and not data.get("kept") and not self.errors:
            self.add_error("file", "请先选择文件。")
        if file and file.size > MAX_BYTES:
            self.add_error("file", "这个文件太大了，不像是会场带回的。")
        return data

    def words(self) -> str:
        """What stands in the file; RuleError for what is no text."""
        file = self.cleaned_data.get("file")
        try:
            return file.read().decode("utf-8") if file else str(self.cleaned_data["kept"])
        except UnicodeDecodeError as error:
            raise RuleError(NOT_OURS) from error
