"""What is typed about the rule of a station's reception days, the filling of its rota, and a day that moves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from common.errors import RuleError
from common.forms import CnDateField, Picks, PortalForm
from common.text import cn_number
from deputies.models import Deputy
from stations.calendar import WEEKDAYS
from stations.choices import HolidayShift, RulePattern
from stations.forms.fields import CnTimeField
from stations.models import DayRule, DutySlot, SlotDeputy
from stations.models.rule import GAP_DAYS, GAP_MAX, LAST_ORDINAL, NOTICE_DAYS, NOTICE_MAX, SEATS, SEATS_MAX
from stations.reports.filling import Draft
from stations.workflow.filling import CHECKED
from stations.workflow.rule import RuleFacts

ORDINALS = [(str(n), f"第{cn_number(n)}个") for n in range(1, LAST_ORDINAL + 1)]
DAYS_OF_WEEK = [("", "请选"), *((str(n), f"星期{word}") for n, word in enumerate(WEEKDAYS))]
NUMBERS = re.compile(r"\d+")


class DayNumbersField(forms.CharField):
    """Days of the month as people write them: 9、19 or 10日和25日."""

    def clean(self, value: Any) -> list[int]:
        text = unicodedata.normalize("NFKC", super().clean(value) or "")
        if re.search(r"[^\d\s,、，;；日号和与及每月]", text):
            raise ValidationError("请写日子，用顿号隔开，如：9、19。")
        return [int(one) for one in NUMBERS.findall(text)]

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value


class RuleForm(PortalForm):
    """When the station receives. Only what belongs to the chosen pattern is read."""

    pattern = forms.ChoiceField(
        label="怎么定接待日", choices=RulePattern.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一种。"},
    )  # fmt: skip
    weekday = forms.ChoiceField(label="星期几", choices=DAYS_OF_WEEK, required=False)
    ordinals = forms.MultipleChoiceField(
        label="每月第几个", choices=ORDINALS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="选“每月第几个星期几”的，在这里勾，可以勾几个。",
    )  # fmt: skip
    dates = DayNumbersField(
        label="每月几日", max_length=60, required=False, help_text="选“每月几日”的，写在这里，如：9、19。"
    )
    starts_at = CnTimeField(example="8:30", label="开始")
    ends_at = CnTimeField(example="11:30", label="结束")
    shift = forms.ChoiceField(
        label="碰上放假怎么办", choices=HolidayShift.choices, widget=forms.RadioSelect, initial=HolidayShift.NEXT
    )
    seats = forms.IntegerField(label="每次几位代表", min_value=1, max_value=SEATS_MAX, initial=SEATS)
    gap_days = forms.IntegerField(
        label="隔多少天再排", min_value=0, max_value=GAP_MAX, initial=GAP_DAYS, help_text="同一位代表，排得开就隔开。"
    )
    notice_days = forms.IntegerField(
        label="提前几天公告", min_value=1, max_value=NOTICE_MAX, initial=NOTICE_DAYS, help_text="到那天一早自动公告。"
    )
    valid_from = CnDateField(label="从哪天起")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Picks("pattern"),
            "weekday",
            "ordinals",
            "dates",
            Row(Column("starts_at"), Column("ends_at")),
            Picks("shift", css="picks-2"),
            Row(Column("seats"), Column("gap_days"), Column("notice_days")),
            "valid_from",
            "seen",
        )

    @staticmethod
    def initial_of(rule: DayRule | None, today: date) -> dict[str, Any]:
        """What stands in the form at first: the rule there is, from today on."""
        if rule is None:
            return {"valid_from": today}
        names = ("pattern", "starts_at", "ends_at", "shift", "seats", "gap_days", "notice_days")
        found: dict[str, Any] = {name: getattr(rule, name) for name in names}
        found["weekday"] = "" if rule.weekday is None else str(rule.weekday)
        found["dates" if rule.pattern == RulePattern.DATES else "ordinals"] = rule.numbers
        return {**found, "valid_from": max(today, rule.valid_from)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pattern, numbers = data.get("pattern"), []
        if pattern in (RulePattern.WEEKLY, RulePattern.NTH) and not data.get("weekday"):
            self.add_error("weekday", "请选星期几。")
        if pattern == RulePattern.NTH:
            numbers = [int(one) for one in data.get("ordinals") or ()]
            if not numbers:
                self.add_error("ordinals", "请勾每月第几个，至少一个。")
        if pattern == RulePattern.DATES and "dates" in data:
            numbers = data["dates"]
            if not numbers:
                self.add_error("dates", "请写每月几日，如：9、19。")
        data["numbers"] = numbers
        return data

    def facts(self) -> RuleFacts:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        names = ("pattern", "numbers", "starts_at", "ends_at", "shift", "seats", "gap_days", "notice_days")
        weekday = None if data["pattern"] == RulePattern.DATES else int(data["weekday"])
        return RuleFacts(weekday=weekday, **{name: data[name] for name in names})

    def refuse(self, error: RuleError) -> None:
        """Numbers stand under the field where they were typed."""
        if error.field == "numbers":
            field = "dates" if self.cleaned_data.get("pattern") == RulePattern.DATES else "ordinals"
            self.add_error(field, str(error))
        else:
            super().refuse(error)


class SpanForm(PortalForm):
    """Which span of days is generated."""

    first = CnDateField(label="从")
    last = CnDateField(label="到")
    expected = forms.CharField(required=False, widget=forms.HiddenInput)


class MoveForm(PortalForm):
    """When a day is held instead, and why."""

    day = CnDateField(label="改到哪天")
    starts_at = CnTimeField(label="开始")
    ends_at = CnTimeField(example="11:30", label="结束")
    note = forms.CharField(
        label="为什么改期", max_length=60, help_text="代表会看到，群众看不到。",
        error_messages={"required": "请写一句为什么改期，代表会看到。"},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("day", Row(Column("starts_at"), Column("ends_at")), "note", "version")

    @staticmethod
    def initial_of(slot: DutySlot) -> dict[str, Any]:
        """The day as it is planned now."""
        facts = {"day": slot.date, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
        return {**facts, "version": slot.version}


class ClearForm(PortalForm):
    """保密审查 of the notices of some days: every point is ticked by hand."""

    checked = forms.MultipleChoiceField(
        label="逐条核对", choices=CHECKED, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "每一条都核对过、勾上，才能审核通过。"},
    )  # fmt: skip


class NoteForm(PortalForm):
    """One sentence why."""

    note = forms.CharField(label="原因", max_length=60, error_messages={"required": "请写一句原因。"})


class DraftForm(forms.Form):
    """The unpublished days of a station, one choice for each place; all of it is saved at once."""

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.counts = self._counts()
        self.words = {deputy.pk: self._word(deputy) for deputy in draft.members}
        for slot in draft.slots:
            self._add(slot)

    def _counts(self) -> dict[int, int]:
        """The turns of each deputy over the year of the first day, these drafts included."""
        year = self.draft.slots[0].date.year if self.draft.slots else 0
        found = {person.pk: person.served for person in self.draft.people(year)}
        for slot in self.draft.slots:
            for row in slot.slot_deputies.all():
                found[row.deputy_id] = found.get(row.deputy_id, 0) + (slot.date.year == year)
        return found

    def _word(self, deputy: Deputy) -> str:
        level = "、".join(mandate.get_level_display().removesuffix("人大代表") for mandate in deputy.mandates.all())
        return f"{deputy.name}（{level}，全年 {self.counts.get(deputy.pk, 0)} 次）"

    def _add(self, slot: DutySlot) -> None:
        rows: list[SlotDeputy] = list(slot.slot_deputies.all())
        gone = {row.deputy_id for row in slot.absences.all()}
        offered = [(str(pk), word) for pk, word in self.words.items() if pk not in gone]
        offered += [(str(row.deputy_id), row.deputy.name) for row in rows if row.deputy_id not in self.words]
        for place in range(max(self.draft.seats(slot), len(rows))):
            label = f"{slot.date.month}月{slot.date.day}日第 {place + 1} 位"
            initial = str(rows[place].deputy_id) if place < len(rows) else ""
            widget = forms.Select(attrs={"class": "form-select", "aria-label": label})
            self.fields[f"s{slot.pk}_{place}"] = forms.ChoiceField(
                label=label, choices=[("", "空着"), *offered], required=False, initial=initial, widget=widget
            )
        self.fields[f"v{slot.pk}"] = forms.IntegerField(initial=slot.version, widget=forms.HiddenInput)

    def places(self, slot: DutySlot) -> list[Any]:
        """The choices of one day."""
        return [self[name] for name in self.fields if name.startswith(f"s{slot.pk}_")]

    def rows(self) -> list[tuple[DutySlot, list[Any], Any]]:
        """Each day with its choices and the version it was read at."""
        return [(slot, self.places(slot), self[f"v{slot.pk}"]) for slot in self.draft.slots]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for slot in self.draft.slots:
            chosen = [data[one.name] for one in self.places(slot) if data.get(one.name)]
            if len(set(chosen)) != len(chosen):
                self.add_error(self.places(slot)[-1].name, "同一天不能把一位代表排两次。")
        return data

    def wanted(self) -> Mapping[int, list[int]]:
        """Day → the deputies chosen for it."""
        data = self.cleaned_data
        names = {slot.pk: [one.name for one in self.places(slot)] for slot in self.draft.slots}
        return {pk: [int(data[name]) for name in own if data.get(name)] for pk, own in names.items()}

    def versions(self) -> Mapping[int, int]:
        """Day → the version the page was made from."""
        return {slot.pk: self.cleaned_data[f"v{slot.pk}"] for slot in self.draft.slots}


