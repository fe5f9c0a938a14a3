"""What is typed about who keeps in touch with whom; short, for a phone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from accounts.choices import Role
from accounts.models import User
from common.errors import RuleError
from common.forms import CnDateField, PortalForm, choices_of
from common.xlsx.cells import phone_in
from deputies.models import Deputy, Mandate
from stations.choices import ContactHow


class HouseholdForm(PortalForm):
    """A household to keep in touch with."""

    name = forms.CharField(label="户主或群众姓名", max_length=40, help_text="存进去就隐去，页面上只显示姓。")
    area = forms.CharField(label="村、社区或网格", max_length=60)
    phone = forms.CharField(label="电话（可以不填）", max_length=20, required=False)
    since = CnDateField(label="从哪天起联系")
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_phone(self) -> str:
        """A number in digits."""
        try:
            return phone_in(self.cleaned_data["phone"]) or ""
        except RuleError as error:
            raise forms.ValidationError(str(error)) from error


class ContactForm(PortalForm):
    """One time in touch."""

    on = CnDateField(label="哪天")
    how = forms.ChoiceField(
        label="怎样联系的",
        choices=ContactHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎样联系的。"},
    )
    words = forms.CharField(
        label="做了什么（可以不写）", max_length=200, required=False, help_text="写一句就行，不写姓名和电话。"
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class EndForm(PortalForm):
    """From which day on no longer."""

    until = CnDateField(label="从哪天起不再联系")


class MemberLinkForm(PortalForm):
    """Which member keeps in touch with which deputy."""

    member = forms.ModelChoiceField(Deputy.objects.none(), label="常委会组成人员", empty_label="请选择")
    deputy = forms.ModelChoiceField(Deputy.objects.none(), label="联系的代表", empty_label="请选择")
    since = CnDateField(label="从哪天起")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Deputy.objects.filter(user.scopes.in_region("home_region__path", Role.STAFF)).order_by("initials", "id")
        members = Mandate.objects.filter(is_member=True, ended_on=None).values("deputy_id")
        choices_of(self, "member").queryset = mine.filter(pk__in=members)
        choices_of(self, "deputy").queryset = mine.serving()
