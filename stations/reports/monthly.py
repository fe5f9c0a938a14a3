"""Months: who has handed in, what was put right since, and the text for people outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Unit, User
from common.text import redact
from common.xlsx import shown
from opinions.choices import OpinionStatus, Visibility
from opinions.models import Opinion
from stations.models import LedgerLayout, MonthlyReport, Station
from stations.reports.figures import DONE, MEASURES, Span
from stations.reports.ledger import (
    BY_KEY,
    DEFAULT_TITLE,
    KINDS,
    Entry,
    Layout,
    default_columns,
    entries_of,
    opinions_of,
)

DECEMBER = 12
FACTS = tuple(one for one in KINDS if one.is_fact)
TEXT_ROWS = 10
TEXT_CUT = 60
DOORS = re.compile(r"(?<!月)(?<!\d)[\dA-Za-z一二三四五六七八九十]+\s*(?=号楼|号院|号房|单元|栋|幢|室|组|排|门牌|号)")


def span_of(month: date) -> Span:
    """The days of the month that begins on `month`."""
    following = date(month.year + month.month // DECEMBER, month.month % DECEMBER + 1, 1)
    return Span(month, following - timedelta(days=1))


def layout_of(unit: Unit) -> Layout:
    """The form of the office `unit`, or the one a ledger begins with."""
    own = LedgerLayout.objects.filter(unit=unit).first()
    return Layout.of(own.title, own.columns) if own else default_layout()


def default_layout() -> Layout:
    """The form a ledger begins with."""
    return Layout.of(DEFAULT_TITLE, default_columns())


def own_entries(station: Station, month: date, on: date) -> list[Entry]:
    """The rows of a station as the station itself sees them: nothing that only the county sees."""
    open_rows = Opinion.objects.counted().filter(visibility=Visibility.NORMAL)
    return entries_of(opinions_of(open_rows, span_of(month), [station.unit_id]), on)


def entries_for(user: User, stations: Iterable[Station], month: date, on: date) -> list[Entry]:
    """The rows of several stations as `user` may see them."""
    rows = opinions_of(Opinion.objects.visible_to(user), span_of(month), [one.unit_id for one in stations])
    return entries_of(rows, on, user)


def facts_of(entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """What is kept of each row when it is handed in, by the opinion's id."""
    return {str(e.opinion.pk): {one.key: str(shown(one.getter(e))) for one in FACTS} for e in entries}


# --- who has handed in ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Month:
    """A station and its report of a month, where there is one."""

    station: Station
    report: MonthlyReport | None


def months_of(stations: Iterable[Station], month: date) -> list[Month]:
    """Every station in the order given, with what it handed in; one query."""
    rows = list(stations)
    reports = MonthlyReport.objects.filter(month=month, station__in=rows).select_related("handed_in_by")
    found = {one.station_id: one for one in reports}
    return [Month(one, found.get(one.pk)) for one in rows]


def months_to_hand_in(user: User, on: date) -> list[Station]:
    """The stations where `user` works whose last month had receptions and was not handed in."""
    month = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    handed = MonthlyReport.objects.filter(month=month).values("station")
    rows = Station.objects.staffed_by(user).filter(**span_of(month).of("receptions__held_on"))
    return list(rows.exclude(pk__in=handed).select_related("unit").distinct())


# --- corrections ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Change:
    """A row that is not what was handed in: 补录, 删去, or 更正 with each thing as it was and as it is."""

    kind: str
    brief: str
    changes: list[tuple[str, str, str]]


def changes_since(report: MonthlyReport, entries: Iterable[Entry]) -> list[Change]:
    """What was put right after the month was handed in."""
    before, now = report.rows, facts_of(entries)
    found = [Change("补录", _brief(now[key]), []) for key in now if key not in before]
    found += [Change("删去", _brief(before[key]), []) for key in before if key not in now]
    for key in (key for key in now if key in before and now[key] != before[key]):
        pairs = [(BY_KEY[name].word, before[key].get(name, ""), value) for name, value in now[key].items()]
        found.append(Change("更正", _brief(now[key]), [pair for pair in pairs if pair[1] != pair[2]]))
    return found


def _brief(facts: dict[str, str]) -> str:
    return facts.get("content", "")[:30]


# --- the text for outside -------------------------------------------------------------------------
def mask_places(text: str) -> str:
    """`text` without the numbers of doors and groups: 3号楼 becomes ×号楼."""
    return DOORS.sub("×", text)


def names_in(entries: Iterable[Entry]) -> list[str]:
    """The people who spoke: no name of theirs goes outside."""
    return [e.opinion.contributor.name for e in entries if e.opinion.contributor.name]


def outside(text: str, names: Iterable[str]) -> str:
    """`text` as it may be pasted: names, numbers and doors hidden."""
    return mask_places(redact(text, names))


def _outcome(entry: Entry) -> str:
    """Where it stands, in words for people outside."""
    if entry.opinion.status in DONE:
        return "已办结"
    return "已告知其他渠道" if entry.opinion.status == OpinionStatus.NOT_ASSIGNED else "正在办理"


def text_of(station: Station, month: date, figures: dict[str, int], entries: list[Entry]) -> str:
    """The month in words for the online station and for WeChat: figures, and what people spoke of.

    Those who asked to be kept secret are counted and not quoted.
    """
    numbers = "，".join(f"{one.word} {figures.get(one.key, 0)} {one.unit}" for one in MEASURES)
    lines = [f"【{station.unit.name}】{month.year}年{month.month}月：{numbers}。"]
    told = [e for e in entries if not e.opinion.contributor.secrecy][:TEXT_ROWS]
    if told:
        lines.append("群众反映的事：")
    for number, entry in enumerate(told, start=1):
        words = " ".join((entry.opinion.summary or entry.opinion.original).split())
        words = words if len(words) <= TEXT_CUT else words[: TEXT_CUT - 1] + "…"
        lines.append(f"{number}. {words}（{_outcome(entry)}）")
    return outside("\n".join(lines), names_in(entries))
