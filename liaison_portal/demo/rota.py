"""The rota of every station by its rule: days, deputies, notices; at two stations also a day that moved and swaps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

from accounts.models import User
from deputies.models import Deputy
from liaison_portal.demo.accounts import silent_user
from liaison_portal.demo.clock import at
from liaison_portal.demo.content import StationRow
from liaison_portal.demo.content.people import XINCAI_STATION
from liaison_portal.demo.content.stations import MOVED_BECAUSE, PUYANG_STATIONS, RULES, SWAP_WORDS, xincai_stations
from liaison_portal.demo.stations import deputies_at
from liaison_portal.demo.world import World
from stations.models import DutySlot, SlotDeputy, Station
from stations.workflow import (
    agree_swap,
    ask_swap,
    assign_deputies,
    clear_notices,
    generate_days,
    move_slot,
    propose_rota,
    publish_rota,
    set_rule,
)
from stations.workflow.filling import CHECKED
from stations.workflow.notice import issue_notice, run
from stations.workflow.rule import RuleFacts

SHOWN = {"py_st_qingzu": ("head", "deputy"), XINCAI_STATION: ("xc-head", "xc-deputy")}
SOON, QUARTER = timedelta(days=31), timedelta(days=115)
PUBLISHED = 4  # days of the quarter that are published; the rest is a draft


def load_rota(world: World) -> None:
    """Rule, days, deputies and notices of every station; a whole quarter where the accounts work."""
    rows = (*PUYANG_STATIONS, *(() if world.is_small else xincai_stations()))
    shown = _shown(world)
    for row in rows:
        if row.key in world.stations:
            _load(world, row, shown.get(row.key))
    run(world.clock.today)


def _shown(world: World) -> dict[str, tuple[User, User]]:
    """Head and deputy of the stations at which accounts work."""
    return {
        key: (world.users[head], world.users[deputy])
        for key, (head, deputy) in SHOWN.items()
        if key in world.stations and head in world.users and deputy in world.users
    }


def _load(world: World, row: StationRow, people: tuple[User, User] | None) -> None:
    station, moment = world.stations[row.key], at(world.clock.workdays_ago(3), 16)
    keeper = world.recorders.get(row.key)
    first = world.clock.today + timedelta(days=1)
    set_rule(station, RuleFacts(**RULES[row.hours]), actor=keeper, at=moment)
    generate_days(station, first=first, last=first + (QUARTER if people else SOON), actor=keeper, at=moment)
    slots = list(station.slots.filter(date__gte=first).order_by("date"))
    own = [one for one in deputies_at(world, row) if one.user_id]
    for slot in slots[:1] if own else ():
        assign_deputies(slot, own[:1], actor=keeper, at=moment)
    propose_rota(station, actor=keeper, at=moment)
    fresh = list(islice(_days(station, first), PUBLISHED))
    if fresh:
        publish_rota(fresh, actor=keeper, at=moment)
        _clear(fresh, people[0] if people else None, moment)
    if people and keeper:
        _live(world, station, keeper, people)


def _days(station: Station, first: date) -> list[DutySlot]:
    rows = station.slots.filter(date__gte=first).select_related("station__unit__region", "rule")
    return list(rows.order_by("date"))


def _clear(slots: list[DutySlot], head: User | None, moment: datetime) -> None:
    clear_notices(slots, actor=head, checked=[code for code, _ in CHECKED], at=moment)


def _live(world: World, station: Station, keeper: User, people: tuple[User, User]) -> None:
    """One day was announced and moved; one swap was agreed, one waits for the account's answer."""
    head, user = people
    days = _days(station, world.clock.today + timedelta(days=1))[:PUBLISHED]
    moved = days[2]
    issue_notice(moved, actor=keeper, at=at(world.clock.workdays_ago(2), 9))
    later = world.clock.calendar.roll(moved.date + timedelta(days=1))
    move_slot(
        _fresh(moved),
        day=later,
        starts_at=moved.starts_at,
        ends_at=moved.ends_at,
        note=MOVED_BECAUSE,
        actor=keeper,
        at=at(world.clock.workdays_ago(2), 10),
    )
    _clear([_fresh(moved)], head, at(world.clock.workdays_ago(1), 9))
    _swaps(station, Deputy.objects.get(user=user), days, at(world.clock.workdays_ago(1), 10))


def _swaps(station: Station, me: Deputy, days: list[DutySlot], moment: datetime) -> None:
    """Two colleagues with accounts: one asks the account's deputy, the other has agreed with a third."""
    rows = SlotDeputy.objects.filter(slot__in=days[1:]).exclude(deputy=me).exclude(slot__slot_deputies__deputy=me)
    duties = list(rows.select_related("slot__station", "deputy").order_by("slot__date", "id"))
    if not duties:
        return
    asking = duties[0]
    ask_swap(asking, asked=me, note=SWAP_WORDS, actor=_account(station, asking.deputy), at=moment)
    for duty in duties[1:]:
        partner = next((one.deputy for one in duties if _can_take(one.deputy, duty)), None)
        if partner is not None and duty.slot_id != asking.slot_id:
            swap = ask_swap(duty, asked=partner, actor=_account(station, duty.deputy), at=moment)
            agree_swap(swap, actor=_account(station, partner), at=moment + timedelta(hours=1))
            return


def _can_take(deputy: Deputy, duty: SlotDeputy) -> bool:
    return not duty.slot.slot_deputies.filter(deputy=deputy).exists()


def _account(station: Station, deputy: Deputy) -> User:
    """The deputy's account; one with which nobody signs in where they have none."""
    deputy.refresh_from_db(fields=["user"])
    if deputy.user is None:
        deputy.user = silent_user(f"d{deputy.pk}", deputy.name, "代表", station.unit)
        deputy.save(update_fields=["user"])
    return deputy.user


def _fresh(slot: DutySlot) -> DutySlot:
    return DutySlot.objects.select_related("station__unit__region", "rule").get(pk=slot.pk)
