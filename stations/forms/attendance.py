"""Who came to an activity: three hundred people on one page, ticked, pasted as names or read from Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.forms import PortalForm, TextAreaField, UploadField
from common.xlsx import read_xlsx
from stations.choices import Attendance
from stations.forms.activities import names_in
from stations.models import Invitation

REST = (("", "先不登记"), (Attendance.PRESENT, "都算到会"), (Attendance.ABSENT, "都算缺席"))
SHOWN = 8  # names that a sentence takes


class AttendanceForm(PortalForm):
    """A mark for each person; names pasted or uploaded came, and `rest` says what the unmarked are."""

    names = TextAreaField(
        label="粘贴到会的人名", rows=3, required=False, help_text="一行一位，或者用顿号、逗号隔开；这些人记为到会。"
    )
    file = UploadField(
        label="或者上传签到的 Excel", kinds=("xlsx",), required=False, help_text="表里要有“姓名”一列。"
    )
    rest = forms.ChoiceField(label="没有标的人", choices=REST, required=False)

    def __init__(self, *args: Any, people: Sequence[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def rows(self) -> list[tuple[Invitation, str]]:
        """Each person with the mark as typed, else as it stands."""
        return [(one, self._typed(one) if self.is_bound else one.attendance) for one in self.people]

    def _typed(self, one: Invitation) -> str:
        mark = str(self.data.get(f"mark_{one.pk}", ""))
        return mark if mark in Attendance.values else ""

    def clean_file(self) -> list[str]:
        """The names of the list; the sentences about it are the reader's."""
        accepted = self.cleaned_data["file"]
        if accepted is None:
            return []
        return ["".join(row.values["姓名"].split()) for row in read_xlsx(accepted.file, ["姓名"]) if row.values["姓名"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        pasted = names_in(cleaned.get("names", ""))
        wrong = self._unknown([*pasted, *cleaned.get("file", [])])
        for sentence in wrong:
            self.add_error("names" if pasted else "file", ValidationError(sentence))
        return cleaned

    def _unknown(self, names: Sequence[str]) -> list[str]:
        known = [one.name for one in self.people]
        strange = [name for name in dict.fromkeys(names) if name not in known]
        double = [name for name in dict.fromkeys(names) if known.count(name) > 1]
        wrong = []
        if strange:
            wrong.append(f"名单里没有：{_listed(strange)}。请核对姓名；临时来的，先到“选请谁”里加上。")
        if double:
            wrong.append(f"名单里不止一位：{_listed(double)}。请从粘贴的名字里去掉，在下面逐个勾选。")
        return wrong

    def marks(self) -> dict[int, str]:
        """What `mark_attendance` takes: what was ticked, those named, then the rest."""
        data = self.cleaned_data
        came = {*names_in(data["names"]), *data["file"]}
        found = {}
        for one in self.people:
            mark = Attendance.PRESENT if one.name in came else self._typed(one) or data["rest"]
            if mark or one.attendance:
                found[one.pk] = str(mark)
        return found


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 人" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more
