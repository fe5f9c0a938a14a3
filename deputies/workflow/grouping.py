"""混合编组: propose the groups of a place, move people by hand, take that back, publish or discard.

A proposal changes no group. Publishing closes the memberships that end and opens those that begin,
all in one transaction; a membership that goes on is not touched, and none is ever deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Region, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, move
from common.steps import open_steps as steps_open_to
from common.text import cn_date, cn_number
from deputies import rules
from deputies.choices import GroupingStatus
from deputies.grouping import DEPUTY, Group, Roster, apportion, place
from deputies.grouping.roster import fits
from deputies.models import (
    ActivityGroup,
    GroupingEvent,
    GroupingMove,
    GroupingProposal,
    GroupMember,
    ProposedGroup,
    ProposedSeat,
)
from deputies.workflow.roster import Found, person_of, roster_of, township_of

USUAL = 15  # deputies in a group where nobody has said how many groups there are to be
LEAST = 3  # 地方组织法第四十三条
IN_WORDS = 100
BATCH = 500
CHANGED = "方案编好以后，代表任职、小组或成员有了变动，不能照这份公布。请作废后重新编一份。"

DRAFT = (GroupingStatus.DRAFT,)
STEPS = {
    "move": Step("调整编组", DRAFT, None, rules.can_change_proposal, button=False),
    "undo": Step("撤回调整", DRAFT, None, rules.can_change_proposal, button=False),
    "publish": Step("公布编组", DRAFT, GroupingStatus.PUBLISHED, rules.can_change_proposal),
    "discard": Step("作废方案", DRAFT, GroupingStatus.DISCARDED, rules.can_change_proposal),
}


def open_steps(proposal: GroupingProposal, user: User) -> list[str]:
    """The buttons of the page."""
    return steps_open_to(STEPS, proposal, user)


@transaction.atomic
def propose(
    region: Region, *, actor: User, on: date, total: int | None = None, at: datetime | None = None
) -> GroupingProposal:
    """Draft the groups of `region` with the mandates in force on `on`; returns the draft.

    `total` groups in all: those present stay, further ones are planned where most people share one.
    Refused while another draft of the place is open, without deputies, and for a total that cannot be.
    """
    if not rules.can_group(actor, region):
        raise NotAllowedError("您没有在这个地方编组的权限。")
    moment = at or timezone.now()
    found = roster_of(region, on)
    facts = {"on": on, "made_by": actor, "made_at": moment, "fingerprint": found.fingerprint}
    try:
        with transaction.atomic():
            proposal = GroupingProposal.objects.create(region=region, **facts)
    except IntegrityError:
        raise StaleError("这个地方已经有一份拟编的方案。请先公布或作废那一份。") from None
    groups = _plan_groups(proposal, found, total)
    _seat_all(proposal, found, groups)
    _record(proposal, step="propose", source="", target=GroupingStatus.DRAFT, actor=actor, at=moment)
    return proposal


@transaction.atomic
def move_seat(seat: ProposedSeat, *, target: ProposedGroup, actor: User, at: datetime | None = None) -> GroupingMove:
    """Put one person into another group of their area; a leader who goes leads no more."""
    proposal, source = seat.proposal, seat.group
    if target.proposal_id != proposal.pk:
        raise RuleError("这个小组不在这份方案里。", field="target")
    if target.pk == source.pk:
        raise RuleError(f"{seat}已经在{target}。", field="target")
    if not fits(person_of(seat.person), Group("", target.region.path)):
        raise RuleError(f"{seat}不在{target.region}，只能调到所在乡镇（街道）的小组。", field="target")
    moment = at or timezone.now()
    data = {"seat": seat.pk, "person": str(seat), "from": source.name, "to": target.name}
    move(STEPS, "move", proposal, actor=actor, record=_record, at=moment, data=data)
    _reseat(seat, source, target)
    return GroupingMove.objects.create(
        proposal=proposal, seat=seat, source=source, target=target, actor=actor, at=moment
    )


@transaction.atomic
def undo(proposal: GroupingProposal, *, actor: User, at: datetime | None = None) -> GroupingMove:
    """Take back the actor's own last move, while the person still sits where it put them."""
    last = last_move(proposal, actor)
    if last is None:
        raise RuleError("没有可以撤回的调整。")
    moment = at or timezone.now()
    data = {"seat": last.seat_id, "person": str(last.seat), "from": last.target.name, "to": last.source.name}
    move(STEPS, "undo", proposal, actor=actor, record=_record, at=moment, data=data)
    if not GroupingMove.objects.filter(pk=last.pk, undone_at=None).update(undone_at=moment):
        raise StaleError("这一步已经撤回过了。")
    _reseat(last.seat, last.target, last.source)
    return last


def last_move(proposal: GroupingProposal, actor: User) -> GroupingMove | None:
    """The move that `undo` would take back."""
    rows = proposal.moves.filter(actor=actor, undone_at=None)
    return rows.select_related("source", "target", "seat__deputy", "seat__contact").first()


@transaction.atomic
def publish(
    proposal: GroupingProposal, *, actor: User, on: date, today: date, at: datetime | None = None
) -> GroupingProposal:
    """Make the proposal the groups of the place from `on`.

    Loses politely, and writes nothing, when roster, groups or memberships have changed since it was made.
    """
    moment = at or timezone.now()
    if on > today:
        raise RuleError("公布日期不能晚于今天。", field="on")
    move(STEPS, "publish", proposal, actor=actor, record=_record, at=moment, published_on=on)
    found = roster_of(proposal.region, max(on, proposal.on))
    if found.fingerprint != proposal.fingerprint:
        raise StaleError(CHANGED)
    _exchange(proposal, found, on)
    return proposal


def discard(proposal: GroupingProposal, *, actor: User, at: datetime | None = None) -> None:
    """Put the draft away; it is kept and changes nothing."""
    move(STEPS, "discard", proposal, actor=actor, record=_record, at=at)


# --- making -------------------------------------------------------------------------------------
def _plan_groups(proposal: GroupingProposal, found: Found, total: int | None) -> dict[str, ProposedGroup]:
    """The groups present and those to be founded, by the solver's key."""
    deputies = sum(person.kind == DEPUTY for person in found.roster.people)
    if not deputies:
        raise RuleError("这个地方没有在任的代表，编不成小组。请先登记代表和任职。")
    there = list(ActivityGroup.objects.filter(region__path__startswith=proposal.region.path).select_related("region"))
    wanted = total or len(there) or -(-deputies // USUAL)
    if wanted < len(there):
        raise RuleError(f"现有 {len(there)} 个小组，不能少于这个数。要减少小组，请先在目录维护里撤并。", field="total")
    most = max(deputies // LEAST, len(there), 1)
    if wanted > most:
        raise RuleError(f"每组不少于 {LEAST} 名代表，{deputies} 名代表最多编 {most} 个小组。", field="total")
    rows = [
        ProposedGroup(proposal=proposal, group=group, region=group.region, number=group.number, name=group.name)
        for group in there
    ]
    rows += _new_groups(proposal, found, there, wanted)
    if not rows:
        raise RuleError("这个地方的代表都没有登记到乡镇（街道），编不成小组。请先在名册里补上所在地。")
    ProposedGroup.objects.bulk_create(rows)
    return {f"g{row.group_id}" if row.group_id else f"n{row.region_id}-{row.number}": row for row in rows}


def _new_groups(
    proposal: GroupingProposal, found: Found, there: list[ActivityGroup], total: int
) -> list[ProposedGroup]:
    places = {region.path: region for region in Region.objects.filter(path__startswith=proposal.region.path)}
    homes = Counter(
        township_of(places[person.area]) for person in found.roster.people if person.kind == DEPUTY
    )
    homes.pop("", None)
    number = Counter(group.region.path for group in there)
    highest = {path: max(g.number for g in there if g.region.path == path) for path in number}
    rows = []
    for path, count in apportion(dict(sorted(homes.items())), number, total).items():
        first = highest.get(path, 0) + 1
        rows += [_new_group(proposal, places[path], first + new) for new in range(count - number[path])]
    return rows


def _new_group(proposal: GroupingProposal, region: Region, number: int) -> ProposedGroup:
    words = cn_number(number) if number < IN_WORDS else number
    return ProposedGroup(proposal=proposal, region=region, number=number, name=f"{region.name}第{words}活动小组")


def _seat_all(proposal: GroupingProposal, found: Found, groups: Mapping[str, ProposedGroup]) -> None:
    roster = Roster(found.roster.people, tuple(Group(key, g.region.path, g.name) for key, g in groups.items()))
    seats = place(roster).seats
    ProposedSeat.objects.bulk_create(
        [_seat(proposal, key, groups[group], found.seats[key]) for key, group in seats.items()], batch_size=BATCH
    )


def _seat(proposal: GroupingProposal, key: str, group: ProposedGroup, members: list[GroupMember]) -> ProposedSeat:
    who = {"deputy_id" if key[0] == "d" else "contact_id": int(key[1:])}
    was = {"was_id": members[0].group_id, "was_role": members[0].role} if members else {}
    return ProposedSeat(proposal=proposal, group=group, **who, **was)


def _reseat(seat: ProposedSeat, source: ProposedGroup, target: ProposedGroup) -> None:
    if not ProposedSeat.objects.filter(pk=seat.pk, group=source).update(group=target):
        raise StaleError(f"刚刚有人先动了{seat}，请刷新页面看最新情况。")
    seat.group = target


# --- publishing ---------------------------------------------------------------------------------
def _exchange(proposal: GroupingProposal, found: Found, on: date) -> None:
    """Close what ends, open what begins."""
    _found_groups(proposal)
    seats = list(proposal.seats.select_related("group__group"))
    ending, opening = [member.pk for member in found.leaving], []
    for seat in seats:
        here = found.seats[f"d{seat.deputy_id}" if seat.deputy_id else f"c{seat.contact_id}"]
        stays = [m for m in here if (m.group_id, m.role) == (seat.group.group_id, seat.role)][:1]
        ending += [member.pk for member in here if member not in stays]
        if not stays:
            who = {"group": seat.group.group, "deputy_id": seat.deputy_id, "contact_id": seat.contact_id}
            opening.append(GroupMember(role=seat.role, joined_on=on, **who))
    late = GroupMember.objects.filter(pk__in=ending, joined_on__gt=on).order_by("-joined_on").first()
    if late is not None:
        raise RuleError(f"有成员{cn_date(late.joined_on)}才加入原小组，公布日期不能早于那一天。", field="on")
    if GroupMember.objects.current().filter(pk__in=ending).update(left_on=on) != len(ending):
        raise StaleError(CHANGED)
    try:
        with transaction.atomic():
            GroupMember.objects.bulk_create(opening, batch_size=BATCH)
    except IntegrityError:
        raise StaleError(CHANGED) from None


def _found_groups(proposal: GroupingProposal) -> None:
    for row in proposal.groups.filter(group=None):
        made = ActivityGroup.objects.create(region_id=row.region_id, number=row.number, name=row.name)
        ProposedGroup.objects.filter(pk=row.pk).update(group=made)


def _record(proposal: GroupingProposal, **facts: Any) -> GroupingEvent:
    return GroupingEvent.objects.create(proposal=proposal, **facts)
