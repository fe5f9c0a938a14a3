"""Who is put on which reception day: pure reckoning, the same result for the same question.

First every place is filled, then the year's turns are made as even as they can be (an exchange along
a chain of days wherever somebody has two turns more than another who could come), and last, without
unmaking either, days are exchanged so that nobody comes twice within the gap, each day has deputies of
more than one level, and the leaders of the groups have no more turns than others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from common.text import cn_short

GAP, MIX, LEADER = 100, 10, 1  # what is worse: two turns close together, one level alone, a leader's turn more
PASSES = 12
NAMES = 5


@dataclass(frozen=True)
class Person:
    """A deputy of the station. `served` counts the turns of the year that are not among the days asked about,
    `dates` are their days."""

    pk: int
    name: str
    levels: tuple[str, ...] = ()
    is_leader: bool = False
    served: int = 0
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Day:
    """A day with `seats` places; who is `fixed` on it stays; who is `absent` cannot come."""

    pk: int
    date: date
    seats: int
    fixed: tuple[int, ...] = ()
    absent: frozenset[int] = frozenset()


@dataclass
class Seating:
    """Days, people and who is on which day, with what the soft wishes cost."""

    days: Sequence[Day]
    people: Sequence[Person]
    gap_days: int
    on: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.days = sorted(self.days, key=lambda day: (day.date, day.pk))
        self.by_pk = {person.pk: person for person in self.people}
        self.order = {person.pk: number for number, person in enumerate(self.people)}
        self.at = {day.pk: day for day in self.days}
        if not self.on:
            self.on = {day.pk: list(day.fixed) for day in self.days}
        self.dates = {person.pk: list(person.dates) for person in self.people}
        for day in self.days:
            for pk in self.on[day.pk]:
                self.dates.setdefault(pk, []).append(day.date)

    def load(self, pk: int) -> int:
        """The year's turns of one deputy."""
        return self.by_pk[pk].served + sum(pk in on for on in self.on.values())

    def may(self, pk: int, day: Day) -> bool:
        """Whether the deputy can be put on the day."""
        return pk not in self.on[day.pk] and pk not in day.absent

    def is_free(self, pk: int, day: Day) -> bool:
        """On the day, and not put there by hand."""
        return pk in self.on[day.pk] and pk not in day.fixed

    def put(self, pk: int, day: Day) -> None:
        self.on[day.pk].append(pk)
        self.dates[pk].append(day.date)

    def take(self, pk: int, day: Day) -> None:
        self.on[day.pk].remove(pk)
        self.dates[pk].remove(day.date)

    # --- what the wishes cost ---------------------------------------------------------------------
    def close(self, pk: int) -> int:
        """How often the deputy comes again within the gap."""
        days = sorted(self.dates[pk])
        return sum((later - one).days < self.gap_days for one, later in pairwise(days))

    def is_mixed(self, day: Day) -> bool:
        """More than one level on the day; with one deputy there is nothing to mix."""
        on = [self.by_pk[pk] for pk in self.on[day.pk] if pk in self.by_pk]
        return len(on) <= 1 or len({level for person in on for level in person.levels}) > 1

    def cost(self, people: Iterable[int], days: Iterable[Day]) -> int:
        """What these people and days cost now; leaders cost each of their turns."""
        found = sum(GAP * self.close(pk) + LEADER * self._leads(pk) for pk in people)
        return found + sum(MIX * (not self.is_mixed(day)) for day in days)

    def _leads(self, pk: int) -> int:
        return self.load(pk) if self.by_pk[pk].is_leader else 0


def fill(days: Sequence[Day], people: Sequence[Person], gap_days: int) -> dict[int, list[int]]:
    """Day → the deputies on it, those fixed first. A day for which nobody is left keeps empty places."""
    seating = Seating(days, people, gap_days)
    for day in seating.days:
        while len(seating.on[day.pk]) < day.seats and (found := _next(seating, day)) is not None:
            seating.put(found, day)
    while _even_out(seating):
        pass
    for _ in range(PASSES):
        if not _improve(seating):
            break
    return {pk: sorted(on, key=lambda one: seating.order.get(one, -1)) for pk, on in seating.on.items()}


def _next(seating: Seating, day: Day) -> int | None:
    """Who is put on the day next: fewest turns, then whoever disturbs the wishes least, then the register's order."""
    free = [person.pk for person in seating.people if seating.may(person.pk, day)]

    def key(pk: int) -> tuple[int, int, int]:
        load = seating.load(pk)
        seating.put(pk, day)
        cost = seating.cost((pk,), (day,))
        seating.take(pk, day)
        return load, cost, seating.order[pk]

    return min(free, key=key, default=None)


# --- as even as it can be -------------------------------------------------------------------------
def _even_out(seating: Seating) -> bool:
    """Hand one turn from somebody who has two more to another, over a chain of days; False when nobody is left to.

    When no such chain is left, no other way to fill these days is more even.
    """
    loads = {person.pk: seating.load(person.pk) for person in seating.people}
    for start in sorted(loads, key=lambda pk: (-loads[pk], seating.order[pk])):
        if chain := _chain(seating, start, loads):
            for giver, day, taker in chain:
                seating.take(giver, day)
                seating.put(taker, day)
            return True
    return False


def _chain(seating: Seating, start: int, loads: dict[int, int]) -> list[tuple[int, Day, int]]:
    """The shortest chain of hand-overs from `start` to somebody with at least two turns fewer."""
    came: dict[int, tuple[int, Day]] = {}
    waiting = deque([start])
    while waiting:
        giver = waiting.popleft()
        for day in seating.days:
            if not seating.is_free(giver, day):
                continue
            for person in seating.people:
                if person.pk == start or person.pk in came or not seating.may(person.pk, day):
                    continue
                came[person.pk] = (giver, day)
                if loads[person.pk] <= loads[start] - 2:
                    return _back(came, person.pk, start)
                waiting.append(person.pk)
    return []


def _back(came: dict[int, tuple[int, Day]], end: int, start: int) -> list[tuple[int, Day, int]]:
    """The chain from its end: each hands over after the next one has, so nobody stands on a day twice."""
    chain = []
    while end != start:
        giver, day = came[end]
        chain.append((giver, day, end))
        end = giver
    return chain


# --- the wishes -----------------------------------------------------------------------------------
def _improve(seating: Seating) -> bool:
    """One pass over all exchanges and hand-overs that leave the turns as even as they are; whether one helped."""
    helped = False
    for day in seating.days:
        for giver in [pk for pk in seating.on[day.pk] if seating.is_free(pk, day)]:
            helped = _hand_over(seating, giver, day) or _exchange(seating, giver, day) or helped
    return helped


def _hand_over(seating: Seating, giver: int, day: Day) -> bool:
    """Give the turn to somebody who has one fewer, where that costs less."""
    for person in seating.people:
        taker = person.pk
        if not seating.may(taker, day) or seating.load(taker) != seating.load(giver) - 1:
            continue
        before = seating.cost((giver, taker), (day,))
        seating.take(giver, day)
        seating.put(taker, day)
        if seating.cost((giver, taker), (day,)) < before:
            return True
        seating.take(taker, day)
        seating.put(giver, day)
    return False


def _exchange(seating: Seating, one: int, day: Day) -> bool:
    """Exchange the turn for another's on another day, where that costs less."""
    for other_day in seating.days:
        if other_day.pk == day.pk or not seating.may(one, other_day):
            continue
        for other in seating.on[other_day.pk]:
            fits = seating.is_free(other, other_day) and seating.may(other, day)
            if fits and _swapped_is_better(seating, (one, day), (other, other_day)):
                return True
    return False


def _swapped_is_better(seating: Seating, first: tuple[int, Day], second: tuple[int, Day]) -> bool:
    (one, day), (other, other_day) = first, second
    people, days = (one, other), (day, other_day)
    before = seating.cost(people, days)
    _swap(seating, first, second)
    if seating.cost(people, days) < before:
        return True
    _swap(seating, (other, day), (one, other_day))
    return False


def _swap(seating: Seating, first: tuple[int, Day], second: tuple[int, Day]) -> None:
    (one, day), (other, other_day) = first, second
    seating.take(one, day)
    seating.take(other, other_day)
    seating.put(other, day)
    seating.put(one, other_day)


# --- what could not be met ------------------------------------------------------------------------
def unmet(seating: Seating) -> list[str]:
    """What a rota leaves to be wished, one sentence each; nothing where all is met."""
    return [*_missing(seating), *_uneven(seating), *_close(seating), *_unmixed(seating)]


def _missing(seating: Seating) -> list[str]:
    found = []
    for day in seating.days:
        if (lacks := day.seats - len(seating.on[day.pk])) > 0:
            why = "" if any(seating.may(p.pk, day) for p in seating.people) else "：能来的都排上了，其他人说这天来不了"
            found.append(f"{cn_short(day.date)}还缺 {lacks} 位代表{why}。")
    return found


def _uneven(seating: Seating) -> list[str]:
    loads = {person.pk: seating.load(person.pk) for person in seating.people}
    if not loads or max(loads.values()) - min(loads.values()) <= 1:
        return []
    most, least = max(loads.values()), min(loads.values())
    who_most, who_least = (_names(seating, loads, load) for load in (most, least))
    return [f"全年次数还不平：最多 {most} 次（{who_most}），最少 {least} 次（{who_least}）。"]


def _names(seating: Seating, loads: dict[int, int], load: int) -> str:
    names = [seating.by_pk[pk].name for pk, one in loads.items() if one == load]
    return "、".join(names[:NAMES]) + (f"等 {len(names)} 位" if len(names) > NAMES else "")


def _close(seating: Seating) -> list[str]:
    asked = {day.date for day in seating.days}
    wish = f"没能错开到 {seating.gap_days} 天"
    found = [
        f"{person.name}{cn_short(one)}和{cn_short(later)}只隔 {(later - one).days} 天，{wish}。"
        for person in seating.people
        for one, later in pairwise(sorted(seating.dates[person.pk]))
        if (later - one).days < seating.gap_days and {one, later} & asked
    ]
    if len(found) <= NAMES:
        return found
    return [*found[:NAMES], f"像这样隔得近的，另外还有 {len(found) - NAMES} 处。"]


def _unmixed(seating: Seating) -> list[str]:
    days = [cn_short(day.date) for day in seating.days if not seating.is_mixed(day)]
    if not days:
        return []
    listed = "、".join(days[:NAMES]) + (f"等 {len(days)} 天" if len(days) > NAMES else "")
    return [f"{listed}的代表是同一个层级，没能搭配开。"]
