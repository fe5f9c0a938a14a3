"""The visits of a reception, and what was put right of it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Count, Prefetch, Sum

from accounts.models import User
from common.text import cn_date
from deputies.models import Deputy
from stations.models import Event, Reception, Visit, VisitOpinion


def visit_counts(visits: Any, reception_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Visits and people of each reception among `visits`; one query."""
    rows = visits.filter(reception_id__in=reception_ids).order_by().values("reception_id")
    rows = rows.annotate(n=Count("pk"), people=Sum("headcount"))
    return {row["reception_id"]: (row["n"], row["people"]) for row in rows}


def visits_of(reception: Reception, visits: Any) -> list[Visit]:
    """The visits of a reception among `visits`, each with what was said; two queries."""
    items = Prefetch("visit_opinions", VisitOpinion.objects.select_related("opinion"))
    rows = visits.filter(reception=reception).select_related("contributor", "entered_by").prefetch_related(items)
    return list(rows.order_by("id"))


def visit_behind(opinion_id: int, user: User) -> Visit | None:
    """The visit that brought the opinion, if there was one and `user` may see it."""
    rows = Visit.objects.visible_to(user).with_list_data()
    return rows.filter(visit_opinions__opinion=opinion_id).first()


@dataclass(frozen=True)
class Correction:
    """One correction of a reception: who, when, why, and each thing as it was and as it is."""

    event: Event
    changes: list[tuple[str, str, str]]


SAID = {
    "held_on": "接待日期",
    "started_at": "开始时间",
    "ended_at": "结束时间",
    "place": "地点",
    "deputies": "接待代表",
}


def corrections_of(reception: Reception) -> list[Correction]:
    """What was put right since it was recorded, the latest first; two queries."""
    events = list(reception.events.filter(step="correct").select_related("actor").order_by("-id"))
    ids = {pk for one in events for facts in one.data.values() for pk in facts["deputies"]}
    names = dict(Deputy.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [Correction(one, _changes(one.data["before"], one.data["after"], names)) for one in events]


def _changes(before: dict[str, Any], after: dict[str, Any], names: dict[int, str]) -> list[tuple[str, str, str]]:
    pairs = [(label, _said(name, before[name], names), _said(name, after[name], names)) for name, label in SAID.items()]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _said(name: str, value: Any, names: dict[int, str]) -> str:
    """A value of the history in words."""
    if name == "deputies":
        return "、".join(names.get(pk, "") for pk in value)
    if name == "held_on":
        return cn_date(date.fromisoformat(value))
    if value and name != "place":
        return f"{time.fromisoformat(value):%H:%M}".removeprefix("0")
    return value or "没有写"
