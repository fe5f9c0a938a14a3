"""What a proposal of groups looks like: its townships, its groups, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Region
from deputies.choices import GroupRole, Level, MandateStatus
from deputies.grouping import Group, Placement, Roster, say
from deputies.models import (
    Deputy,
    GroupingEvent,
    GroupingProposal,
    GroupMember,
    LegislativeContact,
    Mandate,
    ProposedGroup,
    ProposedSeat,
)
from deputies.reports import ORDER
from deputies.workflow.roster import GROUPED, key_of, person_of, words_of

NAMED = 10
HISTORY = 100
STEPS = {
    "propose": ("list-check", "编出方案"),
    "move": ("arrow-left-right", "调整"),
    "undo": ("arrow-counterclockwise", "撤回调整"),
    "publish": ("check2-circle", "公布"),
    "discard": ("x-circle", "作废"),
}
SHORT = {Level.NATION: "全国", Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "县", Level.TOWNSHIP: "乡镇"}


@dataclass(frozen=True)
class Counts:
    """Deputies, women among them, contacts, and who would sit elsewhere than today."""

    deputies: int
    women: int
    contacts: int
    changed: int
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Township:
    """A line of the overview."""

    region: Region
    groups: int
    counts: Counts


@dataclass(frozen=True)
class Card:
    """A group with its people, leaders first, and the other groups of the township."""

    group: ProposedGroup
    seats: list[ProposedSeat]
    others: list[ProposedGroup]
    counts: Counts


def counts_of(seats: Iterable[ProposedSeat]) -> Counts:
    """The figures of some seats."""
    rows = list(seats)
    deputies = [seat.deputy for seat in rows if seat.deputy is not None]
    held = [{mandate.level for mandate in deputy.mandates.all()} for deputy in deputies]
    levels = tuple((SHORT[level], sum(level in one for one in held)) for level in Level)
    return Counts(
        deputies=len(deputies),
        women=sum(deputy.gender == "f" for deputy in deputies),
        contacts=len(rows) - len(deputies),
        changed=sum(not seat.stays for seat in rows),
        levels=tuple((label, number) for label, number in levels if number),
    )


def townships_of(groups: Sequence[ProposedGroup], seats: Sequence[ProposedSeat]) -> list[Township]:
    """The overview, in official order."""
    regions = {group.region_id: group.region for group in groups}
    by_region: dict[int, list[ProposedSeat]] = {pk: [] for pk in regions}
    for seat in seats:
        by_region[seat.group.region_id].append(seat)
    number = {pk: sum(group.region_id == pk for group in groups) for pk in regions}
    return [Township(region, number[pk], counts_of(by_region[pk])) for pk, region in regions.items()]


def cards_of(groups: Sequence[ProposedGroup], seats: Sequence[ProposedSeat]) -> list[Card]:
    """The groups of a township as cards."""
    found = []
    for group in groups:
        own = [seat for seat in seats if seat.group_id == group.pk]
        own.sort(key=lambda seat: (ORDER[GroupRole(seat.role)], seat.deputy_id is None, seat.pk))
        found.append(Card(group, own, [other for other in groups if other.pk != group.pk], counts_of(own)))
    return found


def sentences_of(groups: Sequence[ProposedGroup], seats: Sequence[ProposedSeat]) -> list[str]:
    """What the groups as they now stand do not meet."""
    at = {group.group_id: f"p{group.pk}" for group in groups if group.group_id}
    people, places = [], {}
    for seat in seats:
        now = (at.get(seat.was_id, f"g{seat.was_id}"), seat.was_role) if seat.was_id else ("", "")
        people.append(person_of(seat.person, now))
        places[key_of(seat.person)] = f"p{seat.group_id}"
    roster = Roster(tuple(people), tuple(Group(f"p{group.pk}", group.region.path, group.name) for group in groups))
    return say(roster, Placement(places), words_of(group.region for group in groups))


def outside(proposal: GroupingProposal) -> list[str]:
    """Who is not in the draft and why, who leaves their group with it."""
    seated = proposal.seats.exclude(deputy=None).values("deputy_id")
    place = {"home_region__path__startswith": proposal.region.path}
    deputies = Deputy.objects.filter(**place).exclude(pk__in=seated)
    serving = Mandate.objects.in_force(proposal.on).values("deputy_id")
    resting = Mandate.objects.filter(status=MandateStatus.SUSPENDED).values("deputy_id")
    contacts = LegislativeContact.objects.filter(region__path__startswith=proposal.region.path, kind__in=GROUPED)
    without = contacts.exclude(pk__in=proposal.seats.exclude(contact=None).values("contact_id"))
    idle = deputies.exclude(pk__in=serving)
    members = GroupMember.objects.current().select_related("deputy", "contact")
    leaving = [
        *members.filter(deputy__in=idle.exclude(pk__in=resting)),
        *members.filter(contact__in=contacts.filter(is_active=False)),
    ]
    return [
        *_named("没有编进方案（所在地没有小组，或者编好以后才登记）", deputies.filter(pk__in=serving)),
        *_named("没有编进方案（所在地没有小组，或者编好以后才登记）", without.filter(is_active=True)),
        *_named("暂停执行职务，不编组，原来的小组不动", idle.filter(pk__in=resting)),
        *_named("已经没有任职，公布后离开小组", leaving),
    ]


def history_of(proposal: GroupingProposal) -> list[dict[str, Any]]:
    """Lines for `_partials/timeline.html`, newest first."""
    events = proposal.events.select_related("actor").order_by("-at", "-id")[:HISTORY]
    return [_line(event) for event in events]


def _line(event: GroupingEvent) -> dict[str, Any]:
    icon, verb = STEPS[event.step]
    moved = f"：{event.data['person']}，{event.data['from']} → {event.data['to']}" if event.data else ""
    return {"icon": icon, "tone": "", "text": f"{event.actor}{verb}{moved}", "time": event.at, "note": event.note}


def _named(what: str, rows: Iterable[Any]) -> list[str]:
    names = [str(row) for row in rows]
    more = f" 等 {len(names)} 人" if len(names) > NAMED else ""
    return [f"{len(names)} 人{what}：{'、'.join(names[:NAMED])}{more}。"] if names else []
