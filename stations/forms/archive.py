"""What is typed while papers are filed in a station's box."""

from __future__ import annotations

from datetime import date

from django import forms

from common.forms import PortalForm, UploadField

EARLIEST = 2000


class YearForm(forms.Form):
    """Which year's box; a wrong one is this year's."""

    year = forms.IntegerField(required=False, min_value=EARLIEST)

    def asked(self, today: date) -> int:
        """The year asked for, which is not to come."""
        found = self.cleaned_data.get("year") if self.is_valid() else None
        return min(found or today.year, today.year)


class PaperForm(PortalForm):
    """A paper that no other room holds."""

    title = forms.CharField(label="名称", max_length=80, help_text="如：代表接待选民制度。")
    file = UploadField(label="文件", help_text="PDF、图片、Word 或 Excel 都行。")


class VersionForm(PortalForm):
    """A new version, after the one that was seen."""

    file = UploadField(label="新的一版")
    after = forms.IntegerField(widget=forms.HiddenInput)


class TakeOutForm(PortalForm):
    """Why a paper leaves the drawer."""

    note = forms.CharField(label="为什么取出", max_length=120)
