"""Reads of the file of duties: a year in its parts, what waits, the committee's setting over a place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.choices import UnitKind
from accounts.models import Region, Unit
from deputies.choices import DutyKind, DutyPart, DutyStatus, GroupRole
from deputies.models import Deputy, DutyRecord, DutySetting, GroupMember

# What the verbs of the rooms above write by themselves; nobody types it again.
AUTOMATIC = (DutyKind.SITTING, DutyKind.OPINION, DutyKind.RATING)
BY_HAND = tuple(kind for kind in DutyKind if kind not in AUTOMATIC)
FILE_MAX = 500
SIBLINGS = 20
ICONS = {
    "enter": ("doing", "pencil-square"),
    "pass_on": ("ok", "check2"),
    "turn_down": ("wait", "arrow-return-left"),
    "approve": ("ok", "check2-circle"),
    "refuse": ("wait", "x-circle"),
    "take_back": ("neutral", "arrow-counterclockwise"),
    "undone": ("neutral", "arrow-counterclockwise"),
    "confirm": ("ok", "check2"),
    "object": ("wait", "chat-left-text"),
    "keep": ("ok", "check2-circle"),
    "amend": ("doing", "pencil"),
    "remove": ("neutral", "x-circle"),
}
SAID = {
    "enter": "录入",
    "pass_on": "小组长看过，属实",
    "turn_down": "小组长退回",
    "approve": "审核通过，记入档案",
    "refuse": "审核不通过",
    "take_back": "撤回",
    "undone": "原来的登记已撤销，这条一并撤回",
    "confirm": "代表确认",
    "object": "代表提出异议",
    "keep": "核对无误，照原样记",
    "amend": "改正后记入",
    "remove": "这条不计",
}


def setting_of(region: Region) -> DutySetting:
    """The setting of the nearest committee over the place; without one, the defaults: points are off."""
    return DutySetting.objects.over(region.path).select_related("unit").first() or DutySetting()


def congress_over(region: Region) -> Unit | None:
    """The nearest standing committee over the place: who keeps its files."""
    ids = [int(part) for part in region.path.split("/") if part]
    found = Unit.objects.filter(kind=UnitKind.CONGRESS, region_id__in=ids, is_active=True)
    return found.order_by("-region__path", "order", "id").first()


def setting_for(unit: Unit) -> DutySetting:
    """The committee's own setting, not saved while nobody has changed it."""
    found = DutySetting.objects.filter(unit=unit).select_related("unit__region").first()
    return found or DutySetting(unit=unit)


def counting_over(path: str) -> bool:
    """Whether the committee of this very place counts points."""
    return bool(DutySetting.objects.filter(unit__region__path=path, scoring=True).exists())


def has_other_leader(deputy: Deputy) -> bool:
    """Whether the deputy's group has a leader who is somebody else and can sign in."""
    mine = GroupMember.objects.current().filter(deputy=deputy).values("group_id")
    leaders = GroupMember.objects.current().filter(group__in=mine, role=GroupRole.LEADER, deputy__user__is_active=True)
    return bool(leaders.exclude(deputy=deputy).exists())


@dataclass
class Part:
    """A part of the file: what was done, and how often each kind was counted."""

    label: str
    records: list[DutyRecord] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def counted(self) -> list[DutyRecord]:
        return [one for one in self.records if one.status == DutyStatus.COUNTED]


def file_of(deputy: Deputy, year: int) -> list[Part]:
    """The year in the parts of the file, the latest first in each; what was taken back is left out."""
    rows = DutyRecord.objects.shown().of_year(year).filter(deputy=deputy).with_list_data()
    by_kind: dict[str, list[DutyRecord]] = {}
    for row in rows.order_by("-on", "-id")[:FILE_MAX]:
        by_kind.setdefault(row.kind, []).append(row)
    return [_part(part, by_kind) for part in DutyPart]


def _part(part: DutyPart, by_kind: dict[str, list[DutyRecord]]) -> Part:
    kinds = DutyPart.KINDS[part.value]
    records = sorted((row for kind in kinds for row in by_kind.get(kind, [])), key=lambda row: row.on, reverse=True)
    found = Counter(row.kind for row in records if row.status == DutyStatus.COUNTED)
    return Part(str(part.label), records, [(str(DutyKind(kind).label), found[kind]) for kind in kinds if found[kind]])


def years_of(deputy: Deputy, today: date) -> list[int]:
    """The years that have a record, the latest first; this one where there is none."""
    found = {day.year for day in DutyRecord.objects.filter(deputy=deputy).dates("on", "year")}
    return sorted(found or {today.year}, reverse=True)


def unanswered(deputy: Deputy) -> Any:
    """What somebody else entered and the deputy has neither confirmed nor objected to."""
    rows = DutyRecord.objects.counted().filter(deputy=deputy, confirmed_at=None, objection=None)
    return rows.exclude(entered_by=None).exclude(entered_by_id=deputy.user_id)


def history_of(record: DutyRecord) -> list[dict[str, Any]]:
    """The record's history as a page draws it, the newest first."""
    return [
        {
            "icon": ICONS.get(event.step, ("neutral", "dot"))[1],
            "tone": ICONS.get(event.step, ("neutral", "dot"))[0],
            "text": f"{event.actor.name if event.actor else '系统'}：{SAID.get(event.step, event.step)}",
            "note": event.note,
            "time": event.at,
        }
        for event in record.events.select_related("actor").order_by("-at", "-id")
    ]


def same_day(record: DutyRecord) -> list[DutyRecord]:
    """Other records of the deputy of that day and kind: a thing may have been written down twice."""
    rows = DutyRecord.objects.filter(deputy=record.deputy_id, on=record.on, kind=record.kind).exclude(pk=record.pk)
    return list(rows.shown().select_related("entered_by")[:SIBLINGS])


SETTING_WORDS = {"group_first": "先由小组长看", "objection_days": "异议天数", "scoring": "量化计分"}


def setting_history(setting: DutySetting) -> list[dict[str, Any]]:
    """Who changed what of a committee's setting, the newest first."""
    if setting.pk is None:
        return []
    found = []
    for event in setting.events.select_related("actor").order_by("-at", "-id")[:SIBLINGS]:
        said = "，".join(f"{SETTING_WORDS[name]}改为{_word(value)}" for name, value in event.data.items())
        found.append({"icon": "gear", "tone": "neutral", "text": f"{event.actor}：{said}", "time": event.at})
    return found


def _word(value: Any) -> str:
    return {True: "使用", False: "不用"}[value] if isinstance(value, bool) else str(value)
