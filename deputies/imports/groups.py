"""Activity groups by the names a roster gives them; a group nobody has yet is made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounts.choices import Role
from accounts.models import Region, User
from common.errors import RuleError
from common.text import cn_number, fold, number_of
from deputies.imports.places import Places
from deputies.models import ActivityGroup

NUMBERED = re.compile(r"^(.*?)第?([0-9]{1,4}|[一二三四五六七八九十百]{1,5})(?:活动|代表)*小?组?$")
HUNDRED = 100


class GroupBook:
    """The groups of a user's region, and those a table would make (`made`)."""

    def __init__(self, user: User, places: Places) -> None:
        self.places = places
        self.groups = list(
            ActivityGroup.objects.filter(user.scopes.in_region("region__path", Role.STAFF)).select_related("region")
        )
        self.made: list[ActivityGroup] = []

    def find(self, home: Region, words: str) -> ActivityGroup:
        """The group that `words` mean for somebody from `home`: by name, by number, elsewhere by name.

        `庆祖镇/第1组` names the place too. Nothing found is a new group of the place.
        """
        place, slash, name = words.rpartition("/")
        region = self.places.find(place) if slash else home
        name = name if slash else words
        plain, number = _plain(name), _number(name)
        here = [one for one in (*self.groups, *self.made) if one.region_id == region.pk]
        by_name = [one for one in here if _plain(one.name) == plain]
        by_number = [one for one in here if one.number == number]
        if found := by_name or by_number:
            return found[0]
        elsewhere = [one for one in self.groups if _plain(one.name) == plain]
        if len(elsewhere) > 1:
            raise RuleError(f"几个乡镇都有“{name}”，请写成“{elsewhere[0].region}/{name}”这样。")
        return elsewhere[0] if elsewhere else self._make(region, name, number, here)

    def _make(
        self, region: Region, name: str, number: int | None, here: Iterable[ActivityGroup]
    ) -> ActivityGroup:
        number = number or max((one.number for one in here), default=0) + 1
        only_a_number = _plain(name) in {str(number), cn_number(number) if number < HUNDRED else ""}
        title = f"{region}第{number}活动小组" if only_a_number else name
        made = ActivityGroup(region=region, number=number, name=title)
        self.made.append(made)
        return made


def words_for(group: ActivityGroup, home: Region) -> str:
    """How an export names the group of somebody from `home`."""
    return group.name if group.region_id == home.pk else f"{group.region}/{group.name}"


def _plain(words: str) -> str:
    return "".join(fold(words).split()).casefold()


def _number(words: str) -> int | None:
    match = NUMBERED.match(_plain(words))
    return number_of(match[2]) if match else None
