"""Whether a message names somebody who would read it: a flag for people to judge, not a verdict."""

from __future__ import annotations

import re

from accounts.choices import Role
from accounts.models import Grant
from common.text import clean_pasted, fold
from deputies.models import Deputy, GroupMember
from stations.models import Station

SHORTEST = 2
# “张守信代表，您好：” is a greeting and names nobody.
TITLE = "(?:代表|书记|主任|主席|站长|同志|先生|女士|老师)"
GREETED = f"(?:{TITLE}?[,，]?(?:您|你|你们)好|{TITLE}[,，:：!！])"


def officials_of(station: Station, deputy: Deputy | None = None) -> dict[str, str]:
    """Who reads at this station, by name: its staff, the deputies of its groups, its township office."""
    found = dict.fromkeys(_township(station), "乡镇人大工作人员")
    members = GroupMember.objects.current().filter(group__in=station.groups.values("group_id"), deputy__isnull=False)
    found |= dict.fromkeys(members.values_list("deputy__name", flat=True), "本站代表")
    found |= {one.name: one.get_role_display() for one in station.staff.current()}
    if deputy is not None:
        found[deputy.name] = "收信的代表"
    return {name: role for name, role in found.items() if len(name) >= SHORTEST}


def _township(station: Station) -> list[str]:
    office = station.township_office
    if office is None:
        return []
    grants = Grant.objects.filter(role=Role.TOWNSHIP, region_id=office.region_id, valid_to=None)
    return list(grants.values_list("user__name", flat=True))


def named_in(text: str, station: Station, deputy: Deputy | None = None) -> list[str]:
    """“何秀英（站长）” for each of `officials_of` whose name stands in `text`; a greeting does not count."""
    officials = officials_of(station, deputy)
    words = _without_greeting(re.sub(r"[ \t\u3000]", "", fold(clean_pasted(text))), officials)
    return [f"{name}（{role}）" for name, role in officials.items() if name in words]


def _without_greeting(words: str, names: dict[str, str]) -> str:
    listed = "|".join(map(re.escape, names))
    return re.sub(rf"^(?:尊敬的|敬爱的)?(?:{listed}){GREETED}", "", words) if names else words
