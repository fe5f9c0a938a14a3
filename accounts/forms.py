"""The shape of what is typed into the pages of this room."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest

from accounts.models import User


class SignInForm(forms.Form):
    """Account and password; `user` after a valid form. Says nothing about which of the two is wrong."""

    username = forms.CharField(label="账号", max_length=40, error_messages={"required": "请填写账号。"})
    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput, error_messages={"required": "请填写密码。"}
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "login_%s"  # the dialog may stand over a page that has an account field too
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        for name, purpose in {"username": "username", "password": "current-password"}.items():
            wrong = " is-invalid" if self.is_bound and self.errors_of(name) else ""
            self.fields[name].widget.attrs |= {
                "autocomplete": purpose,
                "class": f"form-control form-control-lg{wrong}",
                "autocapitalize": "none",
            }

    def errors_of(self, name: str) -> bool:
        """Whether `name` was left empty, known before the password is tried."""
        return not str(self.data.get(name, "")).strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "username" in cleaned and "password" in cleaned:
            self.user = authenticate(self.request, username=cleaned["username"], password=cleaned["password"])
            if self.user is None:
                raise forms.ValidationError("账号或密码不对。", code="wrong")
        return cleaned


class PasswordChangeForm(forms.Form):
    """The old password once, the new one twice."""

    old = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写现在的密码。"},
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请填写新密码。"},
        help_text="至少 8 位，要有小写字母、大写字母、数字、符号中的至少三种；不要用姓名、账号或常见密码。",
    )
    again = forms.CharField(
        label="再填一次新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再填一次新密码。"},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("现在的密码不对，请重新填写。")
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if self.user.check_password(new):
            raise forms.ValidationError("新密码和现在的一样，请换一个。")
        password_validation.validate_password(new, self.user)
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError("两次填的新密码不一样。")
        return again
