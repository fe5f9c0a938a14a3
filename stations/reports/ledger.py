"""The ledger of what people said at stations: the columns there are, and the rows of a span of days.

Whatever the door (接待, 留言, 扫码), an opinion that a station collected is a row. Names, numbers and
addresses are masked in every column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from accounts.calendar import Calendar
from accounts.models import User
from common.crypto import mask_address, mask_phone
from common.text import redact
from common.xlsx import Column
from opinions.choices import Grade
from opinions.lifeline import lines_for
from opinions.line import Line
from opinions.models import Event, Feedback, MatterSource, Opinion, Rating
from stations.choices import Route
from stations.models import VisitOpinion
from stations.reports.figures import Span

ROWS_MAX = 5000
COLUMNS_MAX = 24
BLANKS = ("blank1", "blank2", "blank3")


@dataclass
class Entry:
    """One opinion with all that a column may show of it."""

    number: int
    opinion: Opinion
    line: Line
    item: VisitOpinion | None = None
    leads: list[str] = field(default_factory=list)
    is_common: bool = False
    result: str = ""
    feedback: str = ""
    rating: str = ""

    def hidden(self, text: str) -> str:
        """`text` without numbers and the speaker's name."""
        name = self.opinion.contributor.name
        return redact(text, [name] if name else [])

    def of_visit(self, getter: Callable[[Any], Any]) -> Any:
        """Something of the visit; nothing where the opinion came by another door."""
        return getter(self.item.visit) if self.item is not None else ""


@dataclass(frozen=True)
class Kind:
    """A column there is: its key, the word it begins with, its width in characters, how it is filled.

    `is_fact`: what was handed in of it is compared later; the others change as a matter of course.
    """

    key: str
    word: str
    width: float
    getter: Callable[[Entry], Any]
    is_fact: bool = False


def _deputies(visit: Any) -> str:
    return "、".join(one.name for one in visit.reception.deputies.all())


def _units(entry: Entry) -> str:
    return "、".join(entry.leads) or str(entry.opinion.holder or "")


def _handling(entry: Entry) -> str:
    """By the visit's route; an opinion of another door by where it stands."""
    if entry.item is None:
        return str(entry.opinion.get_status_display())
    return str(Route(entry.item.visit.route).label)


KINDS: tuple[Kind, ...] = (
    Kind("number", "序号", 6, lambda e: e.number),
    Kind("heard_on", "收集时间", 15, lambda e: e.opinion.heard_on, is_fact=True),
    Kind("channel", "渠道", 8, lambda e: e.opinion.channel.name),
    Kind("who", "提出人", 9, lambda e: e.opinion.contributor.masked_name, is_fact=True),
    Kind("deputies", "联系代表", 12, lambda e: e.of_visit(_deputies), is_fact=True),
    Kind("category", "类别", 10, lambda e: e.opinion.category or "", is_fact=True),
    Kind("content", "内容", 44, lambda e: e.hidden(e.opinion.original), is_fact=True),
    Kind("is_common", "是否共性问题", 8, lambda e: e.is_common),
    Kind("handling", "处理", 12, _handling, is_fact=True),
    Kind("unit", "承办单位", 14, _units),
    Kind("due_on", "时限", 15, lambda e: e.opinion.due_on),
    Kind("progress", "进度", 12, lambda e: e.line.stage),
    Kind("result", "结果", 24, lambda e: e.hidden(e.result)),
    Kind("feedback", "反馈", 14, lambda e: e.feedback),
    Kind("rating", "满意度", 8, lambda e: e.rating),
    Kind("station", "联络站", 16, lambda e: e.opinion.unit.name),
    Kind("summary", "概括", 24, lambda e: e.hidden(e.opinion.summary)),
    Kind("reason", "答复或理由", 24, lambda e: e.hidden(e.of_visit(lambda v: v.refusal or v.answer))),
    Kind("headcount", "人数", 6, lambda e: e.of_visit(lambda v: v.headcount), is_fact=True),
    Kind("gender", "性别", 6, lambda e: e.of_visit(lambda v: v.get_gender_display())),
    Kind("age", "年龄", 6, lambda e: e.of_visit(lambda v: v.age)),
    Kind("phone", "电话", 13, lambda e: mask_phone(e.opinion.contributor.phone)),
    Kind("address", "住址", 14, lambda e: e.of_visit(lambda v: mask_address(v.address))),
    Kind("place", "接待地点", 16, lambda e: e.opinion.occasion.place if e.opinion.occasion else ""),
    Kind("entered_at", "录入时间", 16, lambda e: e.opinion.created_at),
    Kind("recorder", "记录人", 9, lambda e: e.opinion.entered_by.name if e.opinion.entered_by else ""),
    *(Kind(key, "备注" if key == "blank1" else "", 12, lambda _: "") for key in BLANKS),
)
BY_KEY = {one.key: one for one in KINDS}
DEFAULT_KEYS = tuple(one.key for one in KINDS[:15])
DEFAULT_TITLE = "{地方}{年}年{月}月群众意见建议台账"


@dataclass(frozen=True)
class Layout:
    """A form of the ledger: its title and its columns in order."""

    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, title: str, columns: Iterable[Mapping[str, Any]]) -> Layout:
        """From what is stored; a key that is no longer known is left out."""
        known = [one for one in columns if one["key"] in BY_KEY]
        made = tuple(Column(one["heading"], BY_KEY[one["key"]].getter, float(one["width"])) for one in known)
        return cls(title, made, tuple(one["key"] for one in known))

    def headed(self, place: str, month: date) -> str:
        """The title of a certain place and month."""
        words = {"{地方}": place, "{年}": str(month.year), "{月}": str(month.month)}
        title = self.title
        for mark, word in words.items():
            title = title.replace(mark, word)
        return title

    def with_station(self) -> Layout:
        """With the station in the second column, where several stations stand in one table."""
        if "station" in self.keys:
            return self
        kind = BY_KEY["station"]
        columns, keys = list(self.columns), list(self.keys)
        columns.insert(1, Column(kind.word, kind.getter, kind.width))
        keys.insert(1, kind.key)
        return Layout(self.title, tuple(columns), tuple(keys))


def default_columns() -> list[dict[str, Any]]:
    """The columns a ledger begins with."""
    return [{"key": key, "heading": BY_KEY[key].word, "width": BY_KEY[key].width} for key in DEFAULT_KEYS]


def opinions_of(opinions: Any, span: Span, units: Any) -> Any:
    """Of `opinions` (already narrowed to what may be seen), those the stations `units` collected in `span`."""
    return opinions.filter(unit__in=units, **span.of("heard_on"))


def entries_of(opinions: Any, on: date, user: User | None = None) -> list[Entry]:
    """The rows of `opinions` in the order of their days, 5,000 at most, as they stand on `on`.

    The number of queries does not grow with that of the rows.
    """
    rows = opinions.with_list_data().select_related("holder", "entered_by", "contributor__deputy")
    found = list(rows.order_by("heard_on", "id")[:ROWS_MAX])
    ids = [one.pk for one in found]
    lines = lines_for(found, user, today=on, calendar=Calendar.load())
    items, results, told = _items(ids), _results(ids), _told(ids)
    leads, common, rated = _leads(ids), _common(ids), _rated([one.contributor_id for one in found])
    return [
        Entry(
            number,
            one,
            lines[one.pk],
            items.get(one.pk),
            leads.get(one.pk, []),
            one.pk in common,
            results.get(one.pk, ""),
            told.get(one.pk, ""),
            rated.get(one.contributor_id, ""),
        )
        for number, one in enumerate(found, start=1)
    ]


def _items(ids: list[int]) -> dict[int, VisitOpinion]:
    rows = VisitOpinion.objects.filter(opinion__in=ids).select_related("visit__reception__station__unit")
    return {one.opinion_id: one for one in rows.prefetch_related("visit__reception__deputies")}


def _results(ids: list[int]) -> dict[int, str]:
    """How the station or the township solved it."""
    rows = Event.objects.filter(opinion__in=ids, step="settle").order_by("id")
    return dict(rows.values_list("opinion_id", "note"))


def _told(ids: list[int]) -> dict[int, str]:
    rows = Feedback.objects.filter(opinion__in=ids).order_by("at", "id")
    return {one.opinion_id: f"{one.at:%Y-%m-%d} {one.get_how_display()}" for one in rows}


def _leads(ids: list[int]) -> dict[int, list[str]]:
    """The lead units of what was assigned."""
    path = "matter__assignments__undertakings"
    rows = MatterSource.objects.filter(
        opinion__in=ids, matter__assignments__is_live=True, **{f"{path}__role": "lead", f"{path}__unit__isnull": False}
    )
    found: dict[int, list[str]] = {}
    for opinion, name in rows.order_by("id").values_list("opinion_id", f"{path}__unit__short_name"):
        if name not in found.setdefault(opinion, []):
            found[opinion].append(name)
    return found


def _common(ids: list[int]) -> set[int]:
    """Those that stand in a matter with others."""
    rows = MatterSource.objects.filter(opinion__in=ids).annotate(together=Count("matter__sources"))
    return set(rows.filter(together__gt=1).values_list("opinion_id", flat=True))


def _rated(contributors: list[int]) -> dict[int, str]:
    """Each one's latest grade of a result."""
    rows = Rating.objects.filter(contributor__in=contributors).exclude(rated_at=None).order_by("rated_at")
    return {pk: str(Grade(result).label) for pk, result in rows.values_list("contributor_id", "result")}
