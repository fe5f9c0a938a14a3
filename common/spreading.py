"""Things with traits spread over groups: a local search changes places two by two while the traits lie more evenly.

The cost is the weighted sum of squares of how many of each trait are in each group. It is least
when every group has its fair share, so the least it could be is known and the search stops there.
Where no change of two helps, a few are changed by a fixed sequence of numbers and it tries again;
what is no better is taken back. A seat one already has weighs less than any trait.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from random import Random

STAYING = 1
ROUNDS = 40
SHAKEN = 3

Traits = tuple[tuple[str, Hashable], ...]


class Search:
    """People by number with their traits, among `groups` groups; `fixed` seats never change, `now` are those of
    today. `weights` says what a trait of each kind, its first word, weighs."""

    def __init__(
        self,
        traits: Sequence[Traits],
        *,
        groups: int,
        fixed: Sequence[int | None],
        now: Sequence[int | None],
        weights: Mapping[str, int],
    ) -> None:
        names = {trait: number for number, trait in enumerate(dict.fromkeys(t for row in traits for t in row))}
        self.traits = [tuple(names[trait] for trait in row) for row in traits]
        self.weights = [weights[trait[0]] for trait in names]
        self.groups, self.fixed, self.now = groups, fixed, now
        self.counts = [[0] * groups for _ in names]
        self.seats = [-1] * len(traits)
        self.free = [person for person, group in enumerate(fixed) if group is None]
        self.differences: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        kinds = {row: number for number, row in enumerate(dict.fromkeys(self.traits))}
        self.kinds = [kinds[row] for row in self.traits]

    def run(self) -> list[int]:
        """The group of everyone."""
        self._seat_all()
        self._even_sizes()
        self._descend()
        random, least = Random(len(self.free)), self._least()  # noqa: S311 - a fixed sequence, not a secret
        for _ in range(ROUNDS):
            cost = self._cost()
            if cost == least or len(self.free) < SHAKEN:
                break
            self._shake(random, cost)
        return self.seats

    # --- the start -----------------------------------------------------------------------------
    def _seat_all(self) -> None:
        """The fixed, then those who may stay, then the rest: the rarest traits first, each where least hurts."""
        for person, group in enumerate(self.fixed):
            if group is not None:
                self._sit(person, group)
        room = -(-len(self.seats) // self.groups)
        sizes = [self.seats.count(group) for group in range(self.groups)]
        for person in self.free:
            group = self.now[person]
            if group is not None and sizes[group] < room:
                self._sit(person, group)
                sizes[group] += 1
        often = [sum(trait in row for row in self.traits) for trait in range(len(self.weights))]
        waiting = [person for person in self.free if self.seats[person] < 0]
        for person in sorted(waiting, key=lambda one: sorted(often[trait] for trait in self.traits[one])):
            self._sit(person, min(range(self.groups), key=lambda group: self._hurt(person, group)))

    def _hurt(self, person: int, group: int) -> int:
        return sum(self.weights[trait] * (2 * self.counts[trait][group] + 1) for trait in self.traits[person])

    def _sit(self, person: int, group: int) -> None:
        old = self.seats[person]
        for trait in self.traits[person]:
            self.counts[trait][group] += 1
            if old >= 0:
                self.counts[trait][old] -= 1
        self.seats[person] = group

    def _even_sizes(self) -> None:
        """From the largest group to the smallest, whoever is best moved, until they differ by one."""
        while True:
            sizes = [self.seats.count(group) for group in range(self.groups)]
            movable = [person for person in self.free if sizes[self.seats[person]] - min(sizes) > 1]
            if not movable:
                return
            largest = max(sizes[self.seats[person]] for person in movable)
            among = [person for person in movable if sizes[self.seats[person]] == largest]
            target = sizes.index(min(sizes))
            self._sit(min(among, key=lambda one: self._hurt(one, target) - self._hurt(one, self.seats[one])), target)

    # --- two by two ----------------------------------------------------------------------------
    def _descend(self) -> None:
        better = True
        while better:
            better = False
            for place, one in enumerate(self.free):
                for other in self.free[place + 1 :]:
                    if self.seats[one] != self.seats[other] and self._gain(one, other) < 0:
                        self._change(one, other)
                        better = True

    def _gain(self, one: int, other: int) -> int:
        """What the change of two costs; below zero it helps."""
        key = (self.kinds[one], self.kinds[other])
        found = self.differences.get(key)
        if found is None:
            mine, theirs = self.traits[one], self.traits[other]
            found = [t for t in mine if t not in theirs], [t for t in theirs if t not in mine]
            self.differences[key] = found
        here, there, counts, weights = self.seats[one], self.seats[other], self.counts, self.weights
        cost = 0
        for trait in found[0]:
            row = counts[trait]
            cost += weights[trait] * (row[there] - row[here] + 1)
        for trait in found[1]:
            row = counts[trait]
            cost += weights[trait] * (row[here] - row[there] + 1)
        return 2 * cost + self._leaving(one, there) + self._leaving(other, here)

    def _leaving(self, person: int, group: int) -> int:
        now = self.now[person]
        if now is None:
            return 0
        return STAYING * ((self.seats[person] == now) - (group == now))

    def _change(self, one: int, other: int) -> None:
        here, there = self.seats[one], self.seats[other]
        self._sit(one, there)
        self._sit(other, here)

    # --- once more -----------------------------------------------------------------------------
    def _cost(self) -> int:
        rows = zip(self.weights, self.counts, strict=True)
        return sum(weight * count * count for weight, row in rows for count in row)

    def _least(self) -> int:
        """The cost if every trait lay evenly."""
        least = 0
        for weight, row in zip(self.weights, self.counts, strict=True):
            each, over = divmod(sum(row), self.groups)
            least += weight * (over * (each + 1) ** 2 + (self.groups - over) * each**2)
        return least

    def _shake(self, random: Random, cost: int) -> None:
        before = list(self.seats)
        for _ in range(SHAKEN):
            one, other = random.sample(self.free, 2)
            self._change(one, other)
        self._descend()
        if self._cost() > cost:
            for person, group in enumerate(before):
                self._sit(person, group)
