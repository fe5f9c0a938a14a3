"""Places by the names people write: 古吕街道, 古吕, 古吕街道办事处, 新蔡县古吕街道."""

from __future__ import annotations

from typing import Any

from accounts.choices import CodeSystem, RegionLevel, Role
from accounts.models import Region, User
from common.errors import RuleError
from common.text import fold
from deputies.choices import Level

ENDINGS = ("街道办事处", "办事处", "街道", "镇", "乡", "县", "区", "市", "省")
SHORTEST = 2


def kept_by(user: User) -> Any:
    """The places where deputies of the user's roster may live."""
    mine = user.scopes.in_region("path", Role.STAFF)
    return Region.objects.filter(mine, system=CodeSystem.MCA, valid_to=None).exclude(level=RegionLevel.VILLAGE)


class Places:
    """The places of a user's own region, read once for a whole table."""

    def __init__(self, user: User) -> None:
        self.kept = list(kept_by(user).order_by("path"))
        above = {int(pk) for one in self.kept for pk in one.path.strip("/").split("/")}
        self.by_pk: dict[int, Region] = {one.pk: one for one in Region.objects.filter(pk__in=above)}
        self.names: dict[str, set[int]] = {}
        for one in self.kept:
            for name in self._names_of(one):
                self.names.setdefault(name, set()).add(one.pk)
        self.seen: dict[str, Region] = {}

    def _names_of(self, region: Region) -> set[str]:
        """With and without its kind, and with the names of the places above it."""
        names = {_plain(region.name), _bare(region.name)}
        above = self.lineage(region)[:-1]
        for depth in range(1, len(above) + 1):
            names.add("".join(_plain(one.name) for one in above[-depth:]) + _plain(region.name))
        if above:
            names.add(_bare(above[-1].name) + _plain(region.name))
        return names

    def lineage(self, region: Region) -> list[Region]:
        """The place and those above it, the highest first."""
        above = [int(pk) for pk in region.path.strip("/").split("/")]
        if missing := [pk for pk in above if pk not in self.by_pk]:  # a village: not offered, but somebody lives there
            self.by_pk.update(Region.objects.in_bulk(missing))
        return [self.by_pk[pk] for pk in above]

    def find(self, words: str) -> Region:
        """The place that `words` name; refuses one outside the user's region and a name two places have."""
        plain = _plain(words)
        if plain not in self.seen:
            self.seen[plain] = self._find(plain, words)
        return self.seen[plain]

    def _find(self, plain: str, words: str) -> Region:
        found = self._known(plain)
        if not found:
            raise RuleError(f"您的区划里没有“{words}”，请写成区划里的全称，如“{self.example()}”。")
        if len(found) > 1:
            names = "、".join(self.full_name(one) for one in found[:4])
            raise RuleError(f"有 {len(found)} 个“{words}”，请写明是哪一个：{names}。")
        return found[0]

    def _known(self, plain: str) -> list[Region]:
        found = [self.by_pk[pk] for pk in sorted(self.names.get(plain) or self.names.get(_bare(plain)) or ())]
        return [one for one in found if _plain(one.name) == plain] or found

    def example(self) -> str:
        return self.kept[-1].name if self.kept else ""

    def full_name(self, region: Region) -> str:
        """The shortest name that names this place alone."""
        lineage = self.lineage(region)
        for depth in range(1, len(lineage)):
            name = "".join(one.name for one in lineage[-depth:])
            if self._known(_plain(name)) == [region]:
                return name
        return "".join(one.name for one in lineage)

    def congress(self, home: Region, level: str, words: str | None) -> Region:
        """The place in whose congress somebody from `home` sits at `level`; `words` where the table says it."""
        lineage = self.lineage(home)
        if not words:
            if level == Level.NATION:
                return lineage[0]
            found = next((one for one in lineage if one.level == level), None)
            if found is None:
                raise RuleError(f"“{home}”不在哪个乡镇里，说不出是哪里的代表。请加一列“任职地区”写明。")
            return found
        same = [one for one in lineage if words in {one.name, _bare(one.name)}]
        elsewhere = Region.objects.filter(name=words, system=CodeSystem.MCA, valid_to=None)
        places = same or list(elsewhere if level == Level.NATION else elsewhere.filter(level=level))
        if len(places) != 1:
            raise RuleError(f"没有找到“{words}”，请写成区划里的全称，如“{lineage[-1]}”。")
        return places[0]

    def named_in(self, words: str) -> Region | None:
        """The one place that a heading like 一、古吕街道（35 名） names."""
        plain = _plain(words)
        found = {one.pk for one in self.kept if _plain(one.name) in plain}
        return self.by_pk[found.pop()] if len(found) == 1 else None


def _plain(words: str) -> str:
    return "".join(fold(words).split())


def _bare(words: str) -> str:
    plain = _plain(words)
    ending = next((one for one in ENDINGS if plain.endswith(one) and len(plain) - len(one) >= SHORTEST), "")
    return plain.removesuffix(ending)
