"""Global search: each kind of thing the user may see, eight of each, and where the rest stands.

Two-character words are the usual case; the long texts are answered from the search index, names of
units and stations by what they contain (there are some hundreds of them).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from accounts.choices import Role
from accounts.models import Unit
from common.search import capped_count, matching
from common.text import cn_short
from deputies.models import Deputy
from opinions.choices import BADGES
from opinions.models import AssignmentList, Matter, Opinion, Undertaking
from stations.models import Station

SHOWN = 8
LONGEST = 60
EVERYBODY: tuple[str, ...] = tuple(role for role in Role.values if role not in Role.KEEPERS)
LOCAL = (*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION, Role.DEPUTY)


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    text: str
    url: str
    badge: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more_url` where there is more than is shown."""

    label: str
    icon: str
    hits: list[Hit]
    total: int
    capped: bool
    more_url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: who finds it, the rows, how one is shown, the list that shows them all."""

    label: str
    icon: str
    says: str
    roles: tuple[str, ...]
    rows: Callable[[Any, str], Any]
    hit: Callable[[Any], Hit]
    more: str = ""


# --- rows ---------------------------------------------------------------------------------------
def _opinions(user: Any, query: str) -> Any:
    rows = matching(Opinion.objects.visible_to(user), query)
    return rows.select_related("contributor", "occasion").defer("search_terms").order_by("-id")


def _matters(user: Any, query: str) -> Any:
    rows = matching(Matter.objects.visible_to(user), query)
    return rows.select_related("occasion").defer("search_terms").order_by("-id")


def _undertakings(user: Any, query: str) -> Any:
    rows = matching(Undertaking.objects.visible_to(user).in_force(), query, field="assignment__matter__search_terms")
    return rows.with_list_data().order_by("-id")


def _lists(user: Any, query: str) -> Any:
    rows = AssignmentList.objects.visible_to(user)
    for word in query.split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    return rows.order_by("-id")


def _deputies(user: Any, query: str) -> Any:
    rows = matching(Deputy.objects.visible_to(user), query)
    return rows.select_related("home_region").defer("search_terms").order_by("initials", "id")


def _stations(user: Any, query: str) -> Any:
    rows = Station.objects.visible_to(user).select_related("unit__region")
    for word in query.split():
        names = Q(unit__name__icontains=word) | Q(unit__short_name__icontains=word)
        rows = rows.filter(names | Q(address__icontains=word))
    return rows.order_by("unit__region__order", "unit__order", "id")


def _units(user: Any, query: str) -> Any:
    rows = Unit.objects.may_lead().filter(user.scopes.in_region("region__path", *Role.COMMITTEE))
    for word in query.split():
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    return rows.order_by("order", "id")


# --- hits ---------------------------------------------------------------------------------------
def _badge(row: Any) -> tuple[str, str, str]:
    return (*BADGES[row.status], str(row.get_status_display()))


def _opinion(row: Any) -> Hit:
    where = f"，{row.occasion}" if row.occasion else ""
    text = f"{row.contributor.masked_name}（{row.contributor.get_capacity_display()}）{where}，{cn_short(row.heard_on)}"
    return Hit(row.brief, text, row.get_absolute_url(), _badge(row))


def _matter(row: Any) -> Hit:
    to = row.get_destination_display() or "待定去向"
    text = f"{row.occasion or '联络站意见'}，去向：{to}"
    return Hit(row.title, text, reverse("opinions:matter_detail", args=[row.pk]))


def _undertaking(row: Any) -> Hit:
    text = f"{row.unit}（{row.get_role_display()}），{row.assignment.list.number}第 {row.assignment.order} 项"
    return Hit(row.assignment.title, text, row.get_absolute_url(), _badge(row))


def _list(row: Any) -> Hit:
    return Hit(row.title, row.shown_number, row.get_absolute_url(), _badge(row))


def _deputy(row: Any) -> Hit:
    text = "，".join(part for part in (row.home_region.name, row.post) if part)
    return Hit(row.name, text, reverse("deputies:deputy_detail", args=[row.pk]))


def _station(row: Any) -> Hit:
    return Hit(row.unit.name, f"{row.unit.region}，{row.address}", row.get_absolute_url())


def _unit(row: Any) -> Hit:
    url = reverse("opinions:undertaking_list")
    return Hit(row.name, "看这个单位承办的事项", f"{url}?{urlencode({'tab': 'all', 'unit': row.pk})}")


ITEM_ROLES = (*Role.COMMITTEE, Role.DISPATCHER, *Role.AGENCY)
TEXTS = "事项名称和意见建议内容"
KINDS: tuple[Kind, ...] = (
    Kind("意见", "chat-square-text", "原话和摘要里的字", LOCAL, _opinions, _opinion, "opinions:opinion_list"),
    Kind("归并事项", "intersect", TEXTS, Role.COMMITTEE, _matters, _matter, "opinions:board"),
    Kind("承办的事项", "signpost-split", TEXTS, ITEM_ROLES, _undertakings, _undertaking, "opinions:undertaking_list"),
    Kind("交办清单", "card-checklist", "标题和发文字号", Role.COMMITTEE, _lists, _list, "opinions:list_list"),
    Kind("代表", "person-vcard", "姓名、单位和职务", LOCAL, _deputies, _deputy, "deputies:deputy_list"),
    Kind("联络站", "geo-alt", "站名和地址", LOCAL, _stations, _station, "stations:station_list"),
    Kind("承办单位", "building", "单位名称", Role.COMMITTEE, _units, _unit),
)


def kinds_for(user: Any) -> list[Kind]:
    """What `user` can find."""
    return [kind for kind in KINDS if user.scopes.has(*kind.roles)]


def found(user: Any, query: str) -> list[Group]:
    """The groups with at least one hit; one query each, one more where there is more than is shown."""
    groups = [_group(kind, user, query) for kind in kinds_for(user)]
    return [group for group in groups if group.hits]


def _group(kind: Kind, user: Any, query: str) -> Group:
    rows = kind.rows(user, query)
    shown = list(rows[: SHOWN + 1])
    total, capped = (len(shown), False) if len(shown) <= SHOWN else capped_count(rows)
    more = f"{reverse(kind.more)}?{urlencode({'q': query})}" if kind.more and len(shown) > SHOWN else ""
    return Group(kind.label, kind.icon, [kind.hit(row) for row in shown[:SHOWN]], total, capped, more)
