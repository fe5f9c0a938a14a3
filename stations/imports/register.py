"""Which station is which: the lines of a table become sites, and sites become the stations we know.

Nothing is guessed. The platform's own number or the full name in the same place say that two are one;
a name that is only alike, or the same name elsewhere, is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from accounts.choices import Role
from accounts.models import Region, User
from common.xlsx import RowError
from stations.imports import columns as c
from stations.imports.lines import Line, Post, plain
from stations.models import Station, StationGroup, StationNature, StationStaff

NEW = "new"
ENDING = re.compile(r"(人大)?(代表)?(联络|活动)?(中心)?(站|之家|家|点)$")


@dataclass
class Site:
    """The lines that tell of one station, and the station it is (None: a new one) as `kept_stations` reads it."""

    lines: list[Line]
    station: Any = None
    home: Region | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    natures: dict[str, bool] = field(default_factory=dict)
    groups: list[tuple[int, str]] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def name(self) -> str:
        return self.station.unit.name if self.station else self.first.name

    @property
    def rows(self) -> str:
        return "、".join(str(line.number) for line in self.lines)


@dataclass(frozen=True)
class Question:
    """What the table leaves open; `options` are (value, words), the answer is one of the values."""

    key: str
    row: int
    name: str
    words: str
    options: tuple[tuple[str, str], ...]


def kept_stations(user: User) -> Any:
    """The stations of the user's own region with all that a table says of them, in four queries."""
    rows = Station.objects.filter(user.scopes.in_region("unit__region__path", Role.STAFF))
    return rows.select_related("unit__region", "reports_to").prefetch_related(
        Prefetch("staff", StationStaff.objects.current().select_related("user").order_by("id"), to_attr="people"),
        Prefetch("groups", StationGroup.objects.select_related("group__region"), to_attr="groups_now"),
        Prefetch("natures", StationNature.objects.filter(until=None), to_attr="natures_now"),
    )


class Register:
    """Puts every line to a site, and every site to a station; asks where that is not certain."""

    def __init__(self, stations: Iterable[Station], answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.sites: list[Site] = []
        self.questions: list[Question] = []
        self.errors: list[RowError] = []
        self.by_pk = {one.pk: one for one in stations}
        self.names: dict[str, list[Station]] = {}
        for one in self.by_pk.values():
            for name in {*_names_of(one)}:
                self.names.setdefault(name, []).append(one)
        self.taken: dict[int, Site] = {}

    def enter(self, line: Line) -> None:
        """Put one line where it belongs, or ask."""
        if line.key is not None:
            self._by_key(line)
            return
        if site := self._same(line):
            self._join(site, line)
            return
        exact = [one for one in self.names.get(plain(line.name), ()) if not line.home or one.unit.region == line.home]
        if len(exact) == 1:
            self._is(line, exact[0])
        else:
            self._ask(line, exact or self._alike(line))

    def _by_key(self, line: Line) -> None:
        station = self.by_pk.get(line.key or 0)
        if station is None:
            self._refuse(line, c.KEY, f"您的区划里没有编号 {line.key} 的联络站。新增的站，这一格请空着。")
        elif plain(line.name) not in {plain(station.unit.name), plain(station.unit.short_name)}:
            told = f"编号 {line.key} 登记的是“{station.unit.name}”。改站名请找系统管理员；是另一个站，编号请空着。"
            self._refuse(line, c.NAME, told)
        else:
            self._is(line, station)

    def _same(self, line: Line) -> Site | None:
        """A new site of this table with the same name, in the same place as far as that is said."""
        for site in self.sites:
            same_place = not line.home or not site.home or line.home == site.home
            if site.station is None and same_place and plain(site.first.name) == plain(line.name):
                return site
        return None

    def _alike(self, line: Line) -> list[Station]:
        """Those of the same name elsewhere, and those of the place that are only called another kind of station."""
        elsewhere = self.names.get(plain(line.name), [])
        near = [one for one in self.by_pk.values() if _is_near(line, one.unit.region)]
        alike = [one for one in near if _bare(line.name, one.unit.region) == _bare(one.unit.name, one.unit.region)]
        return list(dict.fromkeys([*elsewhere, *alike]))

    def _ask(self, line: Line, stations: list[Station]) -> None:
        options = {f"d{one.pk}": f"就是登记的{one.unit.name}（{one.unit.region}）" for one in stations}
        if not options:
            self._start(line, None)
            return
        options[NEW] = "另一个站，新增"
        answer = self.answers.get(str(line.number), "")
        if answer == NEW:
            self._start(line, None)
        elif answer in options:
            self._is(line, self.by_pk[int(answer[1:])])
        else:
            words = str(line.home or line.facts.get(c.ADDRESS, ""))
            self.questions.append(Question(str(line.number), line.number, line.name, words, tuple(options.items())))

    def _is(self, line: Line, station: Station) -> None:
        if station.pk in self.taken:
            self._join(self.taken[station.pk], line)
        else:
            self.taken[station.pk] = self._start(line, station)

    def _start(self, line: Line, station: Station | None) -> Site:
        site = Site([], station)
        self.sites.append(site)
        self._join(site, line)
        return site

    def _join(self, site: Site, line: Line) -> None:
        """One more line of a station; it must not say otherwise than those before."""
        site.lines.append(line)
        for name, value in line.facts.items():
            if site.facts.setdefault(name, value) != value:
                self._contradict(site, line, name)
        for kind, is_on in line.natures.items():
            if site.natures.setdefault(kind, is_on) != is_on:
                self._contradict(site, line, kind)
        if line.home and (site.home or line.home) != line.home:
            self._contradict(site, line, c.HOME)
        site.home = site.home or line.home
        known = {words for _, words in site.groups}
        site.groups += [(line.number, words) for words in line.groups if words not in known]
        site.posts += line.posts

    def _contradict(self, site: Site, line: Line, name: str) -> None:
        self._refuse(line, name, f"和第 {site.first.number} 行是同一个站，写的不一样。请改成一样的，或者只写一处。")

    def _refuse(self, line: Line, column: str, message: str) -> None:
        self.errors.append(RowError(line.number, c.HEADINGS[column], message))


def _names_of(station: Station) -> list[str]:
    return [plain(station.unit.name), plain(station.unit.short_name)]


def _is_near(line: Line, region: Region) -> bool:
    """Whether a line may mean a station of `region`: it says the place, or names it."""
    return line.home == region if line.home else plain(region.name) in plain(line.name)


def _bare(name: str, region: Region) -> str:
    """What is left of a name without the place and what stations are called: 庆祖镇东街人大代表联络站 → 东街."""
    words = plain(name)
    return ENDING.sub("", words.rpartition(plain(region.name))[2] if plain(region.name) in words else words)
