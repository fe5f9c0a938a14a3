"""What a resident types and chooses: a message, code and PIN, a rating, one more question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError

from common.files import Accepted, accept_upload
from common.forms import PortalForm, TextAreaField
from common.pictures import drawn_anew
from common.sound import Voice, accept_voice
from deputies.models import Deputy
from opinions.choices import Grade
from stations.choices import FileKind, MessageTo
from stations.models import Station
from stations.validators import clean_phone
from stations.workflow.message import Attached, Letter

PHOTOS = ("photo_1", "photo_2", "photo_3")
FILES = (*PHOTOS, "voice")
HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
NO_PHOTO = "“{}”不是照片，或者打不开。请另选一张手机拍的照片，或者截一张图。"
NO_HEIC = "“{}”是 HEIC 格式，打不开。请截一张图再选，或者用微信发给自己存下来再选。"


class PhotoField(forms.FileField):
    """A photo, drawn anew; cleans to `common.files.Accepted` (None when empty)."""

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        head = upload.read(16)
        upload.seek(0)
        if head[4:8] == b"ftyp" and head[8:12] in HEIC:
            raise ValidationError(NO_HEIC.format(upload.name))
        try:
            return drawn_anew(accept_upload(upload, kinds=("image",)))
        except ValidationError as error:
            if error.code in ("size", "empty"):
                raise ValidationError(error.messages) from error
            raise ValidationError(NO_PHOTO.format(upload.name)) from error


class VoiceField(forms.FileField):
    """A recording, kept as it is; cleans to `common.sound.Voice` (None when empty)."""

    def clean(self, data: Any, initial: Any = None) -> Voice | None:
        upload = super().clean(data, initial)
        return accept_voice(upload) if upload else None


def _photo(number: int) -> PhotoField:
    return PhotoField(
        label=f"照片 {number}",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "form-control"}),
    )


class SayForm(PortalForm):
    """A message. `website` is a trap that people do not see; `form_id` makes a repeated sending the same."""

    to = forms.ChoiceField(label="交给谁", widget=forms.RadioSelect, error_messages={"required": "请选交给谁。"})
    text = TextAreaField(label="什么事", rows=5, required=False)
    photo_1, photo_2, photo_3 = _photo(1), _photo(2), _photo(3)
    voice = VoiceField(
        label="录音",
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True, "class": "form-control"}),
    )
    name = forms.CharField(label="称呼", max_length=40, required=False)
    phone = forms.CharField(label="手机号", max_length=40, required=False)
    agree = forms.BooleanField(label="我看过了，同意这样使用", required=False)
    website = forms.CharField(label="网址", required=False)
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, station: Station, deputy: Deputy | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("form_id", uuid4())
        super().__init__(*args, **kwargs)
        self.station, self.deputy = station, deputy
        whom = [(MessageTo.DEPUTY, "代表")] if deputy else []
        self.fields["to"].choices = [*whom, (MessageTo.STATION, "联络站"), (MessageTo.COUNTY, "县人大")]  # type: ignore[attr-defined]
        for name in ("text", "name", "phone"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["text"].widget.attrs |= {
            "placeholder": "在哪儿、出了什么事、盼着怎么办",
            "aria-describedby": "text-help",
        }
        self.fields["name"].widget.attrs |= {"autocomplete": "name", "placeholder": "如：李女士"}
        self.fields["phone"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel", "class": "form-control num"}
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def cards(self) -> list[tuple[str, str, str, bool]]:
        """(value, whom, what happens, chosen): nobody is chosen beforehand where there are two or more."""
        chosen = self["to"].value()
        said = {
            MessageTo.DEPUTY: (f"{self.deputy}代表", "代表本人看，联络站帮着转"),
            MessageTo.STATION: (str(self.station.unit), "站里的工作人员看"),
            MessageTo.COUNTY: (str(self.station.reports_to), "只有县里看，代表和联络站看不到"),
        }
        return [(value, *said[MessageTo(value)], value == chosen) for value, _ in self.fields["to"].choices]  # type: ignore[attr-defined]

    def photos(self) -> list[forms.BoundField]:
        return [self[name] for name in PHOTOS]

    def chosen_files(self) -> list[str]:
        """The names of the files that came with a form that is shown again: a browser keeps none of them."""
        return [str(upload.name) for name in FILES if (upload := self.files.get(name))]

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        personal = any(cleaned.get(name) for name in ("name", "phone", "voice"))
        if personal and not cleaned.get("agree"):
            self.add_error(
                "agree", "您留了称呼、手机号或者录音，请看过上面的说明，在这里打勾；不愿意的，删掉也能交。"
            )
        return cleaned

    def client_id(self) -> UUID:
        """The form and what stands in it: the same again is the same message, a changed one is another."""
        data = self.cleaned_data
        parts = [
            data["to"],
            data["text"].strip(),
            data["name"],
            data["phone"],
            *(one.accepted.sha256 for one in self._files()),
        ]
        return uuid5(data["form_id"], hashlib.sha256("\x1f".join(parts).encode()).hexdigest())

    def letter(self, *, held: str, proof: str) -> Letter:
        """What `send` takes."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("to", "text", "name", "phone")}
        return Letter(**facts, files=tuple(self._files()), held=held, proof=proof)

    def _files(self) -> Iterable[Attached]:
        data = self.cleaned_data
        found = [Attached(FileKind.PHOTO, data[name]) for name in PHOTOS if data.get(name)]
        voice = data.get("voice")
        return [*found, Attached(FileKind.VOICE, voice.accepted, voice.seconds)] if voice else found


class CodeForm(PortalForm):
    """Code and PIN, however they were copied."""

    code = forms.CharField(label="查询码", max_length=40, error_messages={"required": "请填查询码。"})
    pin = forms.CharField(label="6 位密码", max_length=40, error_messages={"required": "请填 6 位密码。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "off", "class": "num pin"}
        self.fields["code"].widget.attrs |= {**plain, "autocapitalize": "characters"}
        self.fields["pin"].widget.attrs |= {**plain, "inputmode": "numeric"}


class RateForm(PortalForm):
    """Attitude and result apart; nothing preselected."""

    attitude = forms.ChoiceField(
        label="态度怎么样",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选态度满意、基本满意或者不满意。"},
    )
    result = forms.ChoiceField(
        label="结果怎么样",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选结果满意、基本满意或者不满意。"},
    )
    comment = forms.CharField(label="想说的话（选填）", max_length=300, required=False)


class AgainForm(PortalForm):
    """One more question, and only one."""

    again = TextAreaField(
        label="还有什么没说清、没办好", rows=3, error_messages={"required": "请写一写还有什么没说清、没办好。"}
    )
