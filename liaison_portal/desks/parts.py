"""The pieces of a desk: a row to do, a block of the page, and how they are cut and linked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from common.search import capped_count

# Order of the rows: what is late, what is due now, what somebody else waits for, what is one's own work.
LATE, NOW, ASKED, OWN = range(4)
FEW = 5


@dataclass(frozen=True)
class Todo:
    """One thing to do with one verb. `count` is how many things the row stands for."""

    title: str
    text: str
    url: str
    action: str
    icon: str
    tone: str = "neutral"
    rank: int = OWN
    count: int = 1
    primary: bool = False


@dataclass(frozen=True)
class Block:
    """A part of the page: the template of `name` drawn with `data`, in the main or the side column, or above both."""

    name: str
    data: Any
    place: str = "main"

    @property
    def template(self) -> str:
        return f"liaison_portal/home/_{self.name}.html"


@dataclass(frozen=True)
class Start:
    """What to begin with where there is nothing: how it stands, how to begin, one button."""

    title: str
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Act:
    """A button in the head of the page."""

    url: str
    label: str
    icon: str
    primary: bool = False


@dataclass
class Desk:
    """What one role, or a person with several, finds on the home page."""

    todos: list[Todo] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def take(self, other: Desk) -> None:
        """Add what another role finds; nothing is said twice."""
        self.todos += other.todos
        self.blocks += [block for block in other.blocks if block not in self.blocks]
        self.starts += other.starts
        self.acts += other.acts

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(todo.count for todo in self.todos)

    @property
    def late(self) -> int:
        """How many of them are past their day."""
        return sum(todo.count for todo in self.todos if todo.rank == LATE)

    @property
    def top(self) -> list[Block]:
        return [block for block in self.blocks if block.place == "top"]

    @property
    def main(self) -> list[Block]:
        return [block for block in self.blocks if block.place == "main"]

    @property
    def side(self) -> list[Block]:
        return [block for block in self.blocks if block.place == "side"]


def address(name: str, *args: Any, **query: Any) -> str:
    """The address of `name`, with a query string where given."""
    found = reverse(name, args=args)
    return f"{found}?{urlencode(query)}" if query else found


def few(rows: Any, limit: int = FEW) -> tuple[list[Any], int]:
    """The first of `rows`, and how many there are beyond them (counted up to 1000, asked only if there are)."""
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, 0
    total, _ = capped_count(rows)
    return found[:limit], total - limit
