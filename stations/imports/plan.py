"""What a table of stations would do: which it founds, what it changes, whom it leaves. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from accounts.models import Region, User
from common.crypto import keyed_hash
from common.errors import RuleError
from common.text import cn_date, fold
from common.xlsx import RowError
from deputies.imports.groups import GroupBook
from deputies.imports.plan import Change
from deputies.models import ActivityGroup
from stations.choices import Chosen, NatureKind, StaffRole
from stations.imports import columns as c
from stations.imports.lines import OF_STATION, Post
from stations.imports.register import Question, Site
from stations.models import StationStaff

OF_UNIT = (c.SHORT,)
OF_POST = (("started_on", c.STARTED), ("chosen_by", c.CHOSEN), ("document", c.PAPER))
FOLLOW, KEEP, SAME = "follow", "keep", "same"


@dataclass
class Planned:
    """What becomes of one station."""

    site: Site
    changes: list[Change] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)  # of the station, that change
    natures: dict[str, bool] = field(default_factory=dict)
    groups: list[ActivityGroup] = field(default_factory=list)
    comes: list[Post] = field(default_factory=list)
    follows: list[tuple[StationStaff, Post]] = field(default_factory=list)
    corrected: list[tuple[StationStaff, dict[str, Any]]] = field(default_factory=list)
    unnamed: list[StationStaff] = field(default_factory=list)
    accounts: dict[str, User] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.site.station is None


@dataclass
class Plan:
    """All that a table would do. `digest` is the same as long as it would do the same."""

    stations: list[Planned]
    errors: list[RowError]
    questions: list[Question]

    @property
    def added(self) -> list[Planned]:
        return [one for one in self.stations if one.is_new]

    @property
    def changed(self) -> list[Planned]:
        return [one for one in self.stations if one.changes and not one.is_new]

    @property
    def left(self) -> list[Planned]:
        return [one for one in self.stations if not one.changes and not one.is_new]

    @property
    def digest(self) -> str:
        told = [
            (one.site.rows, one.site.name, one.site.station and one.site.station.pk, one.changes)
            for one in self.stations
        ]
        return keyed_hash(repr(told))


@dataclass(frozen=True)
class Known:
    """What a table is held against: groups, accounts, the names units bear already, and what was answered."""

    book: GroupBook
    accounts: Mapping[str, User]
    names: frozenset[tuple[int, str]]
    answers: Mapping[str, str]


def make_plan(sites: Iterable[Site], known: Known) -> Plan:
    """Hold every site against the station it is."""
    planner = _Planner(known)
    planned = [planner.plan(site) for site in sites]
    return Plan(planned, planner.errors, planner.questions)


class _Planner:
    def __init__(self, known: Known) -> None:
        self.book, self.accounts, self.answers, self.names = known.book, known.accounts, known.answers, known.names
        self.errors: list[RowError] = []
        self.questions: list[Question] = []
        self.taken: dict[int, Site] = {}

    def plan(self, site: Site) -> Planned:
        planned = Planned(site)
        if site.station is None:
            self._check_new(site)
        elif site.home and site.home.pk != site.station.unit.region_id:
            self._refuse(site.first.number, c.HOME, f"这个站登记在{site.station.unit.region}，乡镇不能这样改。")
        self._facts(planned)
        self._natures(planned)
        for number, words in site.groups:
            self._told(number, c.GROUPS, partial(self._group, planned, words))
        self._people(planned)
        return planned

    def _check_new(self, site: Site) -> None:
        number = site.first.number
        if site.home is None:
            self._refuse(number, c.HOME, "没有写所在乡镇（街道）。新增的站要写。")
        elif (site.home.pk, site.name) in self.names:
            self._refuse(number, c.NAME, f"{site.home}已经有叫“{site.name}”的单位了，请写成另一个名字。")
        for column in (c.ADDRESS, c.HOURS):
            if column not in site.facts:
                self._refuse(number, column, f"新增的站要写{c.HEADINGS[column]}。")

    def _facts(self, planned: Planned) -> None:
        station = planned.site.station
        for name in OF_STATION:
            if name not in planned.site.facts:
                continue
            value = planned.site.facts[name]
            before = "" if station is None else getattr(station.unit if name in OF_UNIT else station, name)
            if fold(before) == fold(value):
                continue
            if name in OF_UNIT and station is not None:
                message = f"登记的简称是“{before}”。改简称请找系统管理员，这里填一样的或者空着。"
                self._refuse(planned.site.first.number, name, message)
            else:
                planned.facts[name] = value
                planned.changes.append(Change(c.HEADINGS[name], before, value))

    def _natures(self, planned: Planned) -> None:
        station = planned.site.station
        now = {row.kind for row in station.natures_now} if station else set()
        for kind, is_on in planned.site.natures.items():
            if is_on != (kind in now):
                planned.natures[kind] = is_on
                words = ("是", "否") if is_on else ("否", "是")
                planned.changes.append(Change(str(NatureKind(kind).label), words[1] if station else "", words[0]))

    def _group(self, planned: Planned, words: str) -> None:
        station, home = planned.site.station, planned.site.home
        region = home or (station.unit.region if station else None)
        if region is None:
            return
        group = self._known(region, words)
        other = self.taken.setdefault(group.pk, planned.site)
        if other is not planned.site:
            raise RuleError(f"第 {other.rows} 行的站已经写了“{group}”，一个小组只进一个站。")
        if station and any(row.group_id == group.pk for row in station.groups_now):
            return
        planned.groups.append(group)
        planned.changes.append(Change(c.HEADINGS[c.GROUPS], "", str(group)))

    def _known(self, region: Region, words: str) -> ActivityGroup:
        """A group that is there; which people are in one is said by the roster of deputies, not here."""
        group = self.book.find(region, words)
        if group.pk is None:
            self.book.made.remove(group)
            raise RuleError(f"还没有“{words[:30]}”。请先在代表名册里把活动小组编好，或者这一格空着。")
        return group

    # --- people -------------------------------------------------------------------------------------
    def _people(self, planned: Planned) -> None:
        station = planned.site.station
        now = list(station.people) if station else []
        named: set[int] = set()
        for post in self._posts(planned.site):
            self._account(planned, post, station)
            staff = next((one for one in now if one.role == post.role and fold(one.name) == post.name), None)
            if staff:
                named.add(staff.pk)
                self._correct(planned, staff, post)
            elif post.role == StaffRole.HEAD and (head := next((one for one in now if one.role == post.role), None)):
                named.add(head.pk)
                self._follow(planned, head, post)
            else:
                self._come(planned, post)
        planned.unnamed = [one for one in now if one.pk not in named] if named or planned.comes else []

    def _posts(self, site: Site) -> list[Post]:
        """Each person of a post once; a second head is refused."""
        found: dict[tuple[str, str], Post] = {}
        for post in site.posts:
            known = found.setdefault((post.role, post.name), post)
            if known is not post and replace(post, row=known.row, column=known.column) != known:
                self._refuse(post.row, post.column, f"和第 {known.row} 行的{post.name}写的不一样，请改成一样的。")
        heads = [post for post in found.values() if post.role == StaffRole.HEAD]
        for post in heads[1:]:
            self._refuse(post.row, post.column, f"一个站只有一名站长，第 {heads[0].row} 行已经写了{heads[0].name}。")
        return [post for post in found.values() if post not in heads[1:]]

    def _account(self, planned: Planned, post: Post, station: Any) -> None:
        if not post.account:
            return
        user = self.accounts.get(post.account)
        held = {one.user_id: one for one in (station.people if station else ())}
        if user is None:
            self._refuse(post.row, c.ACCOUNT, f"您的区划里没有“{post.account}”这个登录账号，请先开通，或者空着。")
        elif user.pk in held and fold(held[user.pk].name) != post.name:
            self._refuse(post.row, c.ACCOUNT, f"这个账号是{held[user.pk].name}在用。")
        else:
            planned.accounts[post.account] = user

    def _correct(self, planned: Planned, staff: StationStaff, post: Post) -> None:
        changes = {}
        for name, column in OF_POST:
            value = getattr(post, name)
            if value is not None and value != getattr(staff, name):
                changes[name] = value
                self._tell(planned, post, c.HEADINGS[column], _shown(name, getattr(staff, name)), _shown(name, value))
        if post.account and staff.user_id is None and post.account in planned.accounts:
            changes["user"] = planned.accounts[post.account]
            self._tell(planned, post, c.HEADINGS[c.ACCOUNT], "", post.account)
        elif post.account and staff.user and staff.user.username != post.account:
            self._refuse(post.row, c.ACCOUNT, f"{post.name}登记的账号是“{staff.user.username}”。换账号请先办离任。")
        if changes:
            planned.corrected.append((staff, changes))

    def _follow(self, planned: Planned, head: StationStaff, post: Post) -> None:
        """Another head than the one we know: somebody followed, or the name is written otherwise; we ask."""
        options = (
            (FOLLOW, f"{head.name}离任，{post.name}接任站长"),
            (SAME, f"就是{head.name}，登记的姓名写错了，改成{post.name}"),
            (KEEP, f"不换，站长还是{head.name}"),
        )
        key = f"{planned.site.first.number}-head"
        answer = self.answers.get(key, "")
        if answer == SAME:
            planned.corrected.append((head, {"name": post.name}))
            planned.changes.append(Change("站长姓名", head.name, post.name))
        elif answer == FOLLOW and self._has_day(post):
            planned.follows.append((head, post))
            planned.changes.append(Change("站长", f"{head.name}离任", self._said(post)))
        elif answer not in (KEEP, FOLLOW):
            words = f"登记的站长是{head.name}，表里写的是{post.name}"
            self.questions.append(Question(key, post.row, planned.site.name, words, options))

    def _come(self, planned: Planned, post: Post) -> None:
        if self._has_day(post):
            planned.comes.append(post)
            planned.changes.append(Change(str(StaffRole(post.role).label), "", self._said(post)))

    def _has_day(self, post: Post) -> bool:
        if post.started_on is None:
            message = f"没有写{post.name}的到任日期。整张表都一样的，可以在“列的对应”里填一个。"
            self._refuse(post.row, c.STARTED, message)
        return post.started_on is not None

    @staticmethod
    def _said(post: Post) -> str:
        parts = (post.name, _shown("chosen_by", post.chosen_by), post.document, post.account)
        day = f"{cn_date(post.started_on)}起" if post.started_on else ""
        return "，".join(part for part in (*parts, day) if part)

    @staticmethod
    def _tell(planned: Planned, post: Post, label: str, before: str, after: str) -> None:
        planned.changes.append(Change(f"{post.name}：{label}", before, after))

    # --- errors -------------------------------------------------------------------------------------
    def _told(self, number: int, column: str, verb: Callable[[], None]) -> None:
        try:
            verb()
        except RuleError as error:
            self._refuse(number, column, str(error))

    def _refuse(self, number: int, column: str, message: str) -> None:
        self.errors.append(RowError(number, c.HEADINGS[column], message))


def _shown(name: str, value: Any) -> str:
    if name == "started_on":
        return cn_date(value)
    return str(dict(Chosen.choices).get(value, value) or "")
